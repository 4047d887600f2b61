"""What opens over an article, while it is open: usable by everyone, in all colours, and never under anything else."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.test_every_page import COLOURS
from tests.browser.test_notes import select

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"


@pytest.fixture
def reading(open_as, demo):
    """Read the first article at a width, as a member or as nobody."""

    def reading(width, person):
        page = open_as(person, width=width, has_touch=width < 500)
        page.goto(ARTICLE)
        return page

    return reading


def composer(page):
    page.get_by_role("link", name="Add note on Presentation").click()
    return page.locator("#composer")


def adder(page):
    select(page, "enlarged", "liver")
    return page.locator("#adder")


def reference(page):
    page.get_by_role("link", name="Reference 1", exact=True).first.focus()
    return page.locator("#refcard")


def contents(page):
    page.get_by_role("button", name="Contents").click()
    return page.locator("#contents")


def menu(page):
    page.get_by_role("button", name="Menu").click()
    return page.locator("#menu")


def reporter(page):
    select(page, "enlarged", "liver")
    return page.locator("#reporter")


def suggestions(page):
    box = page.locator(".find input")
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("liv")
    return page.get_by_role("listbox")


@pytest.mark.parametrize(
    ("width", "opened"),
    [(1280, opened) for opened in (composer, adder, reference, reporter, suggestions)]
    + [
        (width, opened)
        for width in (320, 390, 768)
        for opened in (composer, adder, reference, contents, menu, reporter, suggestions)
    ],
)
def test_axe_finds_nothing_while_it_is_open(reading, axe, width, opened):
    page = reading(width, None if opened == reporter else User.objects.get(email="reader@example.org"))
    box = opened(page)
    for colours in COLOURS.values():
        page.emulate_media(**colours)
        expect(box).to_be_visible()
        page.evaluate("document.getAnimations().forEach(fading => fading.finish())")
        assert axe(page) == {}
    at = box.bounding_box()
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= width + 1
