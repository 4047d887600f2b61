"""Colours and size of the text, as the reader chose them: remembered, there at the first paint, and never too wide."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"
OVERFLOW = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"


def test_a_choice_is_remembered_and_there_before_anything_is_painted(open_as, demo):
    page = open_as()
    page.goto("/")
    page.get_by_role("radio", name="Dark").check()
    page.get_by_role("radio", name="Larger").check()
    # Read by the time the parser reaches the body: what a script in it saw is what was painted first.
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.seen = { ...document.documentElement.dataset } })"
    )
    page.goto(ARTICLE)
    assert page.evaluate("window.seen") == {"theme": "dark", "size": "larger"}
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "21px"
    expect(page.get_by_role("radio", name="Larger")).to_be_checked()


@pytest.mark.parametrize("address", ["/", ARTICLE, "/search/?q=liver", "/articles/"])
@pytest.mark.parametrize(("width", "size"), [(320, "larger"), (390, "200%"), (768, "200%"), (1280, "200%")])
def test_nothing_is_too_wide_when_text_is_larger(open_as, demo, address, width, size):
    page = open_as(width=width)
    page.goto(address)
    if size == "larger":
        page.get_by_role("radio", name="Larger").check()
    else:
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    assert page.evaluate(OVERFLOW) <= 0
