"""/diary/inbox/ and the email of the week."""

import html
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.core import mail

from appraisal.inbox import themes, weekly_digest
from appraisal.models import Entry
from notes.models import Preference
from notes.reading import actions, preferences

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
    return [(it.why, it.title, [read.version.title for read in it.reads]) for it in themes.themes(user)]


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
        actions.ask(by=grace, view=read(grace, version, NOW - timedelta(days=days)), question="Which burns longest?")
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
    assert all(f'name="version" value="{view.version_id}" checked' in page for view in views)
    form = as_grace.get("/diary/entries/new/", {"version": [view.version_id for view in views]}).context["form"]
    assert set(form.initial["page_views"]) == {view.pk for view in views}


NEW = "/diary/entries/new/"
TYPED = {"title": "On lanterns", "learned_on": "2026-11-17", "what": "Read it."}


def ticks(page: str, of: str) -> list[str]:
    """What the ticked boxes of that name on a page say."""
    return re.findall(rf'name="{of}" value="([^"]+)"[^>]*checked', page)


@pytest.fixture
def eight_visits(grace, articles, read):
    """Eight visits of Grace to one article, a few minutes each; the newest is the shortest."""
    return [read(grace, articles[0], NOW - timedelta(days=days), seconds=100 + 10 * days) for days in range(8)]


def from_inbox(client, views):
    return {"version": ticks(client.get(INBOX).text, "version")}


DOORS = {
    "inbox": from_inbox,
    "article": lambda client, views: {"version": views[0].version_id},
    "activity": lambda client, views: link_on(client.get("/activity/").text),
    "diary": lambda client, views: link_on(client.get("/diary/").text),
    "nothing": lambda client, views: {},
}


def link_on(page: str) -> dict[str, list[str]]:
    """What the last link to a reflection on something says."""
    return parse_qs(html.unescape(re.findall(rf'href="{NEW}\?([^"]+)"', page)[-1]))


@pytest.mark.parametrize("door", DOORS)
def test_every_visit_comes_along_by_whichever_door(as_grace, grace, eight_visits, door):
    [waiting] = themes.unreflected(grace)
    page = as_grace.get(NEW, DOORS[door](as_grace, eight_visits)).text
    [tick] = ticks(page, "page_views") if door != "nothing" else re.findall(r'name="page_views" value="([^"]+)"', page)
    assert "Lanterns, version 1 – 10 November 2026 to 17 November 2026, 8 visits, 18 minutes" in page
    as_grace.post(NEW, TYPED | {"page_views": [tick]})
    entry = Entry.objects.get()
    assert entry.measured_seconds == waiting.seconds == sum(view.active_seconds for view in eight_visits)
    assert themes.unreflected(grace) == []


def test_changing_a_reflection_keeps_all_its_visits(as_grace, grace, articles, eight_visits, reflect, read):
    entry = reflect(grace, page_views=eight_visits)
    read(grace, articles[0], NOW + timedelta(hours=1))  # a new one, which is not the entry's
    [tick] = ticks(as_grace.get(f"/diary/entries/{entry.pk}/edit/").text, "page_views")
    as_grace.post(f"/diary/entries/{entry.pk}/edit/", TYPED | {"edits": 0, "page_views": [tick]})
    assert set(entry.page_views.all()) == set(eight_visits)


def test_what_is_put_right_first_comes_back_ticked_as_it_was(as_grace, eight_visits):
    sent = "-".join(str(view.pk) for view in eight_visits[:5])
    page = as_grace.post(NEW, TYPED | {"title": "", "page_views": [sent]}).text
    assert ticks(page, "page_views") == [sent]
    assert "3 visits" in page


def test_visits_of_another_reflection_are_not_counted_again(as_grace, grace, eight_visits, reflect):
    reflect(grace, page_views=eight_visits[1:])
    [tick] = ticks(as_grace.get(NEW, {"view": eight_visits[0].pk}).text, "page_views")
    assert tick == str(eight_visits[0].pk)


def test_a_visit_that_an_older_reflection_takes_in_waits_no_longer(as_grace, grace, articles, read, reflect):
    entry = reflect(grace)
    view = read(grace, articles[0], NOW + timedelta(hours=1))
    assert len(said(grace)) == 1
    as_grace.post(f"/diary/entries/{entry.pk}/edit/", TYPED | {"edits": 0, "page_views": [view.pk]})
    assert said(grace) == []


def test_a_read_is_whole_however_much_else_was_read(grace, articles, read, monkeypatch):
    monkeypatch.setattr(themes, "MOST", 2)
    for hours, version in enumerate([articles[0], articles[1], articles[2], *[articles[0]] * 5]):
        read(grace, version, NOW - timedelta(days=hours))
    assert [(it.version.title, len(it.views)) for it in themes.unreflected(grace)] == [("Lanterns", 6), ("Hooks", 1)]


def test_too_many_visits_are_refused_in_words(as_grace, eight_visits):
    answer = as_grace.post(NEW, TYPED | {"page_views": ["-".join(map(str, range(1, 3_000)))]})
    assert answer.status_code == 422
    assert "Choose from the list." in answer.text


@pytest.mark.parametrize(("rows", "visits"), [(1, 1), (6, 4)])
def test_writing_from_the_inbox_costs_the_same_for_many_visits(
    as_grace, grace, make_article, read, queries, rows, visits
):
    for number in range(rows):
        version = make_article(500 + number, f"Article {number}").versions.get()
        for day in range(visits):
            read(grace, version, NOW - timedelta(days=day, hours=number))
    chosen = from_inbox(as_grace, [])
    with queries() as count:
        page = as_grace.get(NEW, chosen).text
    with queries() as more:
        as_grace.post(NEW, TYPED | {"page_views": ticks(page, "page_views")})
    assert Entry.objects.get().page_views.count() == rows * visits
    assert (len(count), len(more)) == (6, 39)


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


def test_it_is_written_once_a_week_and_says_nothing_of_what_was_read(
    wants_mail, time_machine, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert [weekly_digest.write_weekly(), weekly_digest.write_weekly()] == [1, 0]
    [message] = mail.outbox
    assert "1 article that you read is waiting" in message.body
    assert "Lanterns" not in message.body + message.subject
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    time_machine.move_to(NOW + timedelta(days=7), tick=False)
    assert weekly_digest.write_weekly() == 1


def test_nobody_is_written_to_unasked_or_about_nothing(grace, mallory, articles, read):
    read(mallory, articles[0], NOW)
    preferences.prefer(by=grace, keep_months=None, is_mailed_weekly=True, topics=[])
    assert weekly_digest.write_weekly() == 0


def test_one_click_ends_it_without_signing_in(client, wants_mail, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        weekly_digest.write_weekly()
    address = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert client.get(address).status_code == 200
    assert Preference.objects.get().is_mailed_weekly
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Preference.objects.get().is_mailed_weekly


def test_a_link_that_is_not_ours_ends_nothing(client, wants_mail):
    assert client.post("/diary/unsubscribe/forged:1abc:x/").status_code == 404
    assert Preference.objects.get().is_mailed_weekly
