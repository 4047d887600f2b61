"""Fields that several forms are made of, with what they say when they are wrong."""

from datetime import date
from typing import TypeVar

from django import forms
from django.utils import timezone

MAX_ANSWER = 20_000
OLDEST = date(1950, 1, 1)
F = TypeVar("F", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[F]) -> F:
    """A field of this form that is of this kind, so that its `choices` or `queryset` can be set. Raises TypeError."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is a {type(field).__name__}")
    return field


def day(on: date) -> str:
    """17 November 2026."""
    return f"{on.day} {on:%B %Y}"


def answer(label: str = "", hint: str = "", *, rows: int = 4) -> forms.CharField:
    """Room for a few lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=MAX_ANSWER,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d."},
    )


def day_field(label: str, *, required: bool = True, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Enter the date.", "invalid": "Enter a date such as 2026-11-17."},
    )


def tick(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def has_been(on: date) -> date:
    """The same day. Raises ValidationError for one that is still to come, or too long ago."""
    if on > timezone.localdate():
        raise forms.ValidationError("That day is in the future. Enter today or an earlier day.")
    if on < OLDEST:
        raise forms.ValidationError("Enter a year after 1950.")
    return on
