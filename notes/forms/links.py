"""Choosing what an entry came from and what it serves, among the member's own rows."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from notes.durations import in_words
from notes.forms.parts import day
from notes.forms.rows import RowsField
from notes.models import Note, Objective, PageView


class ViewChoice(RowsField):
    def label_from_instance(self, view: PageView) -> str:
        opened = timezone.localtime(view.opened_at)
        return f"{view.version.title}, version {view.version.number} – {day(opened)}, {in_words(view.active_seconds)}"


class NoteChoice(RowsField):
    def label_from_instance(self, note: Note) -> str:
        words = note.body if len(note.body) <= 80 else f"{note.body[:79]}…"
        return f"“{words}” – on {note.version.title}, {day(timezone.localtime(note.created_at))}"


class ObjectiveChoice(RowsField):
    def label_from_instance(self, objective: Objective) -> str:
        return objective.title


def rows_field(kind: type[RowsField], rows: QuerySet, label: str, unknown: str) -> RowsField:
    """Any number of the member's own rows."""
    return kind(
        rows,
        label=label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(["invalid_choice", "invalid_pk_value"], f"{unknown} Choose from the list."),
    )
