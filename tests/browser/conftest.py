"""A real Chromium on a real server. Every page must keep its console and its policy clean."""

import json
import os
import shutil
from unittest import mock

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.deployed import certificate, deployed_site, granian  # noqa: F401 (fixtures)
from tests.collected import Collected

# Playwright runs an event loop in this thread, beside Django's synchronous queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# Patience is for a busy machine; what is expected still has to come.
expect.set_options(timeout=15_000)


CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "lantern-light-9"
# Django's own chooser of a group's permissions puts an aria-label on an image made of CSS. Staff hardly ever see it.
NOT_OURS = {"aria-prohibited-attr": "> .help-tooltip.search-label-icon"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# None of these rules reads style sheets, which axe would fetch anew each time; and only what is wrong is wanted back.
AXE = {"runOnly": RULES, "resultTypes": ["violations"], "preload": {"assets": ["media"]}}
RUN_AXE = f"axe.run({json.dumps(AXE)}).then(found => found.violations)"


@pytest.fixture(scope="session")
def chromium(certificate):  # noqa: F811
    """The browser, or a skip with its reason; PATIENTPLUS_REQUIRE_ALL makes a missing one an error."""
    if not CHROMIUM:
        reason = "no Chromium found: install it, or name it in CHROMIUM"
        pytest.fail(reason) if os.environ.get("PATIENTPLUS_REQUIRE_ALL") == "1" else pytest.skip(reason)
    arguments = ["--no-sandbox", f"--ignore-certificate-errors-spki-list={certificate.pin}"]
    # Pages that a test asks for without the browser believe the certificate as the browser does.
    with mock.patch.dict(os.environ, NODE_EXTRA_CA_CERTS=str(certificate.file)), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(request, collected_files):
    """The site in a thread of this process, so that a test can change its settings; it hands out collected files."""
    with (
        Collected(collected_files),
        mock.patch("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application),
    ):
        server = LiveServer(request.config.getvalue("liveserver") or "localhost")
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _collected(collected):
    """Pages name the collected files."""


@pytest.fixture
def site(live_server):
    """The site that the browser opens. A module that can do without changing its settings takes deployed_site."""
    return live_server


@pytest.fixture
def open_as(chromium, site):
    """Open a page at a size, signed in as a person or as nobody; at the end nothing may have gone wrong in it.

    `faults` holds what did: what the console said, what the policy stopped, scripts that failed, requests that
    failed or went to another site. A test that provokes one takes it out.
    """
    contexts = []
    faults = []

    def open_page(person=None, *, width=1280, height=900, **options):
        context = chromium.new_context(
            base_url=site.url, viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        contexts.append(context)
        if person:
            context.add_cookies([{"name": "sessionid", "value": session_of(person), "url": site.url}])
        page = context.new_page()
        page.set_default_timeout(30_000)
        _watch(page, site.url, faults.append, has_script=options.get("java_script_enabled", True))
        return page

    open_page.faults = faults
    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _watch(page, server, report, *, has_script):
    """Report what goes wrong in the page. The policy's own event catches what it only reports, too."""
    # Leaving a page, or a download that began; and the preloaded scripts of a browser without them.
    expected = {"net::ERR_ABORTED"} if has_script else {"net::ERR_ABORTED", "csp"}

    def lost(request):
        if request.failure not in expected:
            report(f"{request.failure}: {request.url}")

    def asked(request):
        if not request.url.startswith((server, "data:", "blob:")):
            report(f"outside: {request.url}")

    page.on("console", lambda said: report(f"{page.url}: {said.text}") if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: report(f"{page.url}: {error}"))
    page.on("requestfailed", lost)
    page.on("request", asked)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))"
    )


def session_of(person) -> str:
    """The key of a new session of that person."""
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


@pytest.fixture
def axe(open_as):
    """What axe finds against WCAG 2.0 to 2.2, A and AA, and best practice: the rule and the places, if any."""

    def axe(page):
        clean = list(open_as.faults)
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN_AXE)
        open_as.faults[:] = clean  # axe itself tries inline styles, which the policy stops
        places = {fault["id"]: [node["target"][-1] for node in fault["nodes"]] for fault in found}
        ours = {rule: [at for at in places[rule] if not at.endswith(NOT_OURS.get(rule, "\0"))] for rule in places}
        return {rule: at for rule, at in ours.items() if at}

    return axe


@pytest.fixture
def demo(transactional_db, settings):
    """The demonstration, as `manage.py demo` makes it: four accounts and the first article."""
    settings.DEMO_PASSWORD = PASSWORD
    call_command("demo", verbosity=0)
