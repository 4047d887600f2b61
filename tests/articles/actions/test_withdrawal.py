"""Withdrawing: what becomes of what is scheduled, withdrawal at a set time, and what fails at its time."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import actions
from articles.models import Status, Version
from core.errors import NotAllowed

NINE = datetime(2026, 12, 3, 9, tzinfo=UTC)
LATER = NINE + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def clock(request):
    with time_machine.travel(NINE - timedelta(days=2)) as clock:
        mail.outbox.clear()
        yield clock


@pytest.fixture
def live(make_article):
    return make_article().versions.get()


@pytest.fixture
def waiting(live, make_article, petra):
    """The next version, which is set to go live at nine."""
    version = make_article.revise(live.article, to="approved")
    return actions.schedule(version, by=petra, publish_at=NINE, is_full_check=False)


def status(version):
    version.refresh_from_db()
    return version.status


# --- What is scheduled ---


def test_nothing_goes_live_by_itself_after_a_withdrawal(live, waiting, petra, clock):
    actions.withdraw(live, by=petra, comment="It was wrong")
    clock.move_to(LATER)
    assert actions.do_due() == 0
    assert status(waiting) == Status.APPROVED
    assert waiting.transitions.latest("pk").comment == "Ended, since version 1 was withdrawn."


def test_it_still_does_if_the_withdrawal_says_so(live, waiting, petra, clock):
    actions.withdraw(live, by=petra, comment="It was wrong", keeps_schedule=True)
    clock.move_to(LATER)
    assert actions.do_due() == 1
    assert status(waiting) == Status.PUBLISHED


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("keeps_schedule", "words"), [(False, "That time was taken back"), (True, "Petra chose to leave it so")]
)
def test_the_mail_says_what_became_of_it(live, waiting, petra, keeps_schedule, words):
    mail.outbox.clear()
    actions.withdraw(live, by=petra, comment="It was wrong", keeps_schedule=keeps_schedule)
    to_ada = next(message for message in mail.outbox if message.to == ["ada@example.org"])
    assert words in to_ada.body


# --- At a set time ---


def test_it_is_withdrawn_at_its_time_and_not_before(live, petra, clock):
    actions.schedule_withdrawal(live, by=petra, withdraw_at=NINE, comment="The study was retracted")
    clock.move_to(NINE - timedelta(seconds=5))
    assert actions.do_due() == 0
    clock.move_to(LATER)
    assert actions.do_due() == 1
    assert actions.do_due() == 0
    assert status(live) == Status.WITHDRAWN
    row = live.transitions.get(to_status=Status.WITHDRAWN)
    assert (row.made_by, row.comment, live.withdraw_at) == (petra, "The study was retracted", None)


def test_it_can_be_taken_back(live, petra, clock):
    actions.schedule_withdrawal(live, by=petra, withdraw_at=NINE, comment="Wrong")
    actions.unschedule_withdrawal(live, by=petra)
    clock.move_to(LATER)
    assert actions.do_due() == 0
    with pytest.raises(NotAllowed, match="not set to be withdrawn"):
        actions.unschedule_withdrawal(live, by=petra)


@pytest.mark.parametrize(("at", "comment", "refusal"), [(-1, "Wrong", "has passed"), (1, " ", "Give the reason")])
def test_it_needs_a_time_to_come_and_a_reason(live, petra, at, comment, refusal):
    with pytest.raises(NotAllowed, match=refusal):
        actions.schedule_withdrawal(live, by=petra, withdraw_at=timezone.now() + timedelta(days=at), comment=comment)


def test_a_scheduled_withdrawal_ends_what_was_to_go_live_after_it(live, waiting, petra, clock):
    soon = NINE - timedelta(hours=1)
    actions.schedule_withdrawal(live, by=petra, withdraw_at=soon, comment="Wrong")
    clock.move_to(LATER)  # the timer was late: both times have passed
    assert actions.do_due() == 1
    assert (status(live), status(waiting)) == (Status.WITHDRAWN, Status.APPROVED)


@pytest.mark.django_db(transaction=True)
def test_a_new_version_ends_the_withdrawal_of_the_one_before_and_says_so(live, waiting, petra, rita, clock):
    actions.schedule_withdrawal(live, by=petra, withdraw_at=NINE + timedelta(days=1), comment="Wrong")
    mail.outbox.clear()
    clock.move_to(LATER)
    assert actions.do_due() == 1
    clock.move_to(NINE + timedelta(days=2))
    assert actions.do_due() == 0
    assert (status(live), status(waiting)) == (Status.SUPERSEDED, Status.PUBLISHED)
    assert any("the withdrawal was of the version before it" in message.body for message in mail.outbox)


def test_an_article_to_read_instead_that_is_gone_keeps_nothing_live(live, make_article, petra, clock):
    other = make_article(2, "Lamps")
    actions.schedule_withdrawal(live, by=petra, withdraw_at=NINE, comment="Wrong", replacement=other)
    actions.withdraw(other.versions.get(), by=petra, comment="Wrong too")
    clock.move_to(LATER)
    assert actions.do_due() == 1
    assert status(live) == Status.WITHDRAWN


def test_the_database_refuses_a_withdrawal_of_what_is_not_live(make_article):
    draft = make_article(to="draft").versions.get()
    with pytest.raises(IntegrityError, match="withdraw_at_when_published"), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(withdraw_at=NINE)


# --- What fails ---


@pytest.fixture
def broken(monkeypatch):
    """Publishing fails until it is mended."""

    def publish(version, **options):
        raise broken.problem

    real, broken = actions.timing.publish, type("Broken", (), {"problem": NotAllowed("No lamp oil.")})
    monkeypatch.setattr(actions.timing, "publish", publish)
    broken.mend = lambda: monkeypatch.setattr(actions.timing, "publish", real)
    return broken


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_told_once_to_whoever_set_the_time(waiting, broken, petra, clock):
    mail.outbox.clear()
    clock.move_to(LATER)
    assert (actions.do_due(), actions.do_due()) == (0, 0)
    (message,) = [message for message in mail.outbox if message.to == ["petra@example.org"]]
    assert message.subject == "Not published at its time: Lanterns"
    assert "No lamp oil." in message.body
    waiting.refresh_from_db()
    assert waiting.failure == "No lamp oil."


def test_it_is_tried_again_and_settled_by_success(waiting, broken, clock):
    clock.move_to(LATER)
    actions.do_due()
    broken.mend()
    assert actions.do_due() == 1
    assert (status(waiting), waiting.failure) == (Status.PUBLISHED, "")


@pytest.mark.parametrize("settle", ["unschedule", "request_changes"])
def test_it_is_settled_by_whoever_takes_the_time_back(waiting, broken, petra, clock, settle):
    clock.move_to(LATER)
    actions.do_due()
    getattr(actions, settle)(waiting, by=petra, comment="Not now")
    waiting.refresh_from_db()
    assert waiting.failure == ""


def test_an_error_of_the_site_is_told_without_its_details(waiting, broken, clock):
    broken.problem = RuntimeError("secret path")
    clock.move_to(LATER)
    with pytest.raises(RuntimeError):
        actions.do_due()
    waiting.refresh_from_db()
    assert waiting.failure == actions.timing.BY_THE_SITE
