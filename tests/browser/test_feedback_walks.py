"""Readers and staff tell each other things, in a real Chromium, from the first click to the last."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_without_script_a_reader_votes_says_why_and_comments(open_as, article):
    page = open_as(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Your answer, no, has been saved.")).to_be_visible()
    page.get_by_label("Something in it is wrong").check()
    page.get_by_label("What could we improve?").fill("The hours are wrong.")
    page.get_by_label("Which words is it about?").fill("2.5 hours")
    page.get_by_role("button", name="Send comment").click()
    expect(page.get_by_text("An editor will read your comment")).to_be_visible()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.get_by_text("Your answer, yes, has been saved.")).to_be_visible()


@pytest.mark.parametrize("member", [True, False], ids=["member", "visitor"])
def test_words_that_were_selected_are_in_the_report(open_as, article, grace, member):
    page = open_as(grace if member else None)
    page.goto(article.get_absolute_url())
    page.locator(".prose p", has_text="A lantern may be red").click(click_count=3)
    page.get_by_role("toolbar", name="Selected passage").get_by_role("button", name="Report").click()
    expect(page.get_by_label("Which words are wrong?")).to_have_value(
        "A lantern may be red or green. It hangs from a hook."
    )
