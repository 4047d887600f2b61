"""The editor in a real browser: what it writes, what it takes from Word, and whether everyone can use it."""

from html import escape

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from articles import actions
from articles.models import Version
from articles.text import sanitise
from tests.browser.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERYTHING = (
    "<h2>One</h2><p>Plain <strong>bold</strong> <em>slanted</em> H<sub>2</sub>O 10<sup>9</sup><br>line"
    '<cite data-ref="first"></cite><cite data-ref="second"></cite></p>'
    "<h3>Two</h3><ul><li><p>x</p><ol><li><p>y</p></li></ol></li></ul><blockquote><p>said</p></blockquote>"
    '<p><a href="https://example.org/">site</a> <a data-article="1234">Lanterns</a></p>'
    "<table><caption>Hours</caption><tbody><tr><th><p>Colour</p></th><th><p>Hours</p></th></tr>"
    '<tr><td colspan="2"><p>2.5</p></td></tr></tbody></table><p>end</p>'
)
WORD = """<html><head><style>p.MsoNormal {margin:0}</style></head><body><!--StartFragment-->
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>  </span></span><![endif]>Red lanterns</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1.</span>Inner</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>Green</p>
<p class=MsoNormal style='color:red'>After <b>the</b> list<o:p></o:p></p>
<table class=MsoTableGrid style='border:none'><tr><td width=300><p class=MsoNormal>Cell</p></td></tr></table>
<!--EndFragment--></body></html>"""


@pytest.fixture
def draft(make_article, ada):
    ada.is_staff = True
    ada.save()
    ada.groups.add(Group.objects.get(name="Author"))
    return actions.write(make_article(to="draft").versions.get(), by=ada, body=EVERYTHING)


@pytest.fixture
def desk(open_as, draft, ada):
    page = open_as(ada)
    page.goto(f"/admin/articles/version/{draft.pk}/change/")
    page.locator(".prose-menubar[role=toolbar]").wait_for()
    return page


def editor_of(page):
    return page.get_by_role("textbox", name="Body")


def written(page):
    return page.locator("#id_body").evaluate("box => box.value")


def wait_for_focus(page):
    """A closed dialog gives the focus back to the editor."""
    until(page, "document.activeElement.matches('.ProseMirror')")


# What the editor itself takes for the place of the caret.
AT_THE_END = """(() => {
  const { $from } = document.querySelector('.ProseMirror').editor.state.selection
  const isAtEnd = $from.parent.textContent === 'end' && $from.parentOffset === 3
  return document.activeElement.matches('.ProseMirror') && isAtEnd
})()"""


def write_at_the_end(page, words):
    """On a busy machine the editor takes a first click for no more than the focus: click as a person would, again."""
    for _ in range(20):
        editor_of(page).get_by_text("end").click()
        page.keyboard.press("End")
        page.wait_for_timeout(50)
        if page.evaluate(AT_THE_END):
            break
    until(page, AT_THE_END)
    page.keyboard.type(words)


def test_nothing_is_lost_between_the_editor_and_the_allowlist(desk):
    write_at_the_end(desk, "ing")
    html = written(desk)
    assert html == EVERYTHING.replace("end", "ending")
    assert sanitise(html) == html


def test_a_draft_is_saved_as_it_was_written(desk, draft):
    write_at_the_end(desk, "ing")
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.locator(".messagelist").wait_for()
    assert Version.objects.get().body == EVERYTHING.replace("end", "ending")


def test_a_citation_is_made_from_the_keyboard_alone(desk):
    write_at_the_end(desk, "")
    desk.keyboard.press("Control+Shift+C")
    desk.get_by_role("dialog", name="Cite a reference").wait_for()
    desk.keyboard.type("on lant")
    desk.keyboard.press("Enter")
    wait_for_focus(desk)
    desk.keyboard.type("!")
    assert written(desk).endswith('<p>end<cite data-ref="first"></cite>!</p>')


def test_escape_leaves_everything_as_it_was(desk):
    write_at_the_end(desk, "")
    desk.keyboard.press("Control+Shift+C")
    desk.get_by_role("dialog", name="Cite a reference").wait_for()
    desk.keyboard.press("Escape")
    wait_for_focus(desk)
    desk.keyboard.type("!")
    assert written(desk).endswith("<p>end!</p>")


