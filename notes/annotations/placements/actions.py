"""The places of notes in later versions: found by articles/text/placing/ or decided by the member."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from articles.models import Version
from articles.text import placing
from articles.text.anchors import Anchor, squash
from notes.models import Decision, Note, Placement, State

if TYPE_CHECKING:
    from accounts.models import User
    from notes.models import NoteQuerySet

BATCH = 500
MAPS = 4  # word maps kept at once; most notes are on the version before
Finder = Callable[[int], placing.WordMap]  # from the id of the version that is looked from
ASKS = {State.CHANGED, State.DETACHED}  # what asks the member
READ = ("number", "article", "text", "text_format", "page", "contents")


def place(version: Version, *, of: "User | None" = None) -> int:
    """Place every note on earlier versions that has no place in this one yet, or those of one member.

    A note is looked for from its own version, or from the last one in which the member decided its place. Safe to
    do twice, and at once by two: whoever comes second changes nothing. Returns how many were placed.
    """
    notes = Note.objects.owned_by(of) if of else Note.objects.not_deleted()
    find = _finder(version)
    return sum(_save(_found(batch, version, find)) for batch in _batches(notes.unplaced(version)))


def place_due() -> int:
    """Place what is left in live versions: of a task that was lost, or written since on an older page."""
    return sum(place(version) for version in Version.objects.published().only("number", "article"))


def counts(version: Version) -> dict[str, int]:
    """How many notes would be in each state if this version were published. Nothing is written, no note is read."""
    found = dict.fromkeys(State.values, 0)
    find = _finder(version)
    notes = Note.objects.not_deleted()
    for batch in _batches(notes.filter(version__article=version.article_id, version__number__lt=version.number)):
        for placement in _found(batch, version, find):
            found[placement.state] += 1
    return found


def _batches(notes: "NoteQuerySet") -> Iterator[list[Note]]:
    """Those notes, some at a time, those on one version together."""
    notes = notes.order_by("version", "pk").only("pk", "version", "quote", "section", "start", "end")
    ids = list(notes.values_list("pk", flat=True))
    for n in range(0, len(ids), BATCH):
        yield list(notes.filter(pk__in=ids[n : n + BATCH]))


def _finder(version: Version) -> Finder:
    """Word maps from earlier versions to this one, by their ids."""
    words = placing.Words()

    @lru_cache(1)
    def new() -> placing.Text:
        return placing.Text(Version.objects.only(*READ).get(pk=version.pk), words)

    @lru_cache(MAPS)
    def find(old_id: int) -> placing.WordMap:
        return placing.WordMap(placing.Text(Version.objects.only(*READ).get(pk=old_id), words), new())

    return find


def _decided(batch: list[Note], version: Version) -> dict[int, Placement]:
    """The last that was decided of each note before this version."""
    decided = Placement.objects.filter(note__in=batch, version__number__lt=version.number).exclude(decision="")
    return {placement.note_id: placement for placement in decided.order_by("version__number")}


def _found(batch: list[Note], version: Version, find: Finder) -> list[Placement]:
    """The placement of each of those notes in the version, not saved yet."""
    last = _decided(batch, version)
    return [_place(note, version, last.get(note.pk), find) for note in batch]


@transaction.atomic
def _save(placements: list[Placement]) -> int:
    """Save them but for notes that were deleted meanwhile. Returns how many."""
    notes = Note.objects.filter(pk__in=[placement.note_id for placement in placements])
    there = set(notes.select_for_update(no_key=True).values_list("pk", flat=True))
    still = [placement for placement in placements if placement.note_id in there]
    Placement.objects.bulk_create(still, ignore_conflicts=True)
    return len(still)


def _place(note: Note, version: Version, last: Placement | None, find: Finder) -> Placement:
    """The placement of a note in a version. One that the member kept with an old version asks no more."""
    stays = last is not None and last.decision == Decision.OLD_VERSION
    base = last if last and not stays else note
    words = find(base.version_id)
    if not (note.quote or base.section):
        found = placing.page(words)
    elif note.quote and base.start is not None and base.end is not None:
        found = placing.passage(words, base.start, base.end)
    else:
        found = placing.section(words, base.section)
    placement = Placement(note=note, version=version, **vars(found))
    if last and stays and found.state in ASKS:
        placement.decision, placement.decided_at = last.decision, last.decided_at
    return placement


# What a member decides


def accept(placement: Placement, *, by: "User") -> None:
    """Say that the place that was found is right. Raises Placement.DoesNotExist when none was, or it is not theirs."""
    _decide(placement, by, Decision.ACCEPTED)


def keep(placement: Placement, *, by: "User") -> None:
    """Leave a note with the version that it was written on. Raises Placement.DoesNotExist when it is not theirs."""
    _decide(placement, by, Decision.OLD_VERSION)


def move(placement: Placement, *, by: "User", section: str, anchor: Anchor | None = None) -> None:
    """Put a note on another passage of that version, or on a section of it (its id, or none for the whole page).

    Raises Placement.DoesNotExist when it is not theirs.
    """
    is_same = anchor is not None and squash(anchor.quote) == squash(placement.note.quote)
    is_here = section == placement.note.section
    state = State.CHANGED if not (is_same or (is_here and not anchor)) else State.EXACT if is_here else State.MOVED
    start, end = (anchor.start, anchor.end) if anchor else _stretch(placement.version, section)
    place = {"state": state, "section": section, "start": start, "end": end, "score": 1}
    _decide(placement, by, Decision.BY_HAND, **place)


def _stretch(version: Version, section: str) -> tuple[int, int]:
    """The text of a section, or of the whole page."""
    part = next((part["text"] for part in version.contents if section and part["id"] == section), None)
    return (part[0], part[1]) if part else (0, len(version.text))


@transaction.atomic
def _decide(placement: Placement, by: "User", decision: Decision, **place: Any) -> None:
    mine = Placement.objects.owned_by(by).filter(pk=placement.pk)
    if decision == Decision.ACCEPTED:
        mine = mine.exclude(state=State.DETACHED)
    ids = list(mine.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not Placement.objects.filter(pk__in=ids).update(decision=decision, decided_at=timezone.now(), **place):
        raise Placement.DoesNotExist
