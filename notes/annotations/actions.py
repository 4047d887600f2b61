"""What a member does with their notes. Only these functions write them."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Version
from articles.text.anchors import Anchor
from core.errors import Conflict
from notes.annotations.collection import actions as tagging
from notes.models import UNDO_DELETE, Note

if TYPE_CHECKING:
    from accounts.models import User


def write(
    *,
    by: "User",
    version: Version,
    key: uuid.UUID,
    body: str,
    section: str = "",
    anchor: Anchor | None = None,
    tags: Iterable[str] = (),
) -> Note:
    """Write a note on a page, a section of it (its id) or a passage in that section, and file it under tags.

    The key makes a form that is sent twice one note: the second time returns the first note, brought back if it was
    deleted since. Raises Conflict when that one holds other words: which to keep is for the member to say.
    """
    place = vars(anchor) if anchor else {}
    try:
        with transaction.atomic():
            new = Note.objects.create(user=by, key=key, version=version, section=section, body=body, **place)
            tagging.add(tags, to=[new], by=by)
            return new
    except IntegrityError:  # sent before, most likely; if not, there is no such note and this is what went wrong
        note = Note.objects.filter(user=by, key=key).first()
        if note is None:
            raise
        restore(note, by=by)
    if (note.version_id, note.quote, note.body) != (version.pk, place.get("quote", ""), body):
        raise Conflict(note)
    tagging.add(tags, to=[note], by=by)
    return note


@transaction.atomic
def edit(
    note: Note, *, by: "User", body: str, edits: int, add_tags: Iterable[str] = (), remove_tags: Iterable[str] = ()
) -> Note:
    """Save other words for a note. `edits` is the count that the writer started from.

    Tags are added and removed rather than set, so that two pages that change them lose none.

    Raises Conflict when it was saved since with words other than these, and Note.DoesNotExist when it is not theirs.
    """
    mine = Note.objects.owned_by(by).filter(pk=note.pk)
    changed = mine.filter(edits=edits).update(body=body, edits=F("edits") + 1, updated_at=timezone.now())
    note = mine.select_related("version__article").get()
    if not changed and note.body != body:
        raise Conflict(note)
    tagging.add(add_tags, to=[note], by=by)
    tagging.remove(remove_tags, of=[note], by=by)
    return note


@transaction.atomic
def delete(note: Note, *, by: "User") -> None:
    """Hide a note, for the member to bring back within UNDO_DELETE. Entries that came from it keep their link."""
    Note.objects.owned_by(by).filter(pk=note.pk).update(deleted_at=timezone.now())


@transaction.atomic
def delete_all(notes: Iterable[Note], *, by: "User") -> None:
    """Hide several notes, or none of them when one cannot be hidden."""
    for note in notes:
        delete(note, by=by)


@transaction.atomic
def restore(note: Note, *, by: "User") -> None:
    """Bring a deleted note back as it was. One that is not deleted stays as it is."""
    Note.objects.deleted_by(by).filter(pk=note.pk).update(deleted_at=None)
    note.deleted_at = None


@transaction.atomic
def restore_all(notes: Iterable[Note], *, by: "User") -> None:
    """Bring several deleted notes back."""
    for note in notes:
        restore(note, by=by)


@transaction.atomic
def erase(note: Note, *, by: "User") -> None:
    """Remove a deleted note for good, now. Entries of the diary that came from it stay, without it."""
    Note.objects.deleted_by(by).filter(pk=note.pk).delete()


def erase_due() -> int:
    """Remove for good, of every member, what was deleted longer ago than UNDO_DELETE. Returns how many notes."""
    due = Note.objects.filter(deleted_at__lt=timezone.now() - UNDO_DELETE)
    _, counted = due.delete()
    return counted.get(Note._meta.label, 0)