def test_a_reference_that_is_not_saved_yet_can_be_cited(desk):
    desk.get_by_text("Add another Reference").click()
    desk.locator("#id_references-2-key").fill("brandnew")
    write_at_the_end(desk, "")
    desk.get_by_role("button", name="Cite a reference").click()
    desk.get_by_role("button", name="brandnew").click()
    assert '<cite data-ref="brandnew"></cite>' in written(desk)


def test_an_article_is_linked_by_a_search_for_its_title(desk):
    write_at_the_end(desk, " see ")
    desk.get_by_role("button", name="Link to an article").click()
    desk.get_by_label("Find by title or document ID").fill("lant")
    desk.get_by_role("button", name="Lanterns (1234), not yet written").click()
    assert written(desk).endswith('<p>end see <a data-article="1234">Lanterns</a></p>')


def test_a_table_gets_a_caption(desk):
    write_at_the_end(desk, "")
    desk.get_by_role("button", name="Insert table", exact=True).click()
    desk.get_by_role("button", name="Insert the table", exact=True).click()
    desk.get_by_role("button", name="Caption of the table").click()
    desk.get_by_role("textbox", name="Caption", exact=True).fill("New table")
    desk.locator("dialog").get_by_role("button", name="Save").click()
    html = written(desk)
    assert "<p>end</p><table><caption>New table</caption><tbody><tr><th" in html
    assert sanitise(html) == html


