"""The walk to the appraisal: freeze a summary, let an appraiser read it, check it, and have a changed copy refused."""

import io
import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.models import User
from appraisal.diary import actions
from articles.models import Version
from notes.models import PageView
from notes.reading import tracking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERVIEW = "A year in which the liver came up more often than I had thought."


@pytest.fixture
def member(demo):
    """Has read for a year, and reflected on it."""
    cache.clear()  # questions at /verify/ are counted
    person = User.objects.get(email="reader@example.org")
    version = Version.objects.published().get()
    for weeks in range(12):
        tracking.log(person, version, timezone.now() - timedelta(weeks=4 * weeks))
    PageView.objects.update(active_seconds=400)
    words = {"what": "Read it.", "so_what": "An edge can be felt.", "what_next": "Look for it.", "claimed_minutes": 45}
    day = timezone.localdate() - timedelta(days=3)
    views = PageView.objects.all()[:3]
    actions.write(by=person, key=uuid.uuid4(), title="On the edge", learned_on=day, page_views=views, **words)
    return person


@pytest.fixture
def usable(axe):
    """Whatever axe finds on a page as it stands, in light and wide, in dark and narrow: nothing."""

    def usable(page):
        size = page.viewport_size
        found = {}
        for width, scheme in ((1280, "light"), (768, "dark"), (390, "light")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.evaluate("document.getAnimations().forEach(fading => fading.finish())")
            found |= axe(page)
        page.set_viewport_size(size)
        assert found == {}, page.url

    return usable


def heading(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize("has_script", [True, False], ids=["scripts", "no-scripts"])
def test_from_freezing_to_a_changed_copy_that_is_refused(open_as, member, usable, has_script, tmp_path):
    look = usable if has_script else lambda page: None  # axe is a script
    page = open_as(member, java_script_enabled=has_script)
    freeze(page, look)
    pdf = download(page, "PDF, signed")
    link = make_a_link(page, look)
    copy_into_a_portfolio(page, look)

    appraiser = open_as(width=390, java_script_enabled=has_script)
    read_it(appraiser, link, look)
    check_the_code(appraiser, code_on(pdf), look)
    check_the_file(appraiser, tmp_path, pdf, "Genuine", look)
    at = len(pdf) // 2
    check_the_file(appraiser, tmp_path, pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :], "Not genuine", look)
    open_as.faults[:] = [fault for fault in open_as.faults if "status of 422" not in fault]

    end_the_link(page, appraiser, link)
    open_as.faults[:] = [fault for fault in open_as.faults if "status of 404" not in fault]


def freeze(page, look):
    page.goto("/summaries/")
    page.get_by_role("link", name="Freeze this summary").click()
    heading(page, "Freeze this summary")
    page.get_by_label("Overview").fill(OVERVIEW)
    page.get_by_label("This is my own work.").check()
    page.get_by_role("button", name="See it as it will print").click()
    expect(page.get_by_role("region", name="Preview")).to_contain_text(OVERVIEW)
    expect(page.get_by_label("Overview")).to_have_value(OVERVIEW)
    look(page)
    page.get_by_role("button", name="Freeze", exact=True).click()
    expect(page.get_by_text("This summary can no longer be changed.")).to_be_visible()
    expect(page.get_by_role("region", name="The summary")).to_contain_text(OVERVIEW)
    look(page)


def download(page, name):
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(started.value.path()).read_bytes()


def make_a_link(page, look):
    page.get_by_label("It lasts").select_option("7 days")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_be_visible()
    look(page)
    return link.input_value()


def copy_into_a_portfolio(page, look):
    page.get_by_role("link", name="Boxes to copy into SOAR, MARS or Clarity").click()
    heading(page, "Boxes to copy")
    expect(page.get_by_label("Credits or hours (a number only)")).to_have_value("0.75")
    look(page)
    page.go_back()


def read_it(appraiser, link, look):
    appraiser.goto(link)
    heading(appraiser, "Shared summary")
    expect(appraiser.get_by_role("region", name="The summary")).to_contain_text("An edge can be felt.")
    look(appraiser)
    assert download(appraiser, "Download the signed PDF").startswith(b"%PDF")


def code_on(pdf):
    words = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    return re.search(r"Code ((?:[0-9A-Z]{5}-){3}[0-9A-Z]{5})", words)[1]


def check_the_code(appraiser, code, look):
    appraiser.goto("/verify/")
    look(appraiser)
    appraiser.get_by_label("Code", exact=True).fill(code.lower().replace("-", " "))
    appraiser.get_by_role("button", name="Check the code").click()
    heading(appraiser, "Genuine")
    expect(appraiser.get_by_role("main")).to_contain_text("45 minutes")
    expect(appraiser.get_by_role("main")).not_to_contain_text("Demo reader")
    look(appraiser)


def check_the_file(appraiser, folder, content, expected, look):
    file = folder / "summary.pdf"
    file.write_bytes(content)
    appraiser.goto("/verify/")
    appraiser.get_by_label("PDF or JSON file").set_input_files(file)
    appraiser.get_by_role("button", name="Check the file").click()
    heading(appraiser, expected)
    look(appraiser)


def end_the_link(page, appraiser, link):
    page.reload()
    expect(page.get_by_role("region", name="Links for your appraiser")).to_contain_text("Opened 1 time:")
    page.get_by_role("button", name="End this link").click()
    expect(page.get_by_text("That link leads nowhere now.")).to_be_visible()
    appraiser.goto(link)
    heading(appraiser, "This link leads nowhere")
