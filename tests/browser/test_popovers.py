"""What opens, or is shown by a script: while it is there everyone can use it in every view, and it goes as it came."""

import uuid
from typing import NamedTuple

import pytest
from django.db.models import F
from playwright.sync_api import Locator, expect

from accounts.models import User
from articles import actions
from articles.models import Article, Version
from articles.text import anchors
from notes.annotations import actions as margin
from notes.models import Note
from tests.browser import looking
from tests.browser.looking import COLOURS, EVERY_VIEW, WIDTHS
from tests.browser.patience import until
from tests.browser.test_desk_editor import EVERYTHING
from tests.browser.test_never_lost import wait_until_kept
from tests.browser.test_notes import select

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"
ENTRY = "/diary/entries/new/"
DESK = "/admin/articles/topic/"
DRAFT = "a draft"  # its address is known once it is made


class Opened(NamedTuple):
    """What is there now; what has the focus meanwhile, and what has it after Escape, where a script moves it."""

    box: Locator
    inside: Locator | None = None
    back: Locator | None = None
    closes: bool = True  # by Escape


# --- Over an article ---


def contents(page):
    return sheet(page, "contents")


def menu(page):
    return sheet(page, "menu")


def sheet(page, name):
    opener = page.locator(f"[popovertarget={name}]:not([popovertargetaction])")
    opener.click()
    box = page.locator(f"#{name}")
    return Opened(box, box.get_by_role("button", name="Close"), opener)


def reference(page):
    link = page.get_by_role("link", name="Reference 1", exact=True).first
    link.focus()
    return Opened(page.locator("#refcard"), link, link)


def suggestions(page):
    box = page.locator(".find input").last
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("liv")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    return Opened(page.get_by_role("listbox"), box, box)


def reporter(page):
    select(page, "enlarged", "liver")
    return Opened(page.locator("#reporter"))


def adder(page):
    select(page, "enlarged", "liver")
    return Opened(page.locator("#adder"))


def adder_across_two_sections(page):
    select(page, "systemic", "enlarged")
    return Opened(page.locator("#adder", has_text="A note belongs to one section."))


def composer(page):
    link = page.get_by_role("link", name="Add note on Presentation")
    link.click()
    return Opened(page.locator("#composer"), page.locator("#composer textarea"), link)


def composer_from_the_bar(page):
    link = page.get_by_role("navigation", name="Page tools").get_by_role("link", name="Add note")
    link.click()
    return Opened(page.locator("#composer"), page.locator("#composer textarea"), link)


def composer_of_a_passage(page):
    select(page, "enlarged", "liver")
    page.locator("#adder").get_by_role("button", name="Note").click()
    return Opened(page.locator("#composer"), page.locator("#composer textarea"))


def composer_that_was_sent_empty(page):
    opened = composer(page)
    opened.box.get_by_role("button", name="Save note").click()
    expect(opened.box.locator(".error")).to_be_visible()
    return opened


def composer_without_a_network(page):
    opened = composer(page)
    opened.inside.fill("Words.")
    page.context.set_offline(True)
    opened.box.get_by_role("button", name="Save note").click()
    expect(opened.box.get_by_role("button", name="Try again")).to_be_visible()
    return Opened(opened.box, closes=False)  # it asks first: there are words in it


# --- In the page ---


def note_being_edited(page):
    link = page.locator("#presentation .note").get_by_role("link", name="Edit")
    link.click()
    form = page.locator("#presentation .note form")
    return Opened(form, form.locator("textarea"), link)


def note_being_deleted(page):
    opened = note_being_edited(page)
    expect(opened.inside).to_be_focused()
    opened.box.get_by_role("link", name="Delete").click()
    return Opened(opened.box.filter(has_text="Delete this note?"), opened.box.get_by_role("button"), opened.back)


def note_that_was_changed_in_another_tab(page):
    form, words, _, _ = note_being_edited(page)
    words.fill("From this tab.")
    Note.objects.update(body="From the other tab.", edits=F("edits") + 1)
    form.get_by_role("button", name="Save note").click()
    expect(form).to_contain_text("From the other tab.")
    return Opened(form, form.locator("textarea"), closes=False)


def words_not_saved_yet(page):
    composer(page).inside.fill("Words.")
    wait_until_kept(page)
    again = page.context.new_page()
    page.close()
    again.goto(ARTICLE)
    return Opened(again.locator("#unsaved"), closes=False)


def thanks_for_a_vote(page):
    page.locator("#feedback").get_by_role("button", name="No").click()
    return Opened(page.locator("#feedback form"), page.locator("#feedback [data-focus]"), closes=False)