PASTE = """(box, [html, text]) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    data.setData("text/plain", text)
    box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


def paste(page, html, text="plain words", *, status="Pasted"):
    editor_of(page).evaluate(PASTE, [html, text])
    expect(page.locator(".desk-pasted p")).to_contain_text(status)
    expect(page.locator(".desk-pasted p")).not_to_have_text("Pasting…")


def test_words_lists_and_tables_come_in_and_its_styles_stay_out(desk):
    write_at_the_end(desk, "")
    desk.keyboard.press("Enter")
    paste(desk, WORD)
    html = written(desk)
    assert "<ul><li><p>Red lanterns</p><ol><li><p>Inner</p></li></ol></li><li><p>Green</p></li></ul>" in html
    assert "<p>After <strong>the</strong> list</p>" in html
    assert "<tr><td><p>Cell</p></td></tr>" in html
    assert sanitise(html) == html


def test_what_is_struck_stays_out_of_a_paste_and_is_told(desk):
    write_at_the_end(desk, " ")
    paste(desk, "<p>Lamps of <s>5</s> 50 units, 10<span style='vertical-align:super'>9</span></p>")
    assert written(desk).endswith("<p>end Lamps of 50 units, 10<sup>9</sup></p>")
    expect(desk.locator(".desk-pasted li")).to_contain_text("struck through: “5” in “Lamps of 5 50 units")


DROP = """(box, html) => {
    const data = new DataTransfer()
    data.setData("text/html", html)
    const end = [...box.querySelectorAll("p")].at(-1).getBoundingClientRect()
    const place = { clientX: end.right - 2, clientY: end.top + end.height / 2, bubbles: true, cancelable: true }
    box.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...place }))
}"""


def test_what_is_dropped_comes_in_as_a_paste_does(desk):
    write_at_the_end(desk, " ")
    editor_of(desk).evaluate(DROP, "<p><s>5</s> 50 m<span style='vertical-align:super'>2</span></p>")
    expect(desk.locator(".desk-pasted li")).to_contain_text("struck through: “5”")
    html = written(desk)
    assert "50 m<sup>2</sup>" in html
    assert "5 50" not in html


MERGED = """<table><tr><td rowspan=2>Lamp</td><td colspan=2>Hours</td></tr><tr><td>Red</td><td>Green</td></tr>
<tr><td>A</td><td>5</td><td rowspan=9>2</td></tr><tr><td colspan=2>none</td></tr></table>"""


@pytest.mark.parametrize("place", ["end", "2.5", "Colour", "said", "y"])
def test_merged_cells_are_pasted_anywhere(desk, place):
    editor_of(desk).get_by_text(place, exact=True).first.click()
    desk.wait_for_timeout(100)
    paste(desk, MERGED)
    html = written(desk)
    assert all(f"<p>{word}</p>" in html for word in ("Lamp", "Hours", "Red", "Green", "none"))
    assert '<td colspan="2"><p>Hours</p></td>' in html
    assert '<td rowspan="2"><p>2</p></td>' in html
    assert sanitise(html) == html


def test_a_citation_copied_here_stays_and_one_from_elsewhere_does_not(desk):
    write_at_the_end(desk, "")
    desk.keyboard.press("Control+A")
    desk.keyboard.press("Control+C")
    write_at_the_end(desk, "")
    desk.keyboard.press("Control+V")
    until(desk, "document.querySelector('#id_body').value.split('<cite').length === 5")
    paste(desk, "<p>seen<sup class='cite'><a href='#ref-1' data-ref='first'>1</a></sup> here</p>")
    html = written(desk)
    assert html.count("<cite") == 4
    assert "seen here" in html
    expect(desk.locator(".desk-pasted li")).to_contain_text("A citation of another article was left out")


def test_without_a_connection_plain_words_come_in_and_it_is_said(desk, open_as):
    desk.route("**/paste/", lambda route: route.abort())
    write_at_the_end(desk, " ")
    paste(desk, "<p>10<sup>9</sup></p>", "ten to the nine", status="Pasted as plain words")
    assert written(desk).endswith("<p>end ten to the nine</p>")
    open_as.faults.clear()  # the failed request, which the browser reports


SIGNS = [
    "> 65 years",
    "- 5",
    "* 5",
    "+ 5",
    "1. one",
    "3) x",
    "# 5",
    "## h",
    "-- a",
    "(c) a",
    "*x* y",
    "_x_ y",
    "**x** y",
    "2^3 ",
    "~~x~~ y",
]
SIGNS += ["a -> b ", ">= 5 ", "1/2 ", "... ", '"x" ', "`x` ", "==x== ", "--- ", "https://example.org/x ", "| a | "]


@pytest.mark.parametrize("place", ["end", "2.5"])
def test_typing_signs_makes_nothing_else_of_them(desk, place):
    write_at_the_end(desk, "")
    editor_of(desk).get_by_text(place, exact=True).click()
    desk.keyboard.press("End")
    for signs in SIGNS:
        desk.keyboard.press("Enter")
        desk.keyboard.type(signs)
    html = written(desk)
    for signs in SIGNS:
        assert f"<p>{escape(signs.strip(), quote=False)}" in html, signs


def test_raised_characters_stay_so_in_a_caption(desk):
    write_at_the_end(desk, "")
    desk.keyboard.press("Enter")
    paste(desk, "<table><caption>Per 10<sup>9</sup>, C<sub>max</sub></caption><tr><td>a</td></tr></table>")
    assert "<caption>Per 10⁹, C_(max)</caption>" in written(desk)


def test_a_list_keeps_the_number_with_which_it_starts(desk):
    write_at_the_end(desk, "")
    desk.keyboard.press("Enter")
    paste(desk, '<ol start="3"><li>three</li><li value="7">seven</li></ol>')
    html = written(desk)
    assert '<ol start="3"><li><p>three</p></li></ol><ol start="7"><li><p>seven</p></li></ol>' in html
    assert sanitise(html) == html


def test_unsaved_words_are_not_left_behind_by_a_move(desk, draft):
    write_at_the_end(desk, "ing")
    desk.get_by_role("button", name="Submit for review", exact=True).click()
    expect(desk.locator(".desk-unsaved")).to_contain_text("words that are not saved yet")
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_form_of_a_draft(open_as, draft, ada, scheme):
    page = open_as(ada, color_scheme=scheme)
    page.goto(f"/admin/articles/version/{draft.pk}/change/")
    page.locator(".prose-menubar[role=toolbar]").wait_for()
    clean = list(open_as.faults)
    found = Axe().run(page)
    open_as.faults[:] = clean  # axe itself tries inline styles, which the policy stops
    assert found.violations_count == 0, found.generate_report()
