"""Choosing among rows of the database by their ids."""

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet


def is_id(text: str) -> bool:
    """Whether this can be the id of a row: a whole number that both databases can hold."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def ids_in(texts: Iterable[object]) -> list[str]:
    """The ids in these texts; a text may hold several joined by hyphens: "12-15-19"."""
    return [part for text in texts for part in str(text).split("-")]


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows. An id that no row can have is one that is not among them: SQLite breaks on asking for it."""

    def clean(self, value: Iterable[object] | None) -> QuerySet:
        for pk in value or []:
            if not is_id(str(pk)):
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value")
        return super().clean(value)
