"""Choosing what an entry came from and what it serves, among the member's own rows."""

from collections import defaultdict
from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from appraisal.inbox.themes import Read, reads_of
from appraisal.models import Objective
from core.forms.parts import day
from core.forms.rows import RowsField, ids_in
from core.periods import in_words
from notes.models import Note

# The most visits that one entry can come from: a database can be asked for so many at once.
MOST_VISITS = 2_000


class ReadTicks(forms.CheckboxSelectMultiple):
    """Ticks of which each may stand for several rows, whose ids it holds joined by hyphens."""

    def format_value(self, value: Iterable[object] | None) -> list[str]:
        """The ticks that stand for these rows."""
        ids = set(ids_in(value or ()))
        return [str(tick) for tick, _ in self.choices if ids & set(ids_in([tick]))]


class ReadChoice(RowsField):
    """The visits that an entry came from: one tick for each page that was read, which stands for all visits to it."""

    widget = ReadTicks

    def offer(self, views: QuerySet, linked: Iterable[int], chosen: Iterable[int]) -> None:
        """Offer these visits (with `is_reflected`). Apart stand those linked, chosen, or reflected on already."""
        apart = defaultdict(list)
        for view in views:
            apart[view.pk in linked, view.pk in chosen, view.is_reflected].append(view)
        self.queryset = views
        reads = [read for group in apart.values() for read in reads_of(group)]
        self.choices = [(joined(read), read_in_words(read)) for read in reads]

    def clean(self, value: Iterable[object] | None) -> QuerySet:
        """Every visit that the ticks stand for. Raises ValidationError for what is not in the member's log."""
        ids = ids_in(value or ())
        if len(ids) > MOST_VISITS:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(ids)


def joined(read: Read) -> str:
    """What a tick says: the ids of the visits it stands for."""
    return "-".join(str(view.pk) for view in read.views)


def read_in_words(read: Read) -> str:
    """Which page was read when, and for how long, all visits together."""
    days = sorted({timezone.localdate(view.opened_at) for view in read.views})
    when = day(days[0]) if len(days) == 1 else f"{day(days[0])} to {day(days[-1])}"
    visits = f", {len(read.views)} visits" if len(read.views) > 1 else ""
    return f"{read.version.title}, version {read.version.number} – {when}{visits}, {in_words(read.seconds)}"


class NoteChoice(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, note: Note) -> str:
        words = note.body if len(note.body) <= 80 else f"{note.body[:79]}…"
        return f"“{words}” – on {note.version.title}, {day(timezone.localtime(note.created_at))}"


class ObjectiveChoice(RowsField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, objective: Objective) -> str:
        return objective.title


def rows_field(kind: type[RowsField], rows: QuerySet, label: str, unknown: str) -> RowsField:
    """Any number of the member's own rows."""
    return kind(
        rows,
        label=label,
        required=False,
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value"], f"{unknown} Choose from the list."),
    )
