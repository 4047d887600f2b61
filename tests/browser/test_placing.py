"""A dose under a note changes: what its writer sees in a real browser, and each way in which they can decide."""

import uuid

import pytest
from playwright.sync_api import expect

from articles.text import anchors
from notes.annotations import actions
from notes.models import Decision, Placement
from tests.browser.test_notes import select
from tests.conftest import BODY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOSE = BODY.replace("2.5 hours", "5 hours")
GONE = BODY.replace("They burn for 2.5 hours.", "")
WITH_AND_WITHOUT_SCRIPT = pytest.mark.parametrize("has_script", [True, False])


@pytest.fixture
def noted(open_as, grace, article, make_article):
    """The article as Grace finds it when its next version has this body; she had noted how long a lantern burns."""

    def noted(body=DOSE, *, has_script=True, **options):
        version = article.versions.get()
        anchor, section = anchors.locate(version, quote="They burn for 2.5 hours")
        words = {"body": "Tell the night shift.", "section": section, "anchor": anchor}
        actions.write(by=grace, version=version, key=uuid.uuid4(), **words)
        make_article.revise(article, body=body)
        page = open_as(grace, java_script_enabled=has_script, **options)
        page.goto(article.get_absolute_url())
        return page

    return noted


def note_on(page):
    return page.locator(f"#n{Placement.objects.get().note_id}")


def decided() -> tuple[str, str]:
    placement = Placement.objects.select_related("version").get()
    return placement.decision, placement.version.text[placement.start or 0 : placement.end or 0]


@WITH_AND_WITHOUT_SCRIPT
@pytest.mark.parametrize("width", [1280, 390])
def test_she_sees_what_changed_and_accepts_it(noted, axe, width, has_script):
    page = noted(width=width, has_script=has_script)
    page.get_by_role("link", name="Look at it").click()
    note = note_on(page)
    expect(note).to_contain_text("This wording changed in version 2. Your note is kept with the section.")
    expect(note.locator("del")).to_contain_text("2.5 hours")
    expect(note.locator("ins")).to_contain_text("5 hours")
    assert not has_script or axe(page) == {}
    note.get_by_role("button", name="Accept this place").click()
    expect(note_on(page)).to_contain_text("you accepted this place")
    expect(page.locator("mark.hl")).to_have_text("They burn for 5 hours")
    assert decided() == (Decision.ACCEPTED, "They burn for 5 hours")


@WITH_AND_WITHOUT_SCRIPT
def test_she_keeps_it_with_the_old_version(noted, has_script):
    page = noted(has_script=has_script)
    note_on(page).get_by_role("button", name="Keep with version 1").click()
    expect(page.locator("section.own", has_text="Notes on earlier versions")).to_contain_text("you kept it there")
    expect(page.locator("mark.hl")).to_have_count(0)
    assert decided()[0] == Decision.OLD_VERSION
    page.get_by_role("link", name="version 1", exact=False).last.click()
    expect(page.locator("mark.hl")).to_have_text("They burn for 2.5 hours")


@WITH_AND_WITHOUT_SCRIPT
def test_she_moves_one_that_was_not_found_by_typing_the_words(noted, open_as, has_script):
    page = noted(GONE, has_script=has_script)
    note = note_on(page)
    expect(note).to_contain_text("We could not find this passage in version 2.")
    note.get_by_text("Choose another passage").click()
    note.get_by_label("Exact words").fill("words that are nowhere")
    note.get_by_role("button", name="Move the note there").click()
    expect(page.get_by_text("We could not find those words on this page.").first).to_be_visible()
    open_as.faults[:] = [fault for fault in open_as.faults if "422" not in fault]  # the browser says so too
    page.get_by_label("Exact words").fill("hangs from a hook")
    page.get_by_role("button", name="Move the note there").click()
    expect(page.locator("mark.hl")).to_have_text("hangs from a hook")
    assert decided() == (Decision.BY_HAND, "hangs from a hook")


def test_she_moves_it_to_what_she_selects(noted):
    page = noted()
    note = note_on(page)
    note.get_by_text("Choose another passage").click()
    select(page, "Green lanterns", "face east")
    note.get_by_role("button", name="Use the selected words").click()
    expect(note.get_by_label("Exact words")).to_have_value("Green lanterns face east")
    expect(page.locator("[data-live-region]")).to_have_text("The selected words are in the form.")
    note.get_by_role("button", name="Move the note there").click()
    expect(page.locator("mark.hl")).to_have_text("Green lanterns face east")
    assert decided() == (Decision.BY_HAND, "Green lanterns face east")


def test_she_is_told_to_select_first(noted):
    page = noted()
    note = note_on(page)
    note.get_by_text("Choose another passage").click()
    note.get_by_role("button", name="Use the selected words").click()
    expect(page.locator("[data-live-region]")).to_have_text("Select the words of the new passage first.")


def test_a_note_from_an_earlier_version_is_edited_where_it_stands(noted):
    page = noted()
    note = note_on(page)
    note.get_by_role("link", name="Edit note a").click()
    note.locator("textarea").fill("Tell the day shift.")
    note.get_by_role("button", name="Save note").click()
    expect(note_on(page)).to_contain_text("Tell the day shift.")
    expect(page.locator("mark.hl")).to_have_text("They burn for 5 hours")
