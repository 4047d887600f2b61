"""Who is asking, when the site is served behind a proxy."""

import runpy
from pathlib import Path

import pytest

PROXY = "10.1.2.3"


def seen_by_django(environ, start_response):
    return environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]


@pytest.fixture
def ask(settings, monkeypatch):
    """Ask, from an address, the application that trusts one proxy; gives the address and scheme that Django sees."""
    settings.TRUSTED_PROXIES = [PROXY]
    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: seen_by_django)
    application = runpy.run_path(str(Path(__file__).parent.parent / "patientplus" / "wsgi.py"))["application"]
    forwarded = {"HTTP_X_FORWARDED_FOR": "192.0.2.7", "HTTP_X_FORWARDED_PROTO": "https"}
    return lambda address: application({"REMOTE_ADDR": address, "wsgi.url_scheme": "http", **forwarded}, None)


def test_a_trusted_proxy_is_believed(ask):
    assert ask(PROXY) == ("192.0.2.7", "https")


def test_nobody_else_is_believed(ask):
    assert ask("192.0.2.66") == ("192.0.2.66", "http")
