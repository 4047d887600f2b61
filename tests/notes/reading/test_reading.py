"""What counts as reading."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.template.response import TemplateResponse

from notes.models import MAX_ACTIVE_SECONDS, PageView
from notes.reading import actions, tracking
from notes.reading.middleware import PageViewMiddleware

NINE = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def minutes(count):
    return NINE + timedelta(minutes=count)


@pytest.fixture
def opened(rf, grace, version):
    """Ask for the article's page as the browser does, through the middleware."""

    def opened(method="get", user=grace, status=200, shows=version, **headers):
        request = getattr(rf, method)("/articles/1234/lanterns/", headers=headers)
        request.user, request.version, request.loaded_at = user, shows, NINE
        page = TemplateResponse(request, "articles/detail.html", status=status)
        PageViewMiddleware(None).process_template_response(request, page)
        return PageView.objects.count()

    return opened


def test_opening_an_article_logs_it(opened, grace, version):
    assert opened() == 1
    assert PageView.objects.get().user == grace
    assert PageView.objects.get().version == version


@pytest.mark.parametrize(
    "how",
    [
        {"method": "head"},
        {"method": "post"},
        {"status": 404},
        {"status": 304},
        {"shows": None},
        {"Sec-Purpose": "prefetch;prerender"},
    ],
    ids=str,
)
def test_what_no_one_looks_at_is_not_logged(opened, how):
    assert opened(**how) == 0


def test_someone_who_is_not_signed_in_is_not_logged(opened):
    from django.contrib.auth.models import AnonymousUser

    assert opened(user=AnonymousUser()) == 0


def test_a_reload_within_half_an_hour_is_the_same_visit(grace, version):
    tracking.log(grace, version, NINE)
    tracking.log(grace, version, minutes(30))
    view = PageView.objects.get()
    assert (view.opened_at, view.seen_at) == (NINE, minutes(30))


def test_a_visit_goes_on_as_long_as_no_gap_is_longer(grace, version):
    for minute in (0, 25, 50, 75):
        tracking.log(grace, version, minutes(minute))
    assert PageView.objects.get().seen_at == minutes(75)


def test_after_half_an_hour_it_is_a_new_visit(grace, version):
    tracking.log(grace, version, NINE)
    tracking.log(grace, version, minutes(31))
    assert list(PageView.objects.values_list("opened_at", flat=True)) == [minutes(31), NINE]


def test_a_visit_of_earlier_is_not_taken_for_one_of_later(grace, version):
    tracking.log(grace, version, minutes(60))
    tracking.log(grace, version, NINE)
    assert PageView.objects.count() == 2


def test_another_version_or_member_is_another_visit(grace, mallory, version, make_article):
    other = make_article(99, "Hooks").versions.get()
    for user, shown in [(grace, version), (grace, other), (mallory, version)]:
        tracking.log(user, shown, NINE)
    assert PageView.objects.count() == 3


def test_a_clock_that_runs_behind_never_moves_a_visit_back(grace, version):
    tracking.log(grace, version, minutes(10))
    tracking.log(grace, version, NINE)
    assert PageView.objects.get().seen_at == minutes(10)


def test_nothing_is_logged_while_paused(grace, mallory, version):
    actions.pause(by=grace)
    actions.pause(by=grace)
    tracking.log(grace, version, NINE)
    tracking.log(mallory, version, NINE)
    assert [view.user for view in PageView.objects.all()] == [mallory]
    actions.resume(by=grace)
    tracking.log(grace, version, NINE)
    assert PageView.objects.filter(user=grace).count() == 1


def test_a_visit_costs_one_query(queries, grace, version):
    for at in (NINE, minutes(5)):
        with queries() as count:
            tracking.log(grace, version, at)
        assert len(count) == 1


@pytest.mark.django_db(transaction=True)
def test_tabs_that_open_at_once_make_one_visit(grace, version):
    start = threading.Barrier(8)
    failures = []

    def open_tab(tab):
        try:
            start.wait()
            tracking.log(grace, version, NINE + timedelta(milliseconds=tab))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    tabs = [threading.Thread(target=open_tab, args=[tab]) for tab in range(8)]
    [tab.start() for tab in tabs]
    [tab.join() for tab in tabs]
    assert failures == []
    assert PageView.objects.count() == 1


def active(view):
    view.refresh_from_db()
    return view.active_seconds


@pytest.fixture
def beat(grace, version, time_machine):
    """The page that was loaded at nine says how long it was read, so many minutes later."""

    def beat(seconds, after, loaded_at=NINE, by=grace):
        time_machine.move_to(minutes(after), tick=False)
        tracking.beat(by=by, version_id=version.pk, loaded_at=loaded_at, seconds=seconds)

    return beat


def test_active_time_grows_with_the_beats_and_moves_the_visit_on(beat, read, grace, version):
    view = read(grace, version, NINE)
    beat(40, after=1)
    beat(100, after=2)
    assert active(view) == 100
    assert view.seen_at == minutes(2)


def test_beats_may_be_repeated_and_come_late(beat, read, grace, version):
    view = read(grace, version, NINE)
    for seconds in (100, 100, 40):
        beat(seconds, after=2)
    assert active(view) == 100


def test_two_tabs_do_not_add_up(beat, read, grace, version):
    view = read(grace, version, NINE)
    tracking.log(grace, version, minutes(1))
    beat(120, after=2)
    beat(120, after=2, loaded_at=minutes(1))
    assert active(view) == 120


def test_no_more_than_the_clock_allows_is_believed(beat, read, grace, version):
    view = read(grace, version, NINE)
    beat(9_999, after=3)
    assert active(view) == 180


def test_a_forgotten_tab_counts_two_hours_at_most(beat, read, grace, version):
    view = read(grace, version, NINE)
    beat(2**31 - 1, after=24 * 60)
    assert active(view) == MAX_ACTIVE_SECONDS


def test_a_visit_that_was_removed_stays_removed_and_no_other_gains(beat, read, grace, version):
    yesterday = read(grace, version, NINE - timedelta(days=1))
    today = read(grace, version, NINE)
    actions.remove(by=grace, view=today)
    beat(60, after=5)
    assert active(yesterday) == 0
    assert PageView.objects.count() == 1


def test_a_page_that_was_open_when_logging_was_paused_counts_no_further(beat, read, grace, version):
    view = read(grace, version, NINE)
    beat(60, after=1)
    actions.pause(by=grace)
    beat(120, after=2)
    assert active(view) == 60


def test_no_one_adds_time_for_someone_else(beat, read, grace, mallory, version):
    view = read(grace, version, NINE)
    beat(60, after=5, by=mallory)
    assert active(view) == 0


def test_logging_says_which_visit_it_came_to(read, grace, version):
    read(grace, version, NINE, seconds=90)
    assert tracking.log(grace, version, minutes(5))[:3] == (False, NINE, 90)
    assert tracking.log(grace, version, minutes(45))[:3] == (False, minutes(45), 0)
    actions.pause(by=grace)
    assert tracking.log(grace, version, minutes(50)).is_paused
