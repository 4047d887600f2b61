"""What opens over an article, while it is open: usable by everyone, in both schemes, and never under anything else."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.test_notes import select

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/articles/29155/liver-metastases/"


@pytest.fixture(params=["light", "dark"])
def reading(request, open_as, demo):
    """Read the first article as a member, at a width."""

    def reading(width):
        member = User.objects.get(email="reader@example.org")
        page = open_as(member, width=width, color_scheme=request.param, has_touch=width < 500)
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


@pytest.mark.parametrize(
    ("width", "opened"),
    [(1280, composer), (1280, adder), (1280, reference)]
    + [(width, opened) for width in (320, 390, 768) for opened in (composer, adder, reference, contents, menu)],
)
def test_axe_finds_nothing_while_it_is_open(reading, axe, width, opened):
    page = reading(width)
    box = opened(page)
    expect(box).to_be_visible()
    page.evaluate("document.getAnimations().forEach(fading => fading.finish())")
    assert axe(page) == {}
    at = box.bounding_box()
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= width + 1
