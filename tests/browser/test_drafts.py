"""Words that are not saved yet: where they come back, who is told, and when they go."""

import uuid

import pytest
from playwright.sync_api import expect

from appraisal.models import Entry
from notes.annotations import actions
from notes.models import Note
from tests.browser.conftest import CHROMIUM, session_of
from tests.browser.kept import stored
from tests.browser.patience import until
from tests.browser.test_never_lost import compose, drafts_in, wait_until_kept

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def reading(open_as, grace, article):
    """A tab of Grace's in which the article is open."""
    page = open_as(grace)
    page.goto(article.get_absolute_url())
    return page


@pytest.fixture
def reopen(article):
    """Close a tab and open the article, or an address, in another one."""

    def reopen(page, address=""):
        context = page.context
        page.close()
        page = context.new_page()
        page.goto(address or article.get_absolute_url())
        return page

    return reopen


def kept(form):
    """Wait until what stands in a form is kept."""
    expect(form).to_have_attribute("data-kept", "")


def test_the_form_at_the_end_of_the_page_is_filled_again(reading, reopen):
    form = reading.locator("#add-note form")
    form.get_by_role("textbox", name="Passage").fill("hangs from a hook")
    form.get_by_label("Your note").fill("Which hook?")
    kept(form)
    page = reopen(reading)
    form = page.locator("#add-note form")
    expect(form.get_by_label("Your note")).to_have_value("Which hook?")
    expect(form).to_contain_text("We put back what you wrote")
    form.get_by_role("button", name="Save note").click()
    expect(page.locator("#presentation .note")).to_contain_text("Which hook?")
    assert Note.objects.get().quote == "hangs from a hook"
    until(page, "document.querySelector('#add-note .kept') === null")
    expect(reopen(page).locator("#unsaved")).to_be_hidden()


def test_a_passage_comes_back_with_its_words(reading, reopen, version):
    reading.evaluate(
        "getSelection().setBaseAndExtent(...[0, 8].flatMap(at => "
        "[document.querySelector('#presentation p').firstChild, at + 2]))"
    )
    reading.locator("#adder").get_by_role("button", name="Note").click()
    expect(reading.locator("#composer textarea")).to_be_focused()
    reading.keyboard.type("Red?")
    wait_until_kept(reading)
    page = reopen(reading)
    expect(page.locator("#unsaved")).to_contain_text("lantern")
    page.locator("#unsaved").get_by_role("button", name="Save note").click()
    expect(page.locator("#presentation .hl").first).to_have_text("lantern")
    assert Note.objects.get().body == "Red?"


def test_a_change_to_a_note_comes_back_and_both_texts_are_kept(reading, reopen, grace, version, open_as):
    note = actions.write(by=grace, version=version, key=uuid.uuid4(), body="First.", section="presentation")
    reading.reload()
    margin = reading.locator(f"#n{note.pk}")
    margin.get_by_role("link", name="Edit").click()
    margin.get_by_label("Your note").fill("From the closed tab.")
    kept(margin.locator("form"))
    actions.edit(note, by=grace, body="From elsewhere.", edits=0)
    page = reopen(reading)
    assert drafts_in(page) == ["From the closed tab."]
    page.locator("#unsaved").get_by_role("button", name="Save note").click()
    expect(page.locator("#unsaved")).to_contain_text("From elsewhere.")
    page = reopen(page)  # still there
    page.locator("#unsaved").get_by_role("button", name="Save note").click()
    page.locator("#unsaved").get_by_role("button", name="Save your words").click()
    expect(page.locator(f"#n{note.pk} .note__b")).to_have_text("From the closed tab.")
    expect(page.locator("#unsaved")).to_be_hidden()
    assert Note.objects.get().body == "From the closed tab."
    open_as.faults.clear()  # the browser reports the 409 as an error


def test_other_pages_lead_to_it(reading, reopen, article):
    compose(reading, "Somewhere else.")
    wait_until_kept(reading)
    page = reopen(reading, "/notes/")
    expect(page.locator("#unsaved")).to_contain_text("You have words not saved yet")
    page.locator("#unsaved").get_by_role("link", name=article.working_title).click()
    assert drafts_in(page) == ["Somewhere else."]


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_not_saved_yet_is_announced_and_accessible(reading, reopen, axe, width):
    compose(reading, "Read me out.")
    wait_until_kept(reading)
    assert axe(reading) == {}
    page = reopen(reading)
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator("[data-live-region]")).to_have_text("You have words not saved yet")
    assert axe(page) == {}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_words_can_be_thrown_away(reading, reopen):
    compose(reading, "Not worth it.")
    wait_until_kept(reading)
    page = reopen(reading)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#unsaved").get_by_role("button", name="Throw away").click()
    expect(page.locator("#unsaved")).to_be_hidden()
    assert stored(page)["rows"] == []


