"""The walk that the site is for: read, note, log, reflect, take it to an appraisal; then staff correct the article.

It is walked by strangers, who know what is on the screen and nothing else: no step looks into the database.
"""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSAGE = "the edge of the enlarged liver may feel nodular."
BEFORE = "This article is about secondary deposits only."
ADDED = "These words were added in the second version."
NOTE = "Look for this at the next examination."
EDITED = "Look for this at every examination."
TITLE = "What the edge of a liver tells"
LEARNED = "An edge can be felt."


class Walker:
    """Somebody in front of a browser, with scripts or without."""

    def __init__(self, page, has_script):
        self.page = page
        self.has_script = has_script

    def press(self, name, within=None):
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def follow(self, name, within=None):
        (within or self.page).get_by_role("link", name=name, exact=True).first.click()

    def use_menu(self, name):
        """The main menu is a sheet behind a button on a narrow screen."""
        if self.page.viewport_size["width"] < 1024:  # 64em
            self.page.get_by_role("button", name="Menu").click()
        self.follow(name, self.page.get_by_role("navigation", name="Main"))

    def sign_in(self, name):
        self.page.get_by_label("Email").first.fill(f"{name}@example.org")
        self.page.get_by_label("Password", exact=True).fill(settings.DEMO_PASSWORD)
        self.press("Sign in")

    def see(self, words):
        expect(self.page.get_by_text(words).first).to_be_visible()

    def download(self, name):
        with self.page.expect_download() as started:
            self.follow(name)
        return Path(started.value.path()).read_bytes()


@pytest.fixture
def walker(open_as, demo):
    """Let another person come to the site, with a browser of their own."""

    def walker(width, has_script):
        return Walker(open_as(width=width, java_script_enabled=has_script), has_script)

    return walker


