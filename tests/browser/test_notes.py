"""Writing notes in a real browser: the words that are selected are the words that are kept."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from notes.annotations import actions
from notes.models import Note
from tests.browser.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Selects from the first place of one text to the end of the first place of another after it, as a mouse would.
SELECT = """([from, to]) => {
  const walker = document.createTreeWalker(document.querySelector('article'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let begun = false;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest('.prose')) continue;
    if (!begun && node.data.includes(from)) { range.setStart(node, node.data.indexOf(from)); begun = true; }
    if (begun && node.data.includes(to)) { range.setEnd(node, node.data.indexOf(to) + to.length); break; }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def reading(open_as):
    """Open an address as a reader does. `faults` are what the browser complained of; some tests expect it to."""

    def reading(person, address, **options):
        page = open_as(person, **options)
        page.goto(address)
        return page

    reading.faults = open_as.faults
    return reading


@pytest.fixture
def emoji(make_article):
    """A published article with characters outside the basic plane, a table and a citation in mid-passage."""
    cite = '<cite data-ref="first"></cite>'
    return make_article(
        77,
        "Candles",
        body=f"<h2>One</h2><p>A 😀 candle 👩‍⚕️ burns.{cite} It <strong>smokes</strong> after 2.5 hours.</p>"
        f'<ul><li>First.<cite data-ref="second"></cite></li><li>Second.</li></ul>'
        "<table><caption>Colours</caption><tbody><tr><td>Wax</td><td>Red</td></tr></tbody></table>"
        "<h2>Two</h2><p>It ends. It ends.</p>",
    ).versions.get()


def select(page, start, end):
    page.evaluate(SELECT, [start, end])


def write(page, words):
    page.locator("#adder").get_by_role("button", name="Note").click()
    page.locator("#composer textarea").fill(words)
    page.locator("#composer").get_by_role("button", name="Save note").click()
    expect(page.locator("#composer")).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_passage_across_a_citation_is_noted_edited_and_deleted(reading, grace, article, width):
    page = reading(grace, article.get_absolute_url(), width=width)
    select(page, "lit at", "They burn")
    write(page, "Ask about dusk.")
    note = Note.objects.get()
    assert note.quote == "lit at dusk. They burn"
    expect(page.locator("[data-live-region]")).to_have_text("Note saved")

    page.reload()
    marked = page.locator(f'.hl[data-note="n{note.pk}"]')
    assert "".join(marked.all_text_contents()) == note.quote
    margin = page.locator(f"#n{note.pk}")
    expect(margin).to_contain_text("Ask about dusk.")

    margin.get_by_role("link", name="Edit").click()
    margin.get_by_label("Your note").fill("Ask again.")
    page.keyboard.press("Control+Enter")
    expect(margin).to_contain_text("Ask again.")
    expect(margin).to_contain_text("edited")
    expect(margin.get_by_role("link", name="Edit")).to_be_focused()

    margin.get_by_role("link", name="Edit").click()
    margin.get_by_role("link", name="Delete").click()
    margin.get_by_role("button", name="Delete note").click()
    expect(margin).to_contain_text("Note deleted.")
    expect(marked).to_have_count(0)
    undo = margin.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    undo.click()
    expect(margin).to_contain_text("Ask again.")
    assert "".join(marked.all_text_contents()) == note.quote


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        ("candle", "burns.", "candle 👩‍⚕️ burns."),
        ("😀", "It ", "😀 candle 👩‍⚕️ burns. It"),
        ("okes", "2.5", "okes after 2.5"),
        ("hours", "Second", "hours.\nFirst.\nSecond"),
        ("Second", "Red", "Second. Colours Wax Red"),
        ("It ends.", "It ends.", "It ends. "),
    ],
)
def test_the_quote_is_what_was_selected_and_is_marked(reading, grace, emoji, start, end, quote):
    page = reading(grace, emoji.get_absolute_url())
    select(page, start, end)
    selected = page.evaluate("String(getSelection())")
    write(page, "Words.")
    note = Note.objects.get()
    assert note.quote == emoji.text[note.start : note.end]
    assert note.quote.split() == quote.split()
    assert re.sub(r"\d|\s", "", note.quote) == re.sub(r"\d|\s", "", selected)
    marked = "".join(page.locator(f'.hl[data-note="n{note.pk}"]').all_text_contents())
    assert marked.split() == note.quote.split() or re.sub(r"\s", "", marked) == re.sub(r"\s", "", note.quote)


