"""/diary/inbox/ and the email of the week."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from notes import due, inbox
from notes.actions import log, preferences
from notes.models import Preference

INBOX = "/diary/inbox/"
NOW = datetime(2026, 11, 17, 19, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def articles(make_article):
    """Two about lighting, two about other things."""
    topics = [["Lighting"], ["Lighting", "Hanging"], ["Wax"], ["Tin"]]
    titles = ["Lanterns", "Hooks", "Candles", "Buckets"]
    return [
        make_article(number, title, topics=names).versions.get()
        for number, (title, names) in enumerate(zip(titles, topics, strict=True), 10)
    ]


def said(user):
    return [(it.why, it.title, [read.version.title for read in it.reads]) for it in inbox.themes(user)]


def test_reads_are_put_together_by_topic_by_day_and_alone(grace, articles, read):
    for days, version in zip([0, 1, 5, 9], articles, strict=True):
        read(grace, version, NOW - timedelta(days=days))
    assert said(grace) == [
        ("topic", "Lighting", ["Lanterns", "Hooks"]),
        ("article", "Candles", ["Candles"]),
        ("article", "Buckets", ["Buckets"]),
    ]


def test_what_was_read_on_one_day_belongs_together(grace, articles, read):
    for version in articles[2:]:
        read(grace, version, NOW - timedelta(hours=2))
    assert said(grace) == [("day", NOW.date(), ["Candles", "Buckets"])] or said(grace)[0][2] == ["Buckets", "Candles"]


def test_one_question_makes_one_theme_whatever_the_topic(grace, articles, read):
    for days, version in enumerate([articles[0], articles[2]]):
        log.ask(by=grace, view=read(grace, version, NOW - timedelta(days=days)), question="Which burns longest?")
    assert said(grace) == [("question", "Which burns longest?", ["Lanterns", "Candles"])]


def test_what_was_reflected_on_is_gone_until_it_is_read_again(grace, articles, read, reflect):
    view = read(grace, articles[0], NOW - timedelta(days=2))
    read(grace, articles[0], NOW - timedelta(days=3))
    reflect(grace, page_views=[view])
    assert said(grace) == []
    read(grace, articles[0], NOW + timedelta(hours=1))
    assert len(said(grace)) == 1


def test_one_reflection_for_many(as_grace, grace, articles, read):
    views = [read(grace, version, NOW - timedelta(days=1)) for version in articles[:2]]
    page = as_grace.get(INBOX).content.decode()
    assert all(f'name="view" value="{view.pk}" checked' in page for view in views)
    form = as_grace.get("/diary/entries/new/", {"view": [view.pk for view in views]}).context["form"]
    assert set(form.initial["page_views"]) == {view.pk for view in views}


def test_a_theme_is_dismissed_and_brought_back(as_grace, grace, articles, read):
    view = read(grace, articles[0], NOW)
    page = as_grace.post(f"{INBOX}dismiss/", {"view": [view.pk]}, follow=True).content.decode()
    assert "Undo" in page
    assert said(grace) == []
    as_grace.post(f"{INBOX}restore/", {"view": [view.pk]})
    assert len(said(grace)) == 1


def test_mallory_sees_and_dismisses_nothing_of_grace(as_mallory, grace, articles, read):
    view = read(grace, articles[0], NOW)
    assert "Lanterns" not in as_mallory.get(INBOX).content.decode()
    as_mallory.post(f"{INBOX}dismiss/", {"view": [view.pk]})
    assert len(said(grace)) == 1


@pytest.mark.parametrize("rows", [1, 10])
def test_it_costs_the_same_for_many_reads(as_grace, grace, make_article, read, queries, rows):
    for number in range(rows):
        read(grace, make_article(500 + number, f"Article {number}").versions.get(), NOW - timedelta(hours=number))
    with queries() as count:
        as_grace.get(INBOX)
    assert len(count) == 4


# --- The email of the week ---


@pytest.fixture
def wants_mail(grace, articles, read):
    read(grace, articles[0], NOW)
    return preferences.prefer(by=grace, keep_months=None, is_mailed_weekly=True, topics=[])


def test_it_is_written_once_a_week_and_says_nothing_of_what_was_read(wants_mail, time_machine):
    assert [due.write_weekly(), due.write_weekly()] == [1, 0]
    [message] = mail.outbox
    assert "1 article that you read is waiting" in message.body
    assert "Lanterns" not in message.body + message.subject
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    time_machine.move_to(NOW + timedelta(days=7), tick=False)
    assert due.write_weekly() == 1


def test_nobody_is_written_to_unasked_or_about_nothing(grace, mallory, articles, read):
    read(mallory, articles[0], NOW)
    preferences.prefer(by=grace, keep_months=None, is_mailed_weekly=True, topics=[])
    assert due.write_weekly() == 0


def test_one_click_ends_it_without_signing_in(client, wants_mail):
    due.write_weekly()
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert client.get(address).status_code == 200
    assert Preference.objects.get().is_mailed_weekly
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Preference.objects.get().is_mailed_weekly


def test_a_link_that_is_not_ours_ends_nothing(client, wants_mail):
    assert client.post("/diary/unsubscribe/forged:1abc:x/").status_code == 404
    assert Preference.objects.get().is_mailed_weekly
