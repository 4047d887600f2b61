"""What a member wrote on an article, put where it belongs on the page."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from articles.models import RELEASED, Version
from articles.text import anchors, marks
from articles.text.formats import present
from articles.text.sections import Section
from notes.annotations.forms import NoteForm
from notes.annotations.on_page import PageNotes, page_notes
from notes.models import Note, Placement

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True)
class NotedSection(Section):
    """A section of a page with the member's notes on it; its HTML carries a mark for each noted passage.

    `deleted` are those that the member has just deleted there, and may want back.
    """

    notes: Sequence[Note]
    deleted: Sequence[Note]
    is_bookmarked: bool = False


class Panel:
    """A member's notes on the page of a version, in its order; nobody's for someone who is not signed in.

    Passages are lettered a, b, c. Notes on earlier versions stand where they were placed in this one (`note.place`);
    `earlier` are those that stand nowhere in it, because they were not found or the member kept them with their own.
    `found` is what was read for the page already (notes/annotations/middleware.py). Nothing is written here.
    """

    def __init__(
        self,
        *,
        version: Version,
        user: "User | AnonymousUser",
        sections: Sequence[Section],
        is_hidden: bool = False,
        found: PageNotes | None = None,
    ) -> None:
        self.version, self.is_hidden, self._sections = version, is_hidden, sections
        self.is_released = version.status in RELEASED
        self.is_member = user.is_authenticated and self.is_released
        found = (found or page_notes(user, version)) if self.is_member else PageNotes([], set())
        written, self._bookmarked = found
        for note in written:
            locate(note, note.placement, version)
        self.deleted = [note for note in written if note.deleted_at and _is_here(note, version)]
        current = [note for note in written if not note.deleted_at]
        self.notes = sorted((note for note in current if _is_here(note, version)), key=_order)
        self.earlier = [note for note in current if not _is_here(note, version)]
        self.asking = [note for note in (*self.notes, *self.earlier) if note.placement and note.placement.is_asking]
        self.is_bookmarked = "" in self._bookmarked
        for letter, note in zip(_letters(), [note for note in self.notes if note.quote], strict=False):
            note.letter = letter

    @cached_property
    def whole(self) -> list[Note]:
        """Notes on the whole page."""
        return [note for note in self.notes if not note.place.section and not note.quote]

    @cached_property
    def whole_deleted(self) -> list[Note]:
        """Those on the whole page that were just deleted."""
        return [note for note in self.deleted if not note.place.section and not note.quote]

    @cached_property
    def sections(self) -> list[NotedSection]:
        """Every section of the page, with its notes and marks."""
        return [self._noted(section) for section in self._sections]

    def new_key(self) -> uuid.UUID:
        """The key of one more form, so that sending it twice makes one note."""
        return uuid.uuid4()

    def form(self) -> NoteForm:
        """The form at the end of the page, for which no script is needed."""
        return NoteForm(version=self.version)

    def composer(self) -> NoteForm:
        """The form that opens beside the passage. It shows the passage itself, so its box is hidden and undescribed."""
        form = NoteForm(version=self.version, auto_id="composer_%s")
        form.fields["quote"].help_text = ""
        return form

    def _noted(self, section: Section) -> NotedSection:
        notes = [note for note in self.notes if note.place.section == section.id and (section.id or note.quote)]
        ranges = [
            marks.Mark(note.place.start or 0, note.place.end or 0, note.pk, note.letter) for note in notes if note.quote
        ]
        html = marks.mark(section.html, ranges, section.start) if ranges and not self.is_hidden else section.html
        deleted = [note for note in self.deleted if note.place.section == section.id and (section.id or note.quote)]
        is_bookmarked = bool(section.id) and section.id in self._bookmarked
        return NotedSection(
            **{**vars(section), "html": html}, notes=notes, deleted=deleted, is_bookmarked=is_bookmarked
        )


def locate(note: Note, placement: Placement | None, version: Version) -> None:
    """Let a note say where it stands on the page of a version: its `place`, `words_here`, `is_quote_here` and, of a
    note from an earlier version, the `section_title`."""
    note.place = place = placement or note
    is_passage = bool(note.quote and place.end)
    note.words_here = present(version).words(place.start or 0, place.end or 0) if is_passage else ""
    note.is_quote_here = anchors.squash(note.words_here) == anchors.squash(note.quote)
    if placement:
        titles = {part["id"]: part["title"] for part in version.contents}
        placement.section_title = titles.get(placement.section, "")


def _is_here(note: Note, version: Version) -> bool:
    """Whether a note stands in the page of this version."""
    return note.version_id == version.pk or (note.placement is not None and note.placement.is_here)


def _order(note: Note) -> tuple:
    """Notes on a whole section stand above those on its passages."""
    return (bool(note.quote), note.place.start or 0 if note.quote else 0, note.created_at, note.pk)


def _letters() -> Iterator[str]:
    """a, b, ... z, aa, ab, and so on."""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))
