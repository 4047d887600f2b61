"""Publication at a set time, and what else publishing asks for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import actions
from articles.models import Check, Status, Transition, Version
from core.errors import NotAllowed

NINE = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.fixture
def approved(make_article):
    with time_machine.travel(NINE - timedelta(days=2)):
        return make_article(to="approved").versions.get()


@pytest.fixture
def waiting(approved, petra):
    """A version that Petra has set to be published at nine."""
    with time_machine.travel(NINE - timedelta(days=1)):
        return actions.schedule(approved, by=petra, publish_at=NINE)


def test_it_goes_live_at_its_time_and_not_before(waiting, petra):
    with time_machine.travel(NINE - timedelta(seconds=1), tick=False):
        assert actions.do_due() == 0
    with time_machine.travel(NINE, tick=False):
        call_command("run_due", stdout=(out := StringIO()))
    assert "1 versions published or withdrawn at the time set for them" in out.getvalue()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.publish_at, waiting.published_at) == (Status.PUBLISHED, None, NINE)
    assert waiting.transitions.get(to_status="published").made_by == petra


def test_setting_the_time_is_a_row_that_says_who_and_when(waiting, petra):
    row = waiting.transitions.get(from_status="approved")
    assert (row.made_by, row.publish_at, str(row)) == (petra, NINE, "Set to be published")


@pytest.mark.django_db(transaction=True)
def test_of_eight_timers_one_publishes_it(waiting):
    with time_machine.travel(NINE + timedelta(minutes=1)):

        def run(_):
            try:
                return actions.do_due()
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(run, range(8))) == 1
    assert Check.objects.count() == 1
    assert Transition.objects.filter(to_status="published").count() == 1


def test_requested_changes_take_the_time_back(waiting, rita):
    with time_machine.travel(NINE - timedelta(hours=1)):
        actions.request_changes(waiting, by=rita, comment="One more thing")
    with time_machine.travel(NINE + timedelta(hours=1)):
        assert actions.do_due() == 0
    assert Version.objects.get().status == Status.DRAFT


def test_a_publisher_takes_the_time_back(waiting, petra):
    with time_machine.travel(NINE - timedelta(hours=1)):
        actions.unschedule(waiting, by=petra)
    with time_machine.travel(NINE + timedelta(hours=1)):
        assert actions.do_due() == 0
    assert waiting.transitions.filter(from_status="approved").count() == 2


def test_a_time_that_was_moved_counts(waiting, petra):
    with time_machine.travel(NINE - timedelta(hours=1)):
        actions.schedule(waiting, by=petra, publish_at=NINE + timedelta(days=1))
    with time_machine.travel(NINE + timedelta(hours=1)):
        assert actions.do_due() == 0


def test_one_that_cannot_be_published_stops_no_other(waiting, make_article, petra, monkeypatch):
    with time_machine.travel(NINE - timedelta(days=1)):
        other = make_article(2, "Hooks", to="approved").versions.get()
        actions.schedule(other, by=petra, publish_at=NINE + timedelta(minutes=1))
    Transition.objects.filter(pk=0)  # nothing is on record of a broken one
    real = actions.timing.publish
    broken = waiting.pk

    def publish(version, **options):
        if version.pk == broken:
            raise RuntimeError("disk full")
        return real(version, **options)

    monkeypatch.setattr(actions.timing, "publish", publish)
    with time_machine.travel(NINE + timedelta(hours=1)), pytest.raises(RuntimeError, match="disk full"):
        actions.do_due()
    assert Version.objects.get(pk=other.pk).is_live
    assert Version.objects.get(pk=broken).status == Status.APPROVED


def test_a_time_that_has_passed_is_refused(approved, petra):
    with pytest.raises(NotAllowed, match="has passed"):
        actions.schedule(approved, by=petra, publish_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_only_what_is_approved_gets_a_time(make_article, petra, status):
    version = make_article(to=status).versions.get()
    with pytest.raises(NotAllowed, match="only what is approved"):
        actions.schedule(version, by=petra, publish_at=timezone.now() + timedelta(days=1))


def test_a_second_version_says_what_changed_before_it_gets_a_time(article, make_article, petra):
    version = make_article.revise(article, to="approved", change_note="")
    soon = timezone.now() + timedelta(days=1)
    with pytest.raises(NotAllowed, match="what changed"):
        actions.schedule(version, by=petra, publish_at=soon)
    assert (
        actions.schedule(version, by=petra, publish_at=soon, change_note="Longer wicks").change_note == "Longer wicks"
    )


def test_the_database_refuses_a_time_for_what_is_not_approved(make_article):
    draft = make_article(to="draft").versions.get()
    with pytest.raises(IntegrityError, match="publish_at_when_approved"), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(publish_at=NINE)


def test_articles_published_on_one_day_do_not_all_fall_due_on_one_day(make_article):
    with time_machine.travel("2026-11-23T12:00Z", tick=False):
        for number in range(6):
            make_article(number + 1, f"Lamp {number}")
    due = set(Check.objects.values_list("next_check_on", flat=True))
    assert len(due) == 6
    assert max(due) - min(due) == timedelta(days=5)


def test_the_withdrawn_page_leads_to_what_replaces_it(client, article, version, make_article, petra):
    lamps = make_article(2, "Lamps")
    actions.withdraw(version, by=petra, comment="Lamps are better", replacement=lamps)
    page = client.get(article.get_absolute_url())
    assert page.status_code == 410
    assert 'Read this in its place: <a href="/articles/2/lamps/">Lamps</a>' in page.content.decode()


def test_what_replaces_it_can_be_read(version, make_article, petra):
    planned = make_article(2, "Lamps", to="planned")
    for other in (planned, version.article):
        with pytest.raises(NotAllowed, match="Name one that is published"):
            actions.withdraw(version, by=petra, comment="Wrong", replacement=other)


def test_a_second_version_says_how_much_it_changes(article, ada):
    draft = actions.start_version(article, by=ada)
    assert draft.significance == ""
    draft = actions.write(draft, by=ada, interests="None declared", summary="New")
    with pytest.raises(NotAllowed, match="editorial, minor or clinical"):
        actions.submit(draft, by=ada)


def test_interests_are_declared_before_review(make_article, ada):
    draft = make_article(to="draft").versions.get()
    with pytest.raises(NotAllowed, match="declaration of interests"):
        actions.submit(actions.write(draft, by=ada, interests=" "), by=ada)
