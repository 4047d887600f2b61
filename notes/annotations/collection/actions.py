"""What a member does with the tags on their notes. Only these functions write them."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from notes.annotations.collection.tags import fold
from notes.models import Note, Tag

if TYPE_CHECKING:
    from django.db.models import QuerySet

Filed = Tag.notes.through


@transaction.atomic
def add(names: Iterable[str], *, to: "QuerySet[Note] | Iterable[Note]", by: User) -> None:
    """File notes of the member's under these tags, which are made where they are new."""
    names = list(names)
    if names:
        file(dict.fromkeys(_owned(to, by), names), by=by)


@transaction.atomic
def file(names_of: Mapping[int, Iterable[str]], *, by: User) -> None:
    """File each of these notes of the member's (its id) under tags of its own."""
    wanted = {fold(name): name for names in names_of.values() for name in names}
    if not wanted:
        return
    _lock(by)
    new = [Tag(user=by, name=name, folded=folded) for folded, name in wanted.items()]
    Tag.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    ids = dict(Tag.objects.owned_by(by).values_list("folded", "pk"))
    links = [Filed(tag_id=ids[fold(name)], note_id=note) for note, names in names_of.items() for name in names]
    Filed.objects.bulk_create(links, ignore_conflicts=True, batch_size=500)


@transaction.atomic
def remove(names: Iterable[str], *, of: "QuerySet[Note] | Iterable[Note]", by: User) -> None:
    """Take these tags off notes of the member's. A tag that is left on no note is deleted."""
    folded = {fold(name) for name in names}
    if not folded:
        return
    _lock(by)
    tags = Tag.objects.owned_by(by).filter(folded__in=folded)
    Filed.objects.filter(tag__in=tags, note__in=_owned(of, by)).delete()
    tags.filter(notes=None).delete()


def _owned(notes: "QuerySet[Note] | Iterable[Note]", by: User) -> Collection[int]:
    """The ids of those notes that are the member's own."""
    return list(Note.objects.owned_by(by).filter(pk__in=[note.pk for note in notes]).values_list("pk", flat=True))


def _lock(by: User) -> None:
    """One at a time: a tag must not be forgotten while another page puts it on a note."""
    User.objects.select_for_update().only("pk").get(pk=by.pk)
