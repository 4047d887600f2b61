"""A real Chromium on a real server. Every page must keep its console and its policy clean."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

# Playwright runs an event loop in this thread, beside Django's synchronous queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium():
    """The browser, or a skip with its reason; PATIENTPLUS_REQUIRE_ALL makes a missing one an error."""
    if not CHROMIUM:
        reason = "no Chromium found: install it, or name it in CHROMIUM"
        pytest.fail(reason) if os.environ.get("PATIENTPLUS_REQUIRE_ALL") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium, live_server):
    """Open a page at a size, signed in as a person or as nobody; at the end its console must be empty."""
    contexts = []
    faults = []

    def open_page(person=None, *, width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        contexts.append(context)
        if person:
            context.add_cookies([{"name": "sessionid", "value": _session(person), "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda asked: faults.append(asked.url) if _is_outside(asked.url, live_server.url) else None)
        return page

    open_page.faults = faults
    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _is_outside(address: str, server: str) -> bool:
    return not address.startswith((server, "data:", "blob:"))


def _session(person) -> str:
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value
