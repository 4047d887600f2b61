"""All notes in a real browser: narrowing, ticking, taking them away and bringing them back, wide and narrow."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from articles.text import anchors
from notes.annotations import actions
from notes.models import Bookmark, Note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture
def notes(grace, version):
    """Three notes of Grace's: two with the tag Dusk, one of them on a passage."""
    for body, quote, tags in [("One.", "2.5 hours", ["Dusk"]), ("Two.", "", ["Dusk"]), ("Three.", "", [])]:
        anchor, section = anchors.locate(version, quote=quote) if quote else (None, "")
        where = {"version": version, "section": section, "anchor": anchor}
        actions.write(by=grace, key=uuid.uuid4(), body=body, tags=tags, **where)


@pytest.fixture
def shelf(open_as, grace, notes):
    """Open all notes as Grace, at a width."""

    def shelf(width=1280, **options):
        page = open_as(grace, width=width, **options)
        page.goto("/notes/")
        return page

    return shelf


@pytest.fixture
def refused(open_as):
    """The browser reports a form that was refused: that was meant."""

    def refused():
        assert ["422" in fault for fault in open_as.faults] == [True]
        open_as.faults.clear()

    return refused


def listed(page):
    return page.locator(".notes--all > .note")


@WIDTHS
def test_notes_are_narrowed_ticked_and_tagged(shelf, width):
    page = shelf(width)
    expect(listed(page)).to_have_count(3)
    page.get_by_text("Narrow by article").click()
    page.get_by_label("Tag", exact=True).select_option("Dusk")
    page.locator(".seek details").get_by_role("button", name="Search notes").click()
    expect(listed(page)).to_have_count(2)

    page.get_by_label("Tick every note on this page").check()
    expect(page.locator("[data-ticked]")).to_have_text("(2)")
    page.locator("#chosen_tags").fill("Dawn")
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_role("status").filter(has_text="2 notes tagged.")).to_be_visible()
    expect(listed(page).first.get_by_role("link", name="Dawn")).to_be_visible()
    assert page.url.endswith("tag=" + page.get_by_label("Tag", exact=True).input_value() + "&state=&from=&to=")


@WIDTHS
def test_without_a_script_all_of_it_works_too(shelf, refused, width):
    page = shelf(width, java_script_enabled=False)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(listed(page)).to_have_count(2)
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick at least one note first.")
    refused()


@WIDTHS
def test_notes_that_were_taken_away_come_back_to_their_place(shelf, article, live_server, settings, tmp_path, width):
    settings.SITE_URL = live_server.url
    page = shelf(width)
    with page.expect_download() as download:
        page.locator(".files").get_by_role("link", name="Web Annotation").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("patientplus-notes-")
    Note.objects.all().delete()

    page.get_by_role("link", name="Import").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_text("3 new notes to import")).to_be_visible()
    page.get_by_role("button", name="Import 3 notes").click()
    expect(listed(page)).to_have_count(3)
    page.goto(article.get_absolute_url())
    expect(page.locator(".hl")).to_have_text("2.5 hours")


@WIDTHS
def test_a_file_of_the_ticked_is_downloaded(shelf, width):
    page = shelf(width)
    page.get_by_label("Choose the note on Lanterns").first.check()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    words = download.value.path().read_text()
    assert "Three." in words
    assert "Two." not in words


@WIDTHS
def test_a_section_is_bookmarked_where_it_stands(open_as, grace, article, width):
    page = open_as(grace, width=width)
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="Bookmark Presentation").click()
    expect(page.get_by_role("button", name="Remove bookmark from Presentation")).to_be_visible()
    expect(page).to_have_url(re.compile("#presentation$"))
    assert Bookmark.objects.get().section == "presentation"
    page.goto("/notes/bookmarks/")
    page.get_by_role("link", name="Lanterns: Presentation").click()
    expect(page).to_have_url(re.compile("#presentation$"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@WIDTHS
def test_everybody_can_use_it(shelf, axe, refused, width, scheme):
    page = shelf(width, color_scheme=scheme)
    page.get_by_text("Narrow by article").click()
    assert axe(page) == {}
    page.get_by_role("button", name="Add tag").click()
    expect(page.get_by_role("alert")).to_be_visible()
    refused()
    assert axe(page) == {}
    page.goto("/notes/import/")
    wrong = {"name": "x.jsonld", "mimeType": "application/json", "buffer": b'[7, {"bodyValue": "A remark."}]'}
    page.get_by_label("File").set_input_files(wrong)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="Cannot be imported")).to_be_visible()
    assert axe(page) == {}
