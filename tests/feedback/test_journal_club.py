"""A journal club: arranged by a member, and learning with others in the diary of each who took part."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from appraisal.models import Entry
from core.errors import NotAllowed
from feedback.discussion import actions
from feedback.models import Attendance, JournalClub

NEW = "/discussion/1234/journal-club/"


@pytest.fixture
def as_grace(client, grace, confirm):
    client.force_login(confirm(grace))
    return client


@pytest.fixture
def club(as_grace, grace, version):
    held_at = timezone.now() + timedelta(hours=1)
    return actions.arrange(version, by=grace, key=uuid.uuid4(), held_at=held_at, minutes=45)


@pytest.fixture
def afterwards(club):
    with time_machine.travel(club.held_at + timedelta(minutes=1)):
        yield club


def test_a_member_arranges_one_once_and_the_others_see_it(as_grace, version):
    key, at = uuid.uuid4(), timezone.localtime() + timedelta(days=2)
    for _ in range(2):
        form = {"key": key, "held_at": at.strftime("%Y-%m-%dT%H:%M"), "minutes": 45, "details": "Room 2"}
        assert as_grace.post(NEW, form).status_code == 302
    assert JournalClub.objects.count() == 1
    assert "Room 2" in as_grace.get("/discussion/1234/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"held_at": "soon"}, {"held_at": "1999-01-01T10:00"}, {"minutes": "1"}, {"minutes": "9999"}]
)
def test_what_makes_no_sense_is_said_and_the_rest_stays(as_grace, version, wrong):
    at = timezone.localtime() + timedelta(days=2)
    form = {"key": uuid.uuid4(), "held_at": at.strftime("%Y-%m-%dT%H:%M"), "minutes": 45, "details": "Room 2"}
    answer = as_grace.post(NEW, form | wrong)
    assert answer.status_code == 422
    assert "Room 2" in answer.content.decode()


def test_whoever_took_part_has_it_in_their_diary_once(client, afterwards, grace, mallory, ada, confirm):
    for member in [grace, mallory, ada]:
        client.force_login(confirm(member))
        for _ in range(2):
            client.post(f"/discussion/journal-clubs/{afterwards.pk}/attended/")
    entries = Entry.objects.all()
    assert {entry.user for entry in entries} == {grace, mallory, ada}
    assert len(entries) == Attendance.objects.count() == 3
    assert {(entry.title, entry.claimed_minutes) for entry in entries} == {("Journal club: Lanterns", 45)}


def test_an_entry_that_its_owner_changed_stays_as_it_is(afterwards, grace):
    actions.took_part(afterwards, by=grace)
    Entry.objects.update(title="Mine")
    Attendance.objects.all().delete()
    assert actions.took_part(afterwards, by=grace)
    assert [entry.title for entry in Entry.objects.all()] == ["Mine"]


@pytest.mark.parametrize("when", ["before", "late", "cancelled", "stranger"])
def test_nobody_took_part_before_it_began_long_after_when_it_was_called_off_or_unconfirmed(
    as_grace, club, grace, mallory, when
):
    if when == "cancelled":
        as_grace.post(f"/discussion/journal-clubs/{club.pk}/cancelled/")
        club.refresh_from_db()
    moment = timezone.now() + {"late": timedelta(days=32), "before": timedelta()}.get(when, timedelta(hours=2))
    with time_machine.travel(moment), pytest.raises(NotAllowed):
        actions.took_part(club, by=mallory if when == "stranger" else grace)
    assert not Entry.objects.exists()


def test_only_its_organiser_calls_it_off(client, club, mallory, confirm):
    client.force_login(confirm(mallory))
    client.post(f"/discussion/journal-clubs/{club.pk}/cancelled/")
    club.refresh_from_db()
    assert club.cancelled_at is None