@pytest.mark.parametrize("has_script", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_main_job_from_the_home_page_to_the_appraisal_and_the_next_version(walker, width, has_script):
    reader = walker(width, has_script)
    find_the_article(reader)
    use_contents_and_references(reader)
    say_it_was_useful(reader)
    sign_in_as_member(reader)
    write_a_note(reader)
    see_the_note_beside_its_passage(reader, NOTE)
    edit_the_note(reader)
    see_the_view_in_the_activity(reader)
    reflect(reader)
    take_the_summary(reader)

    correct_the_article(walker(width, has_script))
    approve_what_changed(walker(width, has_script))
    publish(walker(width, has_script))
    find_what_changed_and_the_note(reader)


def find_the_article(reader):
    page = reader.page
    page.goto("/")
    page.locator("main").get_by_role("searchbox", name="Search articles").fill("secondary liver cancer")
    reader.press("Search", page.locator("main"))
    reader.follow("Liver metastases", page.locator("main"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Liver metastases")


def use_contents_and_references(reader):
    page = reader.page
    if page.viewport_size["width"] < 1216:  # 76em: wider than that, the contents stand beside the words
        page.get_by_role("button", name="Contents").click()
    reader.follow("Prognosis", page.get_by_role("navigation", name="On this page"))
    expect(page.get_by_role("heading", name="Prognosis")).to_be_in_viewport()

    citation = page.get_by_role("link", name="Reference 2").first
    if reader.has_script:
        citation.hover()
        expect(page.locator("#refcard")).to_contain_text("fine needle aspiration")
    citation.click()
    reference = page.locator("#references ~ .refs li, .refs li").nth(1)
    expect(reference).to_be_in_viewport()
    expect(reference).to_contain_text("BMJ")
    reader.follow("Back to citation a of reference 2")
    expect(citation).to_be_in_viewport()


def say_it_was_useful(reader):
    asked = reader.page.locator("main")
    reader.press("Yes", asked)
    expect(asked.get_by_role("status").get_by_text("Thank you.")).to_be_visible()
    asked.get_by_label("What could we improve?").fill("More about the edge of the liver.")
    reader.press("Send comment", asked)
    reader.see("An editor will read your comment")


def sign_in_as_member(reader):
    reader.use_menu("Sign in")
    reader.sign_in("reader")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Liver metastases")
    expect(reader.page.get_by_role("region", name="Your diary")).to_contain_text("Logged in your diary")


def write_a_note(reader):
    page = reader.page
    if reader.has_script:
        passage = page.locator(".prose p", has_text=PASSAGE)
        passage.click(click_count=3)
        page.locator("#adder").get_by_role("button", name="Note").click()
        form = page.get_by_role("dialog", name="Your note")
    else:
        form = page.get_by_role("region", name="Add a note")
        form.get_by_label("Passage").fill(PASSAGE)
    form.get_by_label("Your note").fill(NOTE)
    reader.press("Save note", form)
    reader.see(NOTE)


def see_the_note_beside_its_passage(reader, words):
    """On a wide screen its top is level with the passage; on a narrow one it follows the passage's section."""
    page = reader.page
    note = page.get_by_role("complementary", name="Your notes: Presentation").get_by_role("listitem")
    expect(note).to_contain_text(words)
    marked = page.locator("#presentation mark.hl")
    assert PASSAGE in " ".join(marked.all_text_contents())
    at, passage = note.bounding_box(), marked.first.bounding_box()
    if page.viewport_size["width"] > 1200:
        assert at["x"] > passage["x"] + passage["width"]
        assert not reader.has_script or abs(at["y"] - passage["y"]) < 40
    else:
        assert at["y"] > passage["y"]


def edit_the_note(reader):
    page = reader.page
    page.get_by_role("complementary", name="Your notes: Presentation").get_by_role("link", name="Edit").click()
    page.locator("form", has=page.get_by_role("link", name="Delete this note")).get_by_label("Your note").fill(EDITED)
    page.keyboard.press("Control+Enter") if reader.has_script else reader.press("Save note", page.locator("main"))
    reader.see(EDITED)
    page.reload()
    see_the_note_beside_its_passage(reader, EDITED)


def see_the_view_in_the_activity(reader):
    reader.use_menu("Activity")
    view = reader.page.get_by_role("listitem").filter(has=reader.page.get_by_role("button", name="Remove"))
    expect(view).to_have_count(1)
    expect(view).to_contain_text("Liver metastases")
    expect(view).to_contain_text("version 1")
    expect(view).to_contain_text("1 note")


def reflect(reader):
    page = reader.page
    page.get_by_role("link", name="Reflect on Liver metastases").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("So what?").fill(LEARNED)
    page.get_by_label("Minutes you claim").fill("45")
    expect(page.get_by_role("checkbox", name="Liver metastases, version 1")).to_be_checked()
    page.get_by_role("checkbox", name=EDITED).check()
    reader.press("Save reflection")
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.get_by_role("link", name="your note on Liver metastases").click()
    expect(page.get_by_role("listitem").filter(has_text=EDITED)).to_be_in_viewport()


def take_the_summary(reader):
    page = reader.page
    today = timezone.localdate()
    reader.use_menu("Summary")
    page.get_by_label("From").fill((today - timedelta(days=7)).isoformat())
    page.get_by_label("To", exact=True).fill(today.isoformat())
    page.get_by_label("Reading log").check()
    reader.press("Update the preview")
    sheet = page.get_by_role("region", name="Preview")
    for words in (TITLE, LEARNED, "1 article read", "Demo reader"):
        expect(sheet).to_contain_text(words)
    read_the_pdf(reader.download("Preview as PDF"))
    read_the_csv(reader.download("Download as CSV"))
    read_the_json(reader.download("Download as JSON"))


def read_the_pdf(content):
    reader = PdfReader(io.BytesIO(content))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for expected in (
        TITLE,
        LEARNED,
        "Demo reader",
        "45 minutes claimed",
        "Liver metastases, document 29155, version 1",
    ):
        assert expected in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert reader.metadata.title.startswith("Record of reading and reflection")


def read_the_csv(content):
    reflection, view = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (reflection["Title"], reflection["So what?"]) == (TITLE, LEARNED)
    assert reflection["Sources"].startswith("Liver metastases (document 29155, version 1)")
    assert (view["Section"], view["Title"], view["Document ID"]) == ("Reading log", "Liver metastases", "29155")


def read_the_json(content):
    summary = json.loads(content)
    assert [entry["title"] for entry in summary["entries"]] == [TITLE]
    assert [(view["document_id"], view["version"]) for view in summary["reading_log"]] == [(29155, 1)]
    assert (summary["totals"]["articles"], summary["totals"]["notes"]) == (1, 1)


# --- Staff ---


def come_to_the_desk(staff, name):
    staff.page.goto("/admin/")
    staff.sign_in(name)
    expect(staff.page.get_by_role("heading", name="What needs doing")).to_be_visible()


def open_the_version(staff):
    staff.follow("Versions", staff.page.get_by_role("rowheader"))
    staff.page.get_by_role("row").filter(has_text="Liver metastases").get_by_role("link").first.click()


def correct_the_article(author):
    page = author.page
    come_to_the_desk(author, "author")
    author.follow("Articles", page.get_by_role("rowheader"))
    author.follow("Liver metastases", page.locator("main"))
    author.press("Start version")
    add_the_words(author)
    page.get_by_label("Change note").fill("A sentence about this version")
    page.get_by_label("Significance").select_option(label="Minor")
    page.get_by_label("Interests").fill("None declared")
    author.press("Save and continue editing")
    author.press("Submit for review")
    expect(page.get_by_role("button", name="Submit for review")).to_have_count(0)
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def add_the_words(author):
    """In the editor; without scripts its HTML can be typed."""
    page = author.page
    body = page.get_by_role("textbox", name="Body")
    if author.has_script:
        page.get_by_role("toolbar").first.wait_for()
        body.get_by_text(BEFORE).click()
        page.keyboard.press("Home")
        page.keyboard.type(f"{ADDED} ")
    else:
        body.fill(body.input_value().replace(BEFORE, f"{ADDED} {BEFORE}"))


def approve_what_changed(reviewer):
    page = reviewer.page
    come_to_the_desk(reviewer, "reviewer")
    reviewer.follow("Versions", page.get_by_role("rowheader"))
    page.get_by_role("link", name="Compare with live").click()
    expect(page.locator("main ins").filter(has_text=ADDED)).to_be_visible()
    reviewer.press("Approve")
    reviewer.see("Approved. It can now be published.")
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def publish(publisher):
    come_to_the_desk(publisher, "publisher")
    open_the_version(publisher)
    publisher.page.get_by_role("radio", name="No. “Last checked” stays").first.check()
    publisher.press("Publish")
    publisher.see("Published. Readers see it now.")


def find_what_changed_and_the_note(reader):
    page = reader.page
    page.goto("/articles/29155/")
    expect(page.locator("#introduction")).to_contain_text(ADDED)
    expect(page.get_by_role("region", name="About this article")).to_contain_text("Version 2, published")
    see_the_note_beside_its_passage(reader, EDITED)
    page.get_by_role("link", name="see what changed").click()
    expect(page.get_by_role("listitem").filter(has_text="A sentence about this version")).to_be_visible()
    reader.follow("See what changed from version 1 to version 2")
    expect(page.locator("main ins").filter(has_text=ADDED)).to_be_visible()
    page.goto("/articles/29155/")
    page.get_by_role("listitem").filter(has_text=EDITED).get_by_role("link", name="version 1").first.click()
    see_the_note_beside_its_passage(reader, EDITED)
