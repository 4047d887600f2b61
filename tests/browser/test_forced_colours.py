"""Colours that the device chose, dark ones too: every word stands out from its ground, what is marked above all."""

import uuid

import pytest
from playwright.sync_api import expect

from articles.text import anchors
from notes.annotations import actions as margin
from tests.browser.looking import EVERY_WORD, TOO_FAINT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def marked(make_article, grace):
    """An article in two versions, where a member has a note on words among which are a link and a citation."""
    article = make_article()
    version = make_article.revise(article)
    anchor, section = anchors.locate(version, section="", quote="A lantern may be red or green. It hangs from a hook.")
    margin.write(by=grace, version=version, key=uuid.uuid4(), body="Ask.", section=section, anchor=anchor)
    return article.get_absolute_url()


@pytest.fixture(params=["light", "dark"])
def forced(request, open_as, grace):
    def forced(address):
        page = open_as(grace, forced_colors="active", color_scheme=request.param)
        page.goto(address)
        return page

    return forced


@pytest.mark.parametrize("address", ["/", "/log-your-activity/", "/search/?q=lantern", "/discussion/1234/", "/notes/"])
def test_every_word_can_be_read(forced, marked, address):
    assert forced(address).evaluate(TOO_FAINT, EVERY_WORD) == []


def test_a_passage_can_be_read_with_all_that_stands_in_it(forced, marked):
    page = forced(marked)
    expect(page.locator("mark").first).to_be_visible()
    assert page.evaluate(TOO_FAINT, EVERY_WORD) == []
    page.get_by_role("button", name="Hide notes").first.click()
    assert page.evaluate(TOO_FAINT, EVERY_WORD) == []


def test_words_that_were_added_or_removed_can_be_read(forced, marked):
    assert forced(f"{marked}changes/1..2/").evaluate(TOO_FAINT, EVERY_WORD) == []


@pytest.mark.parametrize("pseudo", ["::selection", "::highlight(pick)"])
def test_chosen_words_can_be_read(forced, marked, pseudo):
    page = forced(marked)
    assert page.evaluate(TOO_FAINT, ["main p, main p *", pseudo]) == []


def test_drawings_follow_the_device_and_not_the_theme_of_the_site(forced, marked):
    page = forced(marked)
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        assert page.evaluate(scheme) == "light dark"
