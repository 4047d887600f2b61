"""An article by the keyboard alone: in which order its parts are reached, and that each stop can be seen when it is."""

import pytest
from playwright.sync_api import expect

from accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"
SECTIONS = [
    *(f"section {name}" for name in ("Introduction", "Epidemiology", "Presentation", "Investigations")),
    "region Imaging in liver metastases",  # a table that scrolls in itself
    *(f"section {name}" for name in ("Investigations", "Differential diagnosis", "Management", "Prognosis")),
    "section References",
    "section About this article",
    "section Cite or share this article",
]
OF_A_MEMBER = ["section Your diary", "section Was this article useful?", "main", "section Add a note"]
END = ["section Monthly clinical update", "nav About PatientPlus", "footer"]

# The landmark that a stop stands in, by its element or role and its name.
WHERE = """() => {
  const stop = document.activeElement;
  if (stop === document.body) return null;
  const part = stop.closest('nav, header, aside, section, footer, main, [role=region], .skip');
  const kind = part.getAttribute('role') ?? part.localName;
  const named = document.getElementById(part.getAttribute('aria-labelledby'));
  return `${kind} ${part.ariaLabel ?? named?.firstChild.textContent ?? ''}`.trim();
}"""
# Nothing lies over it, such as the thumb bar or a card that is about to close (WCAG 2.4.11).
IS_SEEN = """() => {
  const stop = document.activeElement;
  const { x, y, width, height } = stop.getClientRects()[0];
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  return Boolean(top) && (stop.contains(top) || top.contains(stop) || Boolean(stop.labels?.[0]?.contains(top)));
}"""


@pytest.fixture
def reading(open_as, demo):
    """Read the first article at a width, as a member or as nobody."""

    def reading(width, person=None):
        page = open_as(person, width=width, height=800)
        page.goto(ARTICLE)
        page.evaluate("document.fonts.ready")
        return page

    return reading


@pytest.fixture
def member(demo):
    return User.objects.get(email="reader@example.org")


def stops(page):
    """Where the keyboard goes from the top of the page to its end: each part once for as long as it stays in it."""
    parts = []
    while True:
        page.keyboard.press("Tab")
        part = page.evaluate(WHERE)
        if part is None:
            return parts
        page.wait_for_function(IS_SEEN)
        if [part] != parts[-1:]:
            parts.append(part)


def test_the_order_on_a_wide_screen(reading, member):
    top = ["a", "header", "nav Main", "nav On this page", "nav Breadcrumb", "aside Your notes"]
    assert stops(reading(1280, member)) == [*top, *SECTIONS, *OF_A_MEMBER, *END]


def test_on_a_phone_contents_and_menu_are_closed_and_the_thumb_bar_follows_the_article(reading, member):
    top = ["a", "header", "nav Breadcrumb", "aside Your notes"]
    assert stops(reading(390, member)) == [*top, *SECTIONS, *OF_A_MEMBER, "nav Page tools", *END]


def test_the_first_stop_leads_past_the_top(reading):
    page = reading(1280)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(WHERE) == "nav On this page"


def test_what_opens_gives_the_focus_back(reading, member):
    page = reading(390, member)
    for name in ("Menu", "Contents"):
        opener = page.get_by_role("button", name=name)
        opener.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator("[popover]:popover-open :focus")).to_be_visible()
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()


def test_a_reference_is_read_where_it_stands(reading):
    page = reading(1280)
    reference = page.get_by_role("link", name="Reference 1", exact=True).first
    reference.focus()
    expect(page.locator("#refcard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#refcard")).to_be_hidden()
    expect(reference).to_be_focused()
