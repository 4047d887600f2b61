"""Usefulness for editors: per version with its interval, before and after a revision, month by month, and as CSV."""

import csv
import io
from datetime import UTC, datetime

import pytest

from feedback.models import Vote
from feedback.votes import actions as votes
from feedback.votes import usefulness


@pytest.fixture
def judged(article, version, make_article):
    """Two versions: 3 of 10 and then 9 of 10; one more vote is set aside."""
    second = make_article.revise(article)
    for at, yes in [(version, 3), (second, 9)]:
        for number in range(10):
            votes.vote(at, is_useful=number < yes, visitor=f"{number}")
    Vote.objects.filter(version=version).update(voted_at=datetime(2026, 9, 30, 22, 59, tzinfo=UTC))
    Vote.objects.filter(version=second).update(voted_at=datetime(2026, 9, 30, 23, 1, tzinfo=UTC))  # October in London
    votes.vote(second, is_useful=False, visitor="late")
    Vote.objects.filter(visitor="late").update(set_aside="limit")
    return article


def test_a_revision_is_judged_by_the_version_before(judged):
    first, second = usefulness.versions(usefulness.with_votes())
    assert (first.share[:2], first.change) == ((3, 10), None)
    assert second.change == pytest.approx((0.6, 0.1705227239345029, 0.809017973535488))
    assert second.set_aside == 1


def test_months_are_those_of_the_clock_on_the_wall_and_make_a_trend(judged):
    months = usefulness.months(judged)
    assert [(at.month.month, at.share.yes) for at in months] == [(9, 3), (10, 9)]
    assert usefulness.trend_of(months).slope == pytest.approx(0.6)


def test_the_desk_draws_it_and_says_it_in_words(as_boss, judged):
    version = judged.versions.get(number=2)
    page = as_boss.get(f"/admin/feedback/usefulness/{version.pk}/change/").content.decode()
    assert "90% (60% to 98%)" in page
    assert "+60.0 points (+17.1 to +80.9)" in page
    assert '<circle cx="90.00%"' in page
    assert "style=" not in page.partition('id="content"')[2]


def test_the_table_for_a_spreadsheet_says_the_same(as_boss, judged):
    content = as_boss.get("/admin/feedback/usefulness/csv/").content.decode("utf-8-sig")
    _, second = csv.DictReader(io.StringIO(content))
    assert (second["yes"], second["useful"], second["change"], second["set_aside"]) == ("9", "0.9000", "0.6000", "1")


def test_a_title_is_no_formula_in_a_spreadsheet(as_boss, make_article):
    make_article(2000, "=1+1")
    assert "'=1+1" in as_boss.get("/admin/feedback/usefulness/csv/").content.decode()


@pytest.mark.parametrize("address", ["csv/", "1/change/"])
def test_only_staff_who_may_read_answers_see_it(client, grace, judged, settings, address):
    settings.STAFF_SECOND_FACTOR = False
    grace.is_staff = True
    grace.save()
    client.force_login(grace)
    address = address.replace("1", str(judged.versions.first().pk))
    assert client.get(f"/admin/feedback/usefulness/{address}").status_code == 403


def test_an_address_that_is_no_version_is_not_there(as_boss):
    assert as_boss.get("/admin/feedback/usefulness/abc/change/").status_code == 404