def test_the_second_tab_is_told_and_both_texts_are_kept(reading, reopen, article):
    compose(reading, "From the first tab.")
    wait_until_kept(reading)
    second = reading.context.new_page()
    second.goto(article.get_absolute_url())
    compose(second, "From the second tab.")
    expect(second.locator("#composer")).to_contain_text("You are writing this in another tab too. Both texts are kept.")
    wait_until_kept(second)
    second.keyboard.press("Control+Enter")
    expect(second.locator("#presentation .note")).to_contain_text("From the second tab.")
    expect(reading.locator("#composer textarea")).to_have_value("From the first tab.")
    reading.close()
    assert drafts_in(second) == ["From the first tab."]  # offered as soon as nobody writes it
    second.locator("#unsaved").get_by_role("button", name="Save note").click()
    expect(second.locator("#presentation .note")).to_have_count(2)
    assert {note.body for note in Note.objects.all()} == {"From the first tab.", "From the second tab."}


def test_signing_out_says_what_goes_and_wipes_it_but_not_the_appearance(reading, reopen):
    compose(reading, "Gone at sign-out.")
    wait_until_kept(reading)
    other = reading.context.new_page()
    other.goto("/accounts/logout/")
    other.locator("summary, label", has_text="Dark").first.click()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    reading.close()
    expect(other.locator("#unsaved")).to_contain_text("Signing out removes them from this browser")
    other.locator("main").get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/")
    assert stored(other)["rows"] == []
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    other.reload()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_tab_that_is_left_open_keeps_nothing_after_signing_out(reading, article):
    compose(reading, "On the screen")
    wait_until_kept(reading)
    other = reading.context.new_page()
    other.goto("/accounts/logout/")
    other.locator("main").get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/")
    reading.locator("#composer textarea").press_sequentially(" only.")
    expect(reading.locator("#composer")).to_contain_text("This browser could not keep your words.")
    assert stored(other)["rows"] == []


OLDER = """days => new Promise(done => {
  const asked = indexedDB.open('pp-unsaved');
  asked.onsuccess = () => {
    const store = asked.result.transaction('words', 'readwrite').objectStore('words');
    const rows = store.getAll();
    rows.onsuccess = () => { for (const row of rows.result) store.put({ ...row, day: row.day - days }); };
    store.transaction.oncomplete = () => { asked.result.close(); done(); };
  };
})"""


@pytest.mark.parametrize(("days", "is_there"), [(7, True), (8, False)])
def test_after_seven_days_they_go_whoever_signs_in(reading, reopen, days, is_there):
    compose(reading, "A week ago.")
    wait_until_kept(reading)
    page = reopen(reading, "/about/")
    page.evaluate(OLDER, days)
    page = reopen(page)
    expect(page.locator("#unsaved")).to_be_visible(visible=is_there)
    until(page, "document.querySelector('#unsaved ul') !== null")
    if not is_there:
        page.reload()
        assert stored(page)["rows"] == []


def test_leaving_does_not_ask_when_the_words_are_kept(reading, reopen, article):
    compose(reading, "Kept.")
    wait_until_kept(reading)
    asked = []
    reading.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    reading.goto("/notes/")
    expect(reading.locator("#unsaved")).to_be_visible()
    assert asked == []


def test_without_https_it_says_so_and_leaving_asks(chromium, live_server, settings, grace, article):
    settings.ALLOWED_HOSTS = ["ward.example"]
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--host-resolver-rules=MAP ward.example 127.0.0.1"]
    )
    url = live_server.url.replace("localhost", "ward.example").replace("127.0.0.1", "ward.example")
    context = browser.new_context(base_url=url)
    context.add_cookies([{"name": "sessionid", "value": session_of(grace), "url": url}])
    page = context.new_page()
    page.goto(article.get_absolute_url())
    assert not page.evaluate("isSecureContext")
    compose(page, "At risk.")
    expect(page.locator("#composer")).to_contain_text("This page did not come over HTTPS")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/notes/")
    assert asked == ["beforeunload"]
    browser.close()


def test_a_reflection_comes_back_and_is_saved_once(open_as, grace, reopen):
    page = open_as(grace)
    page.goto("/diary/entries/new/")
    page.get_by_label("Title").fill("On lanterns")
    page.get_by_label("So what?").fill("They matter.")
    kept(page.locator("form[data-draft]"))
    page = reopen(page, "/diary/")
    page.locator("#unsaved").get_by_role("link", name="Write a reflection").click()
    expect(page.get_by_label("So what?")).to_have_value("They matter.")
    expect(page.get_by_label("Title")).to_have_value("On lanterns")
    page.get_by_role("button", name="Save reflection").click()
    expect(page.get_by_role("heading", name="On lanterns")).to_be_visible()
    page.goto("/diary/")  # asks whether it is saved, and forgets it
    until(page, "document.querySelector('#unsaved ul') !== null")
    expect(page.locator("#unsaved")).to_be_hidden()
    for _ in range(100):
        if not stored(page)["rows"]:
            break
        page.wait_for_timeout(50)
    assert stored(page)["rows"] == []
    assert Entry.objects.get().so_what == "They matter."