def thanks_for_a_comment(page):
    form = thanks_for_a_vote(page).box
    form.get_by_label("What could we improve?").fill("More pictures.")
    form.get_by_role("button", name="Send comment").click()
    said = page.locator("#feedback [data-focus]", has_text="An editor will read your comment")
    return Opened(said, said, closes=False)


def what_could_identify_someone(page):
    page.get_by_label("What?", exact=False).first.fill("Mrs Hook of SW1A 1AA asked.")
    return Opened(page.locator("[data-guard]"), closes=False)


def kept_copies(page):
    if page.locator(".thumb").is_visible():
        contents(page)
    page.get_by_role("button", name="Keep for reading offline").click()
    page.get_by_role("button", name="Kept for reading offline").wait_for()
    until(page, "Boolean(navigator.serviceWorker.controller)")
    page.goto("/offline/")
    return Opened(page.locator("#kept li"), closes=False)


def copy_without_a_network(page):
    kept_copies(page)
    page.context.set_offline(True)
    page.goto(ARTICLE)
    return Opened(page.locator(".note-strip", has_text="Saved copy"), closes=False)


# --- At the desk ---


def dialog(page, button, name, *, at):
    """One of the editor's, once some of its words were clicked."""
    page.locator(".prose-menubar[role=toolbar]").wait_for()
    editor = page.get_by_role("textbox", name="Body")
    editor.get_by_text(at, exact=True).click()
    page.get_by_role("button", name=button, exact=True).click()
    box = page.get_by_role("dialog", name=name)
    return Opened(box, box.locator("input, select").first, editor)


def dialog_of_citations(page):
    return dialog(page, "Cite a reference", "Cite a reference", at="end")


def dialog_of_articles(page):
    opened = dialog(page, "Link to an article", "Link to an article", at="end")
    opened.inside.fill("liver")
    opened.box.get_by_role("button", name="Liver metastases").wait_for()
    return opened


def dialog_of_a_link(page):
    return dialog(page, "insert link", "Link to a web page", at="site")


def dialog_of_a_caption(page):
    return dialog(page, "Caption of the table", "Caption of the table", at="2.5")


def dialog_of_a_table(page):
    return dialog(page, "Insert table", "New table", at="end")


def row_of_a_reference(page):
    page.get_by_text("Add another Reference").click()
    return Opened(page.locator("#id_references-2-key"), closes=False)


def reference_that_was_not_found(page):
    page.get_by_label("Add a reference: DOI, PMID, or a pasted line").fill("10.1000/1")
    page.get_by_role("button", name="Fill a row").click()
    said = page.locator("#desk-lookup [role=status]")
    expect(said).to_contain_text("cannot")
    return Opened(said, closes=False)


def move_that_waits_for_a_save(page):
    page.get_by_label("Change note").fill("Not saved yet.")
    page.get_by_role("button", name="Submit for review", exact=True).click()
    return Opened(page.locator(".desk-unsaved"), closes=False)


def models_that_were_filtered(page):
    page.locator("#nav-filter").fill("vers")
    return Opened(page.locator("#nav-sidebar"), closes=False)


def desk_without_its_sidebar(page):
    page.locator("#toggle-nav-sidebar").click()
    return Opened(page.locator("#toggle-nav-sidebar"), closes=False)


