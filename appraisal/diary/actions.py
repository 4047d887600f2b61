"""What members do to the entries of their diary. Only these functions write an entry."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, Unpack
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from appraisal.evidence.files import delete_files
from appraisal.models import MOST_SIGNIFICANT, Action, Entry, Evidence, Objective, Source
from articles.models import Version
from core.errors import Conflict
from core.periods import appraisal_year
from notes.models import Note, PageView

if TYPE_CHECKING:
    from accounts.models import User


class Words(TypedDict, total=False):
    """What a member writes in an entry. At least one of the three questions has an answer."""

    title: str
    learned_on: date
    ended_on: date | None
    model: str
    what: str
    so_what: str
    what_next: str
    benefit: str
    claimed_minutes: int
    participatory_minutes: int
    question: str
    is_planned: bool
    planned_on: date | None
    plan: str
    method: str
    provider: str
    link: str
    standards: list[str]
    clause: str
    role: str
    is_in_summary: bool
    anonymity_confirmed_at: datetime | None


class Links(TypedDict, total=False):
    """What an entry hangs together with: where it came from, which objectives it serves, when to look at it again."""

    page_views: Iterable[PageView]
    notes: Iterable[Note]
    objectives: Iterable[Objective]
    is_significant: bool
    look_again_on: date | None


class EntryData(Words, Links, total=False):
    """All that a member says in the form of an entry."""


NONE: Links = {"page_views": (), "notes": (), "objectives": (), "is_significant": False, "look_again_on": None}


def _split(data: EntryData) -> tuple[dict[str, Any], dict[str, Any]]:
    """The words, which are columns of the entry, and the links, which are not; those not given are none."""
    words = {name: value for name, value in data.items() if name not in NONE}
    return words, NONE | {name: value for name, value in data.items() if name in NONE}  # type: ignore[operator]  # a dict of mixed values


class TooManySignificant(Exception):
    """Every place among the most significant entries of that appraisal year is taken. `year` says which."""

    def __init__(self, year: int) -> None:
        super().__init__(f"The year that began in {year} has {MOST_SIGNIFICANT} significant entries.")
        self.year = year


@transaction.atomic
def write(*, by: "User", key: UUID, **data: Unpack[EntryData]) -> Entry:
    """Write an entry, with its links. The same key again gives the first entry back.

    Raises Conflict when that one says something else: which to keep is for the member to say. Raises
    TooManySignificant, and writes nothing, when it would be one too many of its appraisal year.
    """
    words, links = _split(data)
    entry, is_new = Entry.objects.get_or_create(user=by, key=key, defaults=words)
    if is_new:
        _link(entry, links)
    elif not says(entry, words, links):
        raise Conflict(entry)
    return entry


@transaction.atomic
def revise(*, by: "User", entry: Entry, edits: int, **data: Unpack[EntryData]) -> Entry:
    """Change an entry that had been saved `edits` times when its form was opened.

    Raises Conflict when it has been saved since, unless what was saved is the same: then this is that form, sent twice.
    Raises TooManySignificant as `write` does.
    """
    words, links = _split(data)
    mine = Entry.objects.owned_by(by).filter(pk=entry.pk)
    changed = mine.filter(edits=edits).update(**words, edits=F("edits") + 1, updated_at=timezone.now())
    saved = mine.get()
    if changed:
        _link(saved, links)
    elif not says(saved, words, links):
        raise Conflict(saved)
    return saved


def says(entry: Entry, words: dict[str, Any], links: dict[str, Any]) -> bool:
    """Whether the entry already holds exactly this. When it was confirmed to be anonymous does not count."""
    action = Action.objects.filter(entry=entry).first()
    return (
        all(getattr(entry, field) == value for field, value in words.items() if field != "anonymity_confirmed_at")
        and set(entry.page_views.all()) == set(links["page_views"])
        and set(entry.notes.not_deleted()) == set(links["notes"])
        and set(entry.objectives.all()) == set(links["objectives"])
        and entry.is_significant == links["is_significant"]
        and (action.due_on if action else None) == links["look_again_on"]
    )


def _link(entry: Entry, links: dict[str, Any]) -> None:
    """Save what an entry hangs together with."""
    unticked = set(entry.page_views.values_list("version", flat=True))
    entry.page_views.set(links["page_views"])
    entry.sources.filter(version__in=unticked).delete()
    entry.notes.set([*links["notes"], *entry.notes.exclude(deleted_at=None)])  # a deleted note may come back, linked
    entry.objectives.set(links["objectives"])
    _keep_sources(entry)
    _mark(entry, is_significant=links["is_significant"])
    if links["look_again_on"]:
        Action.objects.update_or_create(entry=entry, user=entry.user, defaults={"due_on": links["look_again_on"]})
    else:
        Action.objects.filter(entry=entry).delete()


def _keep_sources(entry: Entry) -> None:
    """Store what was read as it is in the log now. What the log no longer has stays as it was stored."""
    found: dict[int, Source] = {}
    for view in entry.page_views.order_by("opened_at", "pk"):
        on = timezone.localdate(view.opened_at)
        source = found.setdefault(view.version_id, Source(entry=entry, version_id=view.version_id, read_on=on))
        source.opened_count += 1
        source.active_seconds += view.active_seconds
        source.is_edited |= view.edited_at is not None
    checked = Version.objects.filter(pk__in=found).with_check().values_list("pk", "checked_on")  # type: ignore[misc]  # annotated
    for version_id, checked_on in checked:
        found[version_id].checked_on = checked_on
    entry.sources.filter(version__in=found).delete()
    Source.objects.bulk_create(found.values())


def _mark(entry: Entry, *, is_significant: bool) -> None:
    """Give an entry a place among the significant ones of its appraisal year, or none. Raises TooManySignificant."""
    year = appraisal_year(entry.learned_on) if is_significant else None
    if entry.significant_year == year:
        return
    taken = Entry.objects.filter(user=entry.user, significant_year=year).values_list("significant_place", flat=True)
    free = sorted(set(range(1, MOST_SIGNIFICANT + 1)) - set(taken)) if year else [None]
    if not free:
        raise TooManySignificant(year or 0)
    entry.significant_year, entry.significant_place = year, free[0]
    try:
        with transaction.atomic():
            entry.save(update_fields=["significant_year", "significant_place"])
    except IntegrityError as taken_meanwhile:
        raise TooManySignificant(year or 0) from taken_meanwhile


def delete(*, by: "User", entry: Entry) -> None:
    """Delete an entry for good, with its evidence. The views and notes it came from stay."""
    files = [evidence.file for evidence in Evidence.objects.owned_by(by).filter(entry=entry)]
    Entry.objects.owned_by(by).filter(pk=entry.pk).delete()
    transaction.on_commit(partial(delete_files, files))