def test_two_deleted_notes_each_have_one_undo(reading, grace, version):
    for body in ("One.", "Two."):
        actions.write(by=grace, version=version, key=uuid.uuid4(), body=body, section="presentation")
    page = reading(grace, version.article.get_absolute_url())
    undo = page.get_by_role("button", name="Undo")
    for count in (1, 2):
        page.get_by_role("link", name="Edit").first.click()
        page.get_by_role("link", name="Delete").click()
        page.get_by_role("button", name="Delete note").click()
        expect(undo).to_have_count(count)
    undo.first.click()
    expect(undo).to_have_count(1)
    expect(page.locator("#presentation .note__b")).to_have_count(1)


def test_passages_overlap_and_lie_in_each_other(reading, grace, emoji):
    page = reading(grace, emoji.get_absolute_url())
    for start, end in [("candle", "burns."), ("burns.", "2.5"), ("okes", "okes"), ("It ", "Second")]:
        select(page, start, end)
        write(page, f"On {start}{end}.")
    quotes = [note.quote for note in Note.objects.order_by("pk")]
    assert quotes == ["candle 👩‍⚕️ burns.", "burns. It smokes after 2.5", "okes", quotes[3]]
    assert quotes[3].split() == ["It", "smokes", "after", "2.5", "hours.", "First.", "Second"]
    for note in Note.objects.all():
        marked = page.locator(f'.hl[data-note="n{note.pk}"]')
        inner = marked.evaluate_all(
            "marks => marks.map(mark => [...mark.childNodes].map(node => node.textContent).join(''))"
        )
        assert note.quote.split()[0] in "".join(inner)
        expect(page.locator(f'.hl-ref a[href="#n{note.pk}"]')).to_have_count(1)
    letters = page.locator(".sec__n .note__q b").all_text_contents()
    assert letters == ["a", "b", "c", "d"]


def test_on_touch_the_tools_dock_to_the_bottom(reading, grace, article):
    page = reading(grace, article.get_absolute_url(), width=390, height=844, has_touch=True, is_mobile=True)
    select(page, "lit at", "dusk")
    expect(page.locator("#adder")).to_be_visible()
    box = page.locator("#adder").bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    assert page.locator("#adder button").first.bounding_box()["height"] >= 44
    page.locator("#adder").get_by_role("button", name="Note").tap()
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.type("By finger.")
    page.locator("#composer").get_by_role("button", name="Save note").tap()
    expect(page.locator("#introduction .note")).to_contain_text("By finger.")
    assert Note.objects.get().quote == "lit at dusk"


def test_words_selected_before_the_script_arrives_can_be_noted(reading, grace, article):
    page = reading(grace, "/about/")
    waiting = []
    page.route("**/notes*.js", lambda route: waiting.append(route))
    page.goto(article.get_absolute_url(), wait_until="commit")
    page.locator(".prose").last.wait_for()
    select(page, "lit at", "dusk")
    page.wait_for_timeout(300)
    waiting.pop().continue_()
    expect(page.locator("#adder")).to_be_visible()


def test_words_of_two_sections_are_not_offered(reading, grace, article):
    page = reading(grace, article.get_absolute_url())
    select(page, "They burn", "A lantern may")
    expect(page.locator("#adder")).to_contain_text("A note belongs to one section.")
    expect(page.locator("#adder").get_by_role("button", name="Note")).to_be_hidden()


def test_the_keyboard_is_enough(reading, grace, article):
    page = reading(grace, article.get_absolute_url())
    add = page.get_by_role("link", name="Add note on Presentation")
    add.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#composer")).to_be_hidden()
    expect(add).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.type("From the keyboard.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#presentation .note")).to_contain_text("From the keyboard.")
    select(page, "lit at", "dusk")
    page.keyboard.press("Alt+n")
    expect(page.locator("#composer blockquote")).to_have_text("“lit at dusk”")


def test_words_that_could_not_be_sent_stay_and_are_sent_once(reading, grace, article):
    page = reading(grace, article.get_absolute_url())
    page.get_by_role("link", name="Add note on Presentation").click()
    page.locator("#composer textarea").fill("Kept words.")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#composer")).to_contain_text("Your note is not saved yet. We kept your words. Try again")
    expect(page.locator("#composer textarea")).to_have_value("Kept words.")
    page.context.set_offline(False)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#presentation .note")).to_contain_text("Kept words.")
    assert Note.objects.count() == 1
    reading.faults.clear()  # the browser reports the lost request