# Who opens what, on which page, and in windows of which width.
NARROW = (320, 390, 768)
WIDE = (768, 1280)
SOME = WIDTHS if EVERY_VIEW else (390, 1280)
OPENED = {
    "nobody": [
        (ARTICLE, (menu, contents), NARROW),
        (ARTICLE, (reference, reporter, suggestions), WIDTHS),
        ("/", (suggestions,), WIDTHS),
        (ARTICLE, (thanks_for_a_vote, thanks_for_a_comment), SOME),
    ],
    "member": [
        (ARTICLE, (menu, contents, composer_from_the_bar), NARROW),
        (ARTICLE, (adder, adder_across_two_sections, composer, composer_of_a_passage), WIDTHS),
        (ARTICLE, (composer_that_was_sent_empty, composer_without_a_network), SOME),
        (ARTICLE, (note_being_edited, note_being_deleted, note_that_was_changed_in_another_tab), SOME),
        (ARTICLE, (words_not_saved_yet, kept_copies, copy_without_a_network), SOME),
        (ENTRY, (what_could_identify_someone,), SOME),
    ],
    "staff": [
        (DRAFT, (dialog_of_citations, dialog_of_articles, dialog_of_a_link, dialog_of_a_caption), SOME),
        (DRAFT, (dialog_of_a_table, row_of_a_reference, reference_that_was_not_found), SOME),
        (DRAFT, (move_that_waits_for_a_save,), SOME),
        (DESK, (models_that_were_filtered, desk_without_its_sidebar), WIDE),
    ],
}
# In which colours each width is looked at; in all of them with PATIENTPLUS_EVERY_VIEW=1.
SOME_COLOURS = {1280: ("light", "forced"), 768: ("dark",), 390: ("dark",), 320: ("light",)}
COLOURS_AT = dict.fromkeys(WIDTHS, tuple(COLOURS)) if EVERY_VIEW else SOME_COLOURS
MEANT = ("409", "422", "ERR_INTERNET_DISCONNECTED")  # what the browser reports of an answer, or of a lost network
OUT_OF_REACH = """box => {
  const { left, right, top, bottom } = box.getBoundingClientRect();
  const isFixed = getComputedStyle(box).position === 'fixed';
  const isBeside = left < 0 || right > document.documentElement.clientWidth + 1;
  return isBeside || top + (isFixed ? 0 : scrollY) < 0 || (isFixed && bottom > innerHeight + 1);
}"""


@pytest.fixture
def people(demo, make_article, ada):
    """A member with a note on a passage; and staff, with a draft that has all that the editor can write."""
    member = User.objects.get(email="reader@example.org")
    live = Article.objects.get(document_id=29155).versions.get()
    anchor, section = anchors.locate(live, section="", quote="enlarged liver")
    margin.write(by=member, version=live, key=uuid.uuid4(), body="Ask.", section=section, anchor=anchor)
    actions.write(make_article(to="draft").versions.get(), by=ada, body=EVERYTHING)
    staff = User.objects.create_superuser("root@example.org", "lantern-light-9", display_name="Root")
    return {"nobody": None, "member": member, "staff": staff}


@pytest.fixture
def opening(people, open_as):
    """Open something on a page of its own."""

    def opening(person, address, opener, *, text=looking.USUAL, **window):
        page = open_as(people[person], has_touch=window["width"] < 500, **window)
        looking.set_text_size(page, text)
        draft = Version.objects.get(status="draft")
        page.goto(f"/admin/articles/version/{draft.pk}/change/" if address == DRAFT else address)
        opened = opener(page)
        expect(opened.box).to_be_visible()
        return opened

    return opening


@pytest.fixture
def look(open_as):
    """Look at each thing, closing its page; what is wrong is kept by its name, and must be nothing at the end."""
    wrong = {}

    def look(opener, opened, seeing):
        if faults := {what: places for what, places in seeing(opened).items() if places}:
            wrong.setdefault(opener.__name__, []).append(faults)
        opened.box.page.context.close()
        open_as.faults[:] = [fault for fault in open_as.faults if not any(meant in fault for meant in MEANT)]

    yield look
    assert wrong == {}


def fits(opened):
    return {**looking.room(opened.box.page), "out of reach": opened.box.evaluate(OUT_OF_REACH)}


def goes(opened):
    """Escape closes it, and gives the focus back."""
    if opened.closes:
        opened.box.page.keyboard.press("Escape")
        expect(opened.box).to_be_hidden()
    if opened.back:
        expect(opened.back).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("person", OPENED)
def test_what_opens_can_be_used_by_everybody(opening, look, axe, person, width):
    def seeing(opened):
        if opened.inside:
            expect(opened.inside).to_be_focused()
        found = fits(opened)
        for name in COLOURS_AT[width]:
            looking.show(opened.box.page, width, name)
            found[name] = axe(opened.box.page)
        goes(opened)
        return found

    for address, openers, widths in OPENED[person]:
        for opener in openers if width in widths else ():
            look(opener, opening(person, address, opener, width=width), seeing)


# 1280 by 1024 pixels at 400% (WCAG 1.4.10), and text at twice its usual size (1.4.4): both are narrow.
LARGE = [{"width": 320, "height": 256}, {"width": 1280, "text": 2 * looking.USUAL}]


@pytest.mark.parametrize("window", LARGE if looking.IS_FIRST_DATABASE else LARGE[:1], ids=str)
@pytest.mark.parametrize("person", OPENED)
def test_what_opens_has_room_when_all_is_large(opening, look, person, window):
    for address, openers, widths in OPENED[person]:
        for opener in openers if widths != WIDE else ():
            look(opener, opening(person, address, opener, **window), fits)
