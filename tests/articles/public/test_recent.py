"""What changed lately, week by week, with the editors' one-line reasons."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from articles import actions


def at(*day):
    return time_machine.travel(datetime(*day, 12, tzinfo=UTC), tick=True)


@pytest.fixture
def weeks(client, make_article, petra):
    """An article, its second version the week after, and another one withdrawn that week; the page in words."""
    with at(2026, 11, 2):  # a Monday
        article = make_article()
    with at(2026, 11, 10):
        make_article.revise(article, change_note="Lanterns burn longer.")
        candles = make_article(77, "Candles").versions.get()
        actions.withdraw(candles, by=petra, comment="Out of date.")
    page = client.get("/articles/recent/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_every_change_stands_under_the_monday_of_its_week_the_newest_first(weeks):
    assert weeks.index("Week of 9 November 2026") < weeks.index("Week of 2 November 2026")
    later, earlier = weeks.split("Week of 2 November 2026")
    assert "Version 2, minor change: Lanterns burn longer." in later
    assert "New article" in earlier


def test_a_withdrawal_says_why(weeks):
    assert "Withdrawn: Out of date." in weeks


def test_drafts_are_no_news(client, make_article):
    make_article(to="approved")
    assert b"Lanterns" not in client.get("/articles/recent/").content


def test_home_leads_there(client, article):
    assert b'href="/articles/recent/"' in client.get("/").content
