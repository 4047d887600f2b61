"""Saying whether an article was useful, in a real browser: where one reads, and once."""

import pytest
from playwright.sync_api import expect

from feedback.models import Vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(open_as, article):
    """The question at the end of an article, before a reader who is not signed in."""
    page = open_as()
    page.goto(article.get_absolute_url())
    return page.locator("#feedback")


def test_the_answer_is_saved_without_leaving_the_article(asked, article):
    asked.get_by_role("button", name="Yes").click()
    expect(asked.get_by_text("Your answer, yes, has been saved.")).to_be_focused()
    asked.get_by_label("What could we improve?").fill("More on hooks")
    asked.get_by_role("button", name="Send comment").click()
    expect(asked.get_by_text("An editor will read your comment")).to_be_focused()
    assert asked.page.url.endswith(article.get_absolute_url())
    assert Vote.objects.get().comment == "More on hooks"


def test_a_double_click_of_someone_new_is_one_answer(asked):
    asked.get_by_role("button", name="Yes").dblclick()
    expect(asked.get_by_text("has been saved")).to_be_visible()
    assert Vote.objects.count() == 1