def test_an_answer_that_was_lost_leaves_one_note(reading, grace, article):
    page = reading(grace, article.get_absolute_url())

    def lose(route):
        route.fetch()
        route.abort()

    page.route("**/notes/on/**", lose)
    page.get_by_role("link", name="Add note on Presentation").click()
    page.locator("#composer textarea").fill("Kept words.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#composer")).to_contain_text("Try again")
    page.unroute("**/notes/on/**")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#presentation .note")).to_have_count(1)
    assert Note.objects.count() == 1
    reading.faults.clear()


def test_signed_out_while_writing_the_words_are_kept_until_signed_in(reading, grace, article, client, live_server):
    page = reading(grace, article.get_absolute_url())
    page.get_by_role("link", name="Add note on Presentation").click()
    page.locator("#composer textarea").fill("Kept words.")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#composer")).to_contain_text("You were signed out.")
    expect(page.locator("#composer textarea")).to_have_value("Kept words.")
    client.logout()
    client.force_login(grace)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#presentation .note")).to_contain_text("Kept words.")
    reading.faults.clear()


def test_words_never_go_to_a_colleague_who_has_signed_in_since(reading, grace, mallory, article, client, live_server):
    page = reading(grace, article.get_absolute_url())
    page.get_by_role("link", name="Add note on Presentation").click()
    page.locator("#composer textarea").fill("Only mine.")
    page.context.clear_cookies()
    client.force_login(mallory)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#composer")).to_contain_text("Someone else has signed in here since.")
    expect(page.locator("#composer textarea")).to_have_value("Only mine.")
    assert not Note.objects.exists()
    reading.faults.clear()


def test_two_windows_lose_nothing(reading, grace, version):
    note = actions.write(by=grace, version=version, key=uuid.uuid4(), body="First.", section="presentation")
    page = reading(grace, version.article.get_absolute_url())
    margin = page.locator(f"#n{note.pk}")
    margin.get_by_role("link", name="Edit").click()
    expect(margin.get_by_label("Your note")).to_have_value("First.")  # asked for before the other window saves
    actions.edit(note, by=grace, body="From the other window.", edits=0)
    margin.get_by_label("Your note").fill("From this window.")
    margin.get_by_role("button", name="Save note").click()
    expect(margin).to_contain_text("From the other window.")
    expect(margin.get_by_label("Your words, not saved yet")).to_have_value("From this window.")
    margin.get_by_role("button", name="Save your words").click()
    expect(margin.locator(".note__b")).to_have_text("From this window.")
    reading.faults.clear()


def test_notes_stand_beside_their_passages_and_can_be_hidden(reading, grace, version):
    start = version.text.index("Green lanterns")
    from articles.text import anchors

    anchor = anchors.at(version.text, start, start + 14)
    green = {"body": "Green.", "section": "presentation", "anchor": anchor}
    note = actions.write(by=grace, version=version, key=uuid.uuid4(), **green)
    page = reading(grace, version.article.get_absolute_url())
    top = "document.querySelector('{}').getBoundingClientRect().top"
    beside = f"Math.abs({top.format('.hl')} - {top.format('.sec__n .note')})"
    until(page, f"{beside} < 12")
    page.get_by_role("button", name="Hide notes while reading").click()
    expect(page.locator(".sec__n .note")).to_be_hidden()
    page.reload()
    expect(page.locator(".sec__n .note")).to_be_hidden()
    page.goto(note.get_absolute_url())  # from the list of notes, say
    expect(page.locator(".sec__n .note")).to_be_in_viewport()


def test_without_a_script_typed_words_are_marked(reading, grace, article):
    page = reading(grace, article.get_absolute_url(), java_script_enabled=False)
    page.get_by_role("textbox", name="Passage").fill("not on this page")
    form = page.locator("#add-note")
    form.get_by_label("Your note").fill("Typed words.")
    form.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("We could not find those words on this page.")).to_be_visible()
    expect(page.get_by_label("Your note")).to_have_value("Typed words.")
    page.get_by_role("textbox", name="Passage").fill("They burn for 2.5 hours")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".hl")).to_have_text("They burn for 2.5 hours")
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Your note").fill("Other words.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("li.note")).to_contain_text("Other words.")
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete note").click()
    expect(page.locator("li.note")).to_contain_text("Note deleted.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("li.note")).to_contain_text("Other words.")
    reading.faults.clear()  # the browser reports the 422 as an error
