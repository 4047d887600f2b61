"""All notes of a member, as lists and files show them. Questions only; nothing here writes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet

from articles.models import Version
from notes.models import Note

if TYPE_CHECKING:
    from accounts.models import User

# Columns of a version that a list of notes does not need.
UNREAD = [f"version__{name}" for name in Version.LONG]
AT_ONCE = 200  # notes in memory while a file is written


def notes(user: "User") -> QuerySet[Note]:
    """The member's notes, newest first, each with what became of it in the live version of its article."""
    return Note.objects.owned_by(user).with_standing()


def with_details(notes: QuerySet[Note]) -> QuerySet[Note]:
    """The same notes with what is shown of each: version, article and tags, in one more query."""
    return notes.select_related("version__article").defer(*UNREAD).prefetch_related("tags")


def titled(notes: Iterable[Note], titles: dict[tuple[int, str], str] | None = None) -> list[Note]:
    """The notes, each with the `section_title` that its section has, in one query for versions not yet in `titles`."""
    notes, titles = list(notes), {} if titles is None else titles
    known = {version for version, _section in titles}
    versions = {note.version_id for note in notes if note.section} - known
    for pk, contents in Version.objects.filter(pk__in=versions).values_list("pk", "contents") if versions else ():
        titles |= {(pk, part["id"]): part["title"] for part in contents}
    for note in notes:
        note.section_title = titles.get((note.version_id, note.section), "")  # type: ignore[attr-defined]  # for the template
    return notes


def in_order(notes: QuerySet[Note]) -> QuerySet[Note]:
    """By article, and in each by version and place: the order in which someone reads them through."""
    return notes.order_by(
        "version__article__working_title",
        "version__article_id",
        "-version__number",
        F("start").asc(nulls_first=True),
        "created_at",
        "pk",
    )


def one_by_one(notes: QuerySet[Note]) -> Iterator[Note]:
    """Any number of notes with all that is shown of them, a few at a time in memory.

    Only their ids are asked for at first, so that someone whose line is slow holds no connection to the database.
    """
    titles: dict[tuple[int, str], str] = {}
    every = list(notes.values_list("pk", flat=True))
    for first in range(0, len(every), AT_ONCE):
        pks = every[first : first + AT_ONCE]
        found = {note.pk: note for note in with_details(notes.filter(pk__in=pks))}
        yield from titled((found[pk] for pk in pks if pk in found), titles)
