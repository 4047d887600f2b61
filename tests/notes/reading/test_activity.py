"""/activity/: what was logged, removing it, pausing."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from notes.models import PageView, Pause
from tests.markup import tight

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
ACTIVITY = "/activity/"


@pytest.fixture(autouse=True)
def _evening(time_machine):
    time_machine.move_to(NINE + timedelta(hours=10), tick=False)


def test_someone_who_is_not_signed_in_is_sent_to_sign_in(client, db):
    assert client.get(ACTIVITY).headers["Location"] == "/accounts/login/?next=/activity/"


def test_it_says_that_nothing_is_there_yet(as_grace):
    assert "Pages you read while signed in will appear" in as_grace.get(ACTIVITY).content.decode()


def test_it_lists_what_was_read_with_version_minutes_and_notes(as_grace, grace, version, read, note):
    read(grace, version, NINE, seconds=400)
    note(grace, version, at=NINE + timedelta(minutes=5))
    page = as_grace.get(ACTIVITY).content.decode()
    for words in [
        "Tuesday 17 <span>November 2026</span>",
        ">09:00<",
        "version 1, 6 minutes, 1 note",
        version.get_absolute_url(),
    ]:
        assert words in page


def test_less_than_a_minute_is_not_called_one(as_grace, grace, version, read):
    read(grace, version, NINE, seconds=59)
    assert "version 1, under a minute" in as_grace.get(ACTIVITY).content.decode()


def test_the_sentence_says_what_was_done_this_year(as_grace, grace, version, read, reflect):
    view = read(grace, version, NINE, seconds=3_700)
    reflect(grace, page_views=[view])
    page = as_grace.get(ACTIVITY).content.decode()
    assert "Since 1 December 2025 you have read <b>1 article</b> in <b>1 hour 1 minute</b>" in page
    assert "made <b>0 notes</b> and written <b>1 reflection</b>" in page


def test_one_article_of_two_months_is_not_called_two(as_grace, grace, version, read, note):
    read(grace, version, NINE)
    read(grace, version, NINE - timedelta(days=20))
    note(grace, version, at=NINE)
    page = as_grace.get(ACTIVITY).content.decode()
    assert "you have read <b>1 article</b>" in page
    assert "Reading led to a note or reflection in 1 of 2 months" in page


@pytest.mark.parametrize(("minutes", "led"), [(-1, 0), (0, 1), (30, 1), (31, 0)])
def test_a_note_counts_for_the_visit_it_was_written_in(as_grace, grace, version, read, note, minutes, led):
    read(grace, version, NINE)
    note(grace, version, at=NINE + timedelta(minutes=minutes))
    page = tight(as_grace.get(ACTIVITY).content.decode())
    assert f'<th scope="row">November 2026</th><td>1</td><td>{led}</td>' in page
    assert ("version 1, 1 note" in page) is bool(led)


def test_a_year_of_days_is_drawn_and_listed(as_grace, grace, version, read):
    read(grace, version, NINE, seconds=400)
    page = tight(as_grace.get(ACTIVITY).content.decode())
    assert re.findall(r'<path class="d2" d="(M[^"]*)"', page) == ["M99.08 48h.01", "M98.26 48h.01"]
    assert '<tr><th scope="row">17 November 2026</th><td>6 minutes</td></tr>' in page


def test_each_visit_is_removed_by_its_own_button_and_the_page_stays(as_grace, grace, version, read):
    first = read(grace, version, NINE - timedelta(days=1))
    read(grace, version, NINE)
    page = as_grace.get(f"{ACTIVITY}?page=1").content.decode()
    buttons = re.findall(r'<button class="quiet" formaction="([^"]+)">Remove<span class="vh"> Lanterns, ([^<]+)', page)
    assert [when for _, when in buttons] == ["17 November 09:00", "16 November 09:00"]
    sent = as_grace.post(buttons[0][0], {"next": re.search(r'name="next" value="([^"]+)"', page)[1]})
    assert sent.url == f"{ACTIVITY}?page=1"
    assert list(PageView.objects.all()) == [first]


def test_the_chart_is_also_a_table(as_grace, grace, version, read):
    read(grace, version, NINE)
    read(grace, version, NINE - timedelta(days=20))
    page = tight(as_grace.get(ACTIVITY).content.decode())
    assert '<th scope="row">November 2026</th><td>1</td><td>0</td>' in page
    assert '<th scope="row">October 2026</th><td>1</td><td>0</td>' in page
    assert page.count('<rect class="c-2" x=') == 12


def test_nothing_on_the_page_needs_an_inline_style(as_grace, grace, version, read):
    read(grace, version, NINE)
    assert "style=" not in as_grace.get(ACTIVITY).content.decode()


@pytest.mark.parametrize("rows", [1, 10])
def test_it_costs_the_same_for_many_views(rows, as_grace, grace, version, read, note, reflect, queries):
    for row in range(rows):
        view = read(grace, version, NINE - timedelta(days=row))
        reflect(grace, page_views=[view], notes=[note(grace, version)])
    with queries() as count:
        as_grace.get(ACTIVITY)
    assert len(count) == 5, [query["sql"][:80] for query in count]


def test_a_view_can_be_removed(as_grace, grace, version, read):
    view = read(grace, version, NINE)
    response = as_grace.post(reverse("notes:view_remove", args=[view.pk]), follow=True)
    assert "Removed. That page is no longer in your activity." in response.content.decode()
    assert not PageView.objects.exists()


def test_removing_a_view_leaves_the_words_of_a_reflection(as_grace, grace, version, read, reflect):
    view = read(grace, version, NINE)
    entry = reflect(grace, page_views=[view])
    as_grace.post(reverse("notes:view_remove", args=[view.pk]))
    entry.refresh_from_db()
    assert entry.what == "Read it."


def test_the_receipt_removes_the_visit_it_was_printed_in(as_grace, grace, version, read):
    read(grace, version, NINE - timedelta(days=1))
    read(grace, version, NINE)
    form = {"version": version.pk, "at": NINE.isoformat()}
    for _ in range(2):
        assert as_grace.post(reverse("notes:visit_remove"), form).status_code == 302
    assert [view.opened_at for view in PageView.objects.all()] == [NINE - timedelta(days=1)]


def test_logging_is_paused_and_resumed(as_grace, grace):
    page = as_grace.post(reverse("notes:pause"), {"next": ACTIVITY}, follow=True).content.decode()
    assert "Logging is paused since 17 November 2026, 19:00" in page
    assert Pause.objects.get().user == grace
    as_grace.post(reverse("notes:resume"))
    assert not Pause.objects.exists()


def test_a_form_leads_back_to_our_own_pages_only(as_grace):
    assert as_grace.post(reverse("notes:pause"), {"next": "//evil.example/"}).headers["Location"] == ACTIVITY
    assert as_grace.post(reverse("notes:pause"), {"next": "foo"}).headers["Location"] == ACTIVITY
    assert as_grace.post(reverse("notes:pause"), {"next": "/articles/1/x/"}).headers["Location"] == "/articles/1/x/"


BEAT = {"at": NINE.isoformat(), "seconds": "60"}


def test_a_heartbeat_counts(as_grace, grace, version, read):
    view = read(grace, version, NINE)
    assert as_grace.post(reverse("notes:heartbeat"), BEAT | {"version": version.pk}).status_code == 204
    view.refresh_from_db()
    assert view.active_seconds == 60


def test_a_heartbeat_for_no_visit_changes_nothing(as_grace, version):
    assert as_grace.post(reverse("notes:heartbeat"), BEAT | {"version": version.pk}).status_code == 204
    assert not PageView.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"version": "x"},
        {"version": str(2**63)},
        {"at": "yesterday"},
        {"at": ""},
        {"at": "9999-12-31T23:59:59-23:00"},
        {"seconds": "-1"},
        {"seconds": "1e3"},
        {"seconds": ""},
    ],
    ids=str,
)
def test_a_heartbeat_that_makes_no_sense_is_refused(as_grace, version, broken):
    assert as_grace.post(reverse("notes:heartbeat"), BEAT | {"version": version.pk} | broken).status_code == 400


def test_every_form_needs_its_token(grace, version, read):
    from django.test import Client

    view = read(grace, version, NINE)
    client = Client(enforce_csrf_checks=True)
    client.force_login(grace)
    for name, args in [
        ("heartbeat", []),
        ("pause", []),
        ("resume", []),
        ("visit_remove", []),
        ("view_remove", [view.pk]),
    ]:
        assert client.post(reverse(f"notes:{name}", args=args), BEAT | {"version": version.pk}).status_code == 403, name


def test_mallory_sees_and_removes_nothing_of_graces(as_mallory, grace, version, read):
    view = read(grace, version, NINE, seconds=10)
    assert version.title not in as_mallory.get(ACTIVITY).content.decode()
    assert as_mallory.post(reverse("notes:view_remove", args=[view.pk])).status_code == 404
    as_mallory.post(reverse("notes:visit_remove"), {"version": version.pk, "at": NINE.isoformat()})
    as_mallory.post(reverse("notes:heartbeat"), BEAT | {"version": version.pk})
    as_mallory.post(reverse("notes:pause"))
    view.refresh_from_db()
    assert view.active_seconds == 10
    assert not Pause.objects.filter(user=grace).exists()


@pytest.mark.parametrize("name", ["heartbeat", "pause", "resume", "visit_remove"])
def test_what_changes_something_is_never_a_get(as_grace, name):
    assert as_grace.get(reverse(f"notes:{name}")).status_code == 405


def test_a_day_is_the_members_own_on_the_night_the_clocks_go_forward(as_grace, grace, version, read, time_machine):
    time_machine.move_to(datetime(2026, 3, 30, 12, tzinfo=UTC), tick=False)
    read(grace, version, datetime(2026, 3, 29, 23, 30, tzinfo=UTC))  # half past midnight on the 30th in London
    page = as_grace.get(ACTIVITY).content.decode()
    assert "Monday 30 <span>March 2026</span>" in page
    assert ">00:30<" in page


def test_nothing_is_kept_by_a_cache(as_grace):
    assert "no-store" in as_grace.get(ACTIVITY).headers["Cache-Control"]


def test_staff_find_none_of_it_in_the_admin():
    from django.apps import apps
    from django.contrib import admin

    private = list(apps.get_app_config("notes").get_models())
    assert private
    assert not any(admin.site.is_registered(model) for model in private)
