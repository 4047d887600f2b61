"""Suggestions under the search box, with keyboard and mouse: a combobox as the ARIA Authoring Practices have it."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def names(make_article):
    make_article(1, "Liver metastases", synonyms=["secondary liver cancer"])
    make_article(2, "Liver abscess")


@pytest.fixture
def page(open_as, names):
    page = open_as()
    page.goto("/")
    return page


def type_into(page, words):
    """Type into the box of the page; the list comes when the site has answered."""
    box = page.locator("main .find input")
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially(words)
    return box, page.get_by_role("listbox")


def test_the_keyboard_goes_through_the_list_and_never_searches_by_itself(page):
    box, options = type_into(page, "liv")
    expect(options.get_by_role("option")).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[data-live-region]")).to_have_text("2 suggestions")
    box.press("ArrowDown")
    first = options.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    box.press("ArrowUp")
    expect(box).to_have_value("liv")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    box.press("Enter")
    expect(box).to_have_value("Liver metastases")
    expect(options).to_be_hidden()
    assert page.url.endswith("/")
    expect(box).to_be_focused()
    with page.expect_navigation():
        box.press("Enter")
    assert "/search/?q=Liver+metastases" in page.url
    expect(page.get_by_role("heading", name="Best match")).to_be_visible()


def test_escape_closes_the_list_and_keeps_what_was_typed(page):
    box, options = type_into(page, "secon")
    expect(options.get_by_role("option")).to_have_text(["Secondary liver cancer Liver metastases"])
    box.press("Escape")
    expect(options).to_be_hidden()
    expect(box).to_have_value("secon")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_click_fills_the_box(page):
    box, options = type_into(page, "secon")
    options.get_by_role("option").click()
    expect(box).to_have_value("Secondary liver cancer")
    expect(options).to_be_hidden()
    expect(box).to_be_focused()


def test_the_list_closes_when_nothing_fits_or_the_box_is_left(page):
    box, options = type_into(page, "liv")
    expect(options).to_be_visible()
    box.press_sequentially("xq")
    expect(options).to_be_hidden()
    box.fill("liv")
    expect(options).to_be_visible()
    box.press("Tab")
    expect(options).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_the_open_list_can_be_used_by_everybody(open_as, names, axe, width, scheme):
    page = open_as(width=width, color_scheme=scheme)
    page.goto("/articles/")
    box = page.locator(".top .find input")
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("liv")
    options = page.get_by_role("listbox")
    expect(options.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    assert axe(page) == {}
    assert page.evaluate("document.scrollingElement.scrollWidth <= document.documentElement.clientWidth")
    edge = options.bounding_box()
    assert edge["x"] >= 0
    assert edge["x"] + edge["width"] <= width


def test_without_a_script_the_box_still_searches(open_as, names):
    page = open_as(java_script_enabled=False)
    page.goto("/")
    page.locator("main .find input").fill("liver metastases")
    page.locator("main .find button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("for “liver metastases”")
