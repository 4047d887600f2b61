"""What a member chooses for an appraisal summary. It is all in the address: nothing here is stored."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from appraisal.models import Entry
from appraisal.summaries.document.build import Choices
from core.forms.parts import field_of
from core.forms.rows import RowsField, is_id
from core.periods import year_before

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_YEARS = 10
SHOW = [
    ("totals", "Totals"),
    ("chart", "Reading by month"),
    ("entries", "Reflections"),
    ("record", "Record of all learning (where your regulator asks for one)"),
    ("plans", "Objectives and actions"),
    ("changed", "Articles that have changed since you read them"),
    ("log", "Reading log (every page you opened)"),
]
# The log is an appendix that appraisers rarely want: off unless asked for.
SHOWN_AT_FIRST = ["totals", "chart", "entries", "record", "plans", "changed"]
ADDRESS_NAMES = {"start": "from", "end": "to", "entries": "entry"}


def period_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Enter a date.", "invalid": "Enter a date such as 2026-11-17."},
    )


class SummaryForm(forms.Form):
    """A period and what to show of it. Always bound: an address without choices gets the usual ones."""

    start = period_field("From")
    end = period_field("To")
    show = forms.MultipleChoiceField(
        choices=SHOW,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list what to show."},
    )
    entries = RowsField(
        Entry.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_pk_value"],
            "One of those reflections is not in your diary. Choose from the list.",
        ),
    )
    appraisal_on = forms.DateField(
        label="Appraisal date",
        help_text="Printed on the summary. We do not keep it.",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Enter a date such as 2026-11-17, or leave it empty."},
    )

    def __init__(self, data: QueryDict, *, user: "User") -> None:
        super().__init__(completed(data))
        self.user = user
        # Reflections that the form offered but came back without were left out on purpose; others count as chosen.
        self.offered = {pk for pk in data.getlist("offered") if is_id(pk)}
        field_of(self, "entries", RowsField).queryset = entries_of(user)

    def add_prefix(self, field_name: str) -> str:
        """Fields have short names in the address: from, to, entry."""
        return ADDRESS_NAMES.get(field_name, field_name)

    def clean_end(self) -> date:
        """A day that has come."""
        if self.cleaned_data["end"] > timezone.localdate():
            raise forms.ValidationError("The last day is in the future. Choose today or an earlier day.")
        return self.cleaned_data["end"]

    def clean(self) -> dict:
        """The days are in order, and not too many."""
        chosen = super().clean() or {}
        start, end = chosen.get("start"), chosen.get("end")
        if start and end and start > end:
            self.add_error("start", "The first day is after the last. Swap them.")
        elif start and end and (end - start) > timedelta(days=LONGEST_YEARS * 366):
            self.add_error("start", f"Choose {LONGEST_YEARS} years at most.")
        return chosen

    def choices(self) -> Choices:
        """What to build, once the form is valid."""
        chosen = self.cleaned_data
        in_period = entries_of(self.user).filter(learned_on__range=(chosen["start"], chosen["end"]))
        picked = {entry.pk for entry in chosen["entries"]}
        offered = {int(pk) for pk in self.offered}
        return Choices(
            start=chosen["start"],
            end=chosen["end"],
            show=frozenset(chosen["show"]),
            entries=frozenset(pk for pk in in_period.values_list("pk", flat=True) if pk in picked or pk not in offered),
            appraisal_on=chosen["appraisal_on"],
        )


def entries_of(user: "User") -> QuerySet[Entry]:
    """The entries that may go into a summary: all but those that the member keeps out of every one."""
    return Entry.objects.owned_by(user).filter(is_in_summary=True)


def completed(data: QueryDict) -> QueryDict:
    """The address with the usual choices in place of those it does not name."""
    data = data.copy()
    today = timezone.localdate()
    usual: Mapping[str, list[str]] = {"from": [year_before(today).isoformat()], "to": [today.isoformat()]}
    if "form" not in data:  # ticks that are off send nothing: only a sent form can mean that there are none
        usual = {**usual, "show": SHOWN_AT_FIRST}
    for name, values in usual.items():
        if name not in data:
            data.setlist(name, values)
    return data
