"""What members do to the entries of their diary. Only these functions write an entry."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notes.models import Entry, Note, PageView

if TYPE_CHECKING:
    from accounts.models import User


class Words(TypedDict):
    """What a member writes in an entry. At least one of the three questions has an answer."""

    title: str
    learned_on: date
    what: str
    so_what: str
    what_next: str
    claimed_minutes: int


class Conflict(Exception):
    """The entry was saved elsewhere meanwhile; nothing was overwritten. `entry` holds what is saved now."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(f"Entry {entry.pk} was saved elsewhere meanwhile.")
        self.entry = entry


@transaction.atomic
def write(
    *, by: "User", key: UUID, page_views: Iterable[PageView], notes: Iterable[Note], **words: Unpack[Words]
) -> Entry:
    """Write an entry, linked to the views and notes it came from. The same key again gives the first entry back.

    Raises Conflict when that one says something else: which to keep is for the member to say.
    """
    entry, is_new = Entry.objects.get_or_create(user=by, key=key, defaults=words)
    if is_new:
        entry.page_views.set(page_views)
        entry.notes.set(notes)
    elif not says(entry, words, page_views, notes):
        raise Conflict(entry)
    return entry


@transaction.atomic
def revise(
    *,
    by: "User",
    entry: Entry,
    edits: int,
    page_views: Iterable[PageView],
    notes: Iterable[Note],
    **words: Unpack[Words],
) -> Entry:
    """Change an entry that had been saved `edits` times when its form was opened.

    Raises Conflict when it has been saved since, unless what was saved is the same: then this is that form, sent twice.
    """
    mine = Entry.objects.owned_by(by).filter(pk=entry.pk)
    changed = mine.filter(edits=edits).update(**words, edits=F("edits") + 1, updated_at=timezone.now())
    saved = mine.get()
    if changed:
        saved.page_views.set(page_views)
        saved.notes.set([*notes, *saved.notes.exclude(deleted_at=None)])  # a deleted note may come back, linked
    elif not says(saved, words, page_views, notes):
        raise Conflict(saved)
    return saved


def says(entry: Entry, words: Words, page_views: Iterable[PageView], notes: Iterable[Note]) -> bool:
    """Whether the entry already holds exactly this."""
    return (
        all(getattr(entry, field) == value for field, value in words.items())
        and set(entry.page_views.all()) == set(page_views)
        and set(entry.notes.kept()) == set(notes)
    )


def delete(*, by: "User", entry: Entry) -> None:
    """Delete an entry for good. The views and notes it came from stay."""
    Entry.objects.owned_by(by).filter(pk=entry.pk).delete()
