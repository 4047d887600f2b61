"""What the summary document holds."""

from datetime import UTC, date, datetime, timedelta

import pytest

from appraisal.summaries.document import build
from appraisal.summaries.document.build import Choices

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
EVERYTHING = frozenset({"totals", "chart", "entries", "log"})


def summary(user, start=date(2026, 1, 1), end=date(2026, 12, 31), entries=(), **choices):
    return build.summary(user, Choices(start, end, EVERYTHING, frozenset(entries), **choices), NINE)


def test_totals_keep_measured_and_declared_apart(grace, version, read, note, reflect):
    views = [read(grace, version, NINE, seconds=100), read(grace, version, NINE + timedelta(hours=2), seconds=200)]
    reflect(grace, page_views=views, learned_on=NINE.date(), claimed_minutes=20)
    note(grace, version, at=NINE)
    assert summary(grace)["totals"] == {
        "views": 2,
        "articles": 1,
        "active_seconds": 300,
        "active_minutes": 5,
        "entries": 1,
        "claimed_minutes": 20,
        "credits": 0.35,
        "notes": 1,
    }


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, 0), (60, 1), (90, 1.5), (45, 0.75), (1, 0), (2, 0.05), (500, 8.35)]
)
def test_a_credit_is_an_hour_to_the_nearest_twentieth(minutes, expected):
    assert build.credits(minutes) == expected


def test_an_entry_names_each_version_it_came_from_once(grace, make_article, read, note, reflect, settings):
    settings.SITE_URL = "https://patientplus.example"
    article = make_article(7, "Hooks")
    version = article.versions.get()
    views = [read(grace, version, NINE), read(grace, version, NINE - timedelta(days=1), seconds=130)]
    entry = reflect(grace, page_views=views, notes=[note(grace, version, at=NINE)], learned_on=NINE.date())
    [shown] = summary(grace, entries=[entry.pk])["entries"]
    assert shown["active_minutes"] == 2
    assert shown["sources"] == [
        {
            "title": "Hooks",
            "document_id": 7,
            "version": 1,
            "url": "https://patientplus.example/articles/7/hooks/versions/1/",
            "read_on": "2026-11-16",
        }
    ]


def test_the_version_that_was_read_is_named_also_when_a_later_one_is_live(grace, make_article, read):
    article = make_article(7, "Hooks")
    read(grace, article.versions.get(), NINE)
    make_article.revise(article, title="Hooks and eyes")
    [row] = summary(grace)["reading_log"]
    assert (row["title"], row["version"]) == ("Hooks", 1)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        # 23 hours: the clocks go forward at 01:00.
        (date(2026, 3, 29), datetime(2026, 3, 29, 0, 0, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, tzinfo=UTC)),
        # 25 hours: the clocks go back at 02:00.
        (date(2026, 10, 25), datetime(2026, 10, 24, 23, 0, tzinfo=UTC), datetime(2026, 10, 25, 23, 59, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 6, 30, 23, 0, tzinfo=UTC), datetime(2026, 7, 1, 22, 59, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 2, 29, 0, 0, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)),
    ],
    ids=["forward", "back", "summer", "leap"],
)
def test_a_day_is_the_members_own_whatever_the_clocks_do(grace, make_article, read, day, first, last):
    minute = timedelta(minutes=1)
    for number, at in enumerate([first - minute, first, last, last + minute]):
        read(grace, make_article(number + 1, f"Article {number}").versions.get(), at)
    shown = summary(grace, day, day)
    assert [row["title"] for row in shown["reading_log"]] == ["Article 1", "Article 2"]
    assert {row["opened_at"][:10] for row in shown["reading_log"]} == {day.isoformat()}
    assert [month["read"] for month in shown["months"]] == [2]


def test_months_count_articles_and_those_that_led_to_something(grace, make_article, read, note, reflect):
    noted, reflected, read_only = (make_article(n, f"Article {n}").versions.get() for n in (1, 2, 3))
    for version in (noted, reflected, read_only):
        views = [read(grace, version, NINE + timedelta(hours=hours)) for hours in (0, 5)]
        if version == reflected:
            reflect(grace, page_views=views)
    note(grace, noted, at=NINE)
    note(grace, read_only, at=NINE - timedelta(days=40))
    [november] = summary(grace, date(2026, 11, 1), date(2026, 11, 30))["months"]
    assert november == {"starts_on": "2026-11-01", "label": "Nov", "name": "November 2026", "read": 3, "led": 2}


def test_an_evening_in_summer_time_counts_in_its_own_month(grace, version, read):
    read(grace, version, datetime(2026, 6, 30, 23, 30, tzinfo=UTC))  # half past midnight on 1 July
    months = summary(grace, date(2026, 6, 1), date(2026, 7, 31))["months"]
    assert [month["read"] for month in months] == [0, 1]


@pytest.mark.parametrize(
    ("start", "columns", "first"),
    [
        (date(2025, 12, 31), 13, "December 2025"),
        (date(2025, 11, 30), 5, "October to December 2025"),
        (date(2017, 1, 1), 10, "2017"),
    ],
)
def test_a_long_period_is_counted_by_quarter_or_year(grace, start, columns, first):
    months = summary(grace, start)["months"]
    assert (len(months), months[0]["name"]) == (columns, first)


def test_it_says_whose_it_is_and_when_it_was_made(grace):
    grace.regulator, grace.registration_number = "gmc", "1234567"
    shown = summary(grace, appraisal_on=date(2026, 12, 4))
    assert shown["format"] == "patientplus-summary/1"
    assert shown["generated_at"] == "2026-11-17T09:00:00+00:00"
    assert shown["member"] == {
        "name": "Grace",
        "profession": "",
        "regulator": "General Medical Council",
        "registration_name": "GMC reference number",
        "registration_number": "1234567",
        "appraisal_on": "2026-12-04",
    }


def test_entries_of_others_are_never_shown(grace, mallory, reflect):
    entry = reflect(grace, learned_on=NINE.date())
    assert summary(mallory, entries=[entry.pk])["entries"] == []
