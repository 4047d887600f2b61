"""What the database promises of a placement."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from notes.models import Decision, Placement, State

NOW = datetime(2026, 11, 1, tzinfo=UTC)
GONE = {"state": State.DETACHED, "start": None, "end": None, "score": 0}
REFUSED = [
    ("notes_placement_state_known", {"state": "lost"}),
    ("notes_placement_place_unless_detached", {"start": None}),
    ("notes_placement_place_unless_detached", {"end": None}),
    ("notes_placement_place_unless_detached", {"start": 9, "end": 3}),
    ("notes_placement_place_unless_detached", {"state": State.DETACHED, "score": 0}),
    ("notes_placement_place_unless_detached", GONE | {"section": "dusk"}),
    ("notes_placement_place_unless_detached", GONE | {"score": 0.5}),
    ("notes_placement_score_within_bounds", {"score": 1.5}),
    ("notes_placement_decision_and_at", {"decision": Decision.OLD_VERSION}),
    ("notes_placement_decision_and_at", {"decided_at": NOW}),
    ("notes_placement_decision_and_at", {"decision": "perhaps", "decided_at": NOW}),
    ("notes_placement_detached_stands_nowhere", GONE | {"decision": Decision.ACCEPTED, "decided_at": NOW}),
]


@pytest.fixture
def place(write, version):
    """Place a note of Grace's; somewhere by default."""
    note = write()

    def place(**fields):
        return Placement.objects.create(
            **{"note": note, "version": version, "state": State.EXACT, "start": 3, "end": 9} | fields
        )

    return place


@pytest.mark.parametrize("fields", [{}, GONE, GONE | {"decision": Decision.OLD_VERSION, "decided_at": NOW}])
def test_a_note_stands_somewhere_or_nowhere(place, fields):
    assert place(**fields).pk


@pytest.mark.parametrize(("constraint", "fields"), REFUSED)
def test_the_database_refuses_a_placement_that_cannot_be(place, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        place(**fields)


def test_a_note_is_placed_once_in_a_version(place):
    place()
    with pytest.raises(IntegrityError), transaction.atomic():
        place()


def test_where_a_note_stands_goes_with_it(place):
    place().note.delete()
    assert not Placement.objects.exists()


def test_nobody_sees_where_the_notes_of_others_stand(place, grace, mallory):
    placement = place(**GONE)
    assert list(Placement.objects.owned_by(grace).undecided()) == [placement]
    assert not Placement.objects.owned_by(mallory).exists()
