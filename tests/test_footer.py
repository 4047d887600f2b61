"""Links at the foot of every page to what an organisation has elsewhere: as its settings say, and none by default."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def foot(client):
    return client.get("/about/").content.decode().partition('<footer class="foot">')[2]


def test_there_are_none_by_default(client, db):
    assert "https://" not in foot(client)


def test_an_organisation_names_its_app_and_pages(client, db, settings):
    settings.FOOTER_LINKS = {"Our app & more": "https://app.example.org/?a=1&b=2"}
    link = '<a href="https://app.example.org/?a=1&amp;b=2" rel="external">Our app &amp; more</a>'
    assert link in foot(client)


@pytest.mark.parametrize(
    ("links", "works"), [("Our app=https://app.example.org", True), ("Our app=javascript:alert(1)", False)]
)
def test_only_addresses_of_the_web_are_taken(links, works):
    env = {**os.environ, "FOOTER_LINKS": links, "SECRET_KEY": "x", "DEBUG": "true"}
    command = [sys.executable, "-c", "import patientplus.settings as s; print(s.FOOTER_LINKS)"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)  # noqa: S603
    assert (done.returncode == 0) == works
    assert ("FOOTER_LINKS names addresses" in done.stderr) != works
