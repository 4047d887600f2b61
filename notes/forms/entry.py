"""The form with which a member writes an entry of their diary."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from notes.durations import in_words
from notes.forms.rows import RowsField, is_id
from notes.history import LONG
from notes.models import MAX_CLAIMED_MINUTES, Entry, Note, PageView
from notes.periods import midnight, months_on

if TYPE_CHECKING:
    from accounts.models import User

# What is offered to choose from: the newest views and notes of the last months, and those already chosen.
OFFERED = 8
OFFERED_MONTHS = 3
MAX_ANSWER = 20_000
OLDEST = date(1950, 1, 1)
NOTHING_ANSWERED = "Answer at least one of the three questions. A few words are enough."


class ViewChoice(RowsField):
    def label_from_instance(self, view: PageView) -> str:
        opened = timezone.localtime(view.opened_at)
        return f"{view.version.title}, version {view.version.number} – {day(opened)}, {in_words(view.active_seconds)}"


class NoteChoice(RowsField):
    def label_from_instance(self, note: Note) -> str:
        words = note.body if len(note.body) <= 80 else f"{note.body[:79]}…"
        return f"“{words}” – on {note.version.title}, {day(timezone.localtime(note.created_at))}"


def day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def answer(label: str, hint: str) -> forms.CharField:
    """One of the three questions."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=MAX_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": "Shorten this to %(limit_value)d characters. It has %(show_value)d."},
    )


class EntryForm(forms.ModelForm):
    """What? So what? What next? – with a title, a date, the minutes claimed and what the entry came from."""

    what = answer(
        "What?", "What did you read, see or do? Leave out names and anything else that could identify someone."
    )
    so_what = answer("So what?", "What did you learn, and why does it matter to your patients or your team?")
    what_next = answer("What next?", "What will you do differently, and when will you look at whether it worked?")
    page_views = ViewChoice(
        PageView.objects.none(),
        label="Pages you read",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_pk_value"], "One of those pages is not in your log. Choose from the list."
        ),
    )
    notes = NoteChoice(
        Note.objects.none(),
        label="Notes you wrote",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_pk_value"], "One of those notes is not yours to choose. Choose from the list."
        ),
    )
    claimed_minutes = forms.IntegerField(
        label="Minutes you claim",
        help_text="60 minutes make one credit.",
        required=False,
        min_value=0,
        max_value=MAX_CLAIMED_MINUTES,
        error_messages={
            "invalid": "Enter whole minutes, such as 45.",
            "min_value": "Enter 0 or more minutes.",
            "max_value": "One entry can claim %(limit_value)d minutes at most.",
        },
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    edits = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Entry
        fields = ("title", "learned_on", "what", "so_what", "what_next", "claimed_minutes", "page_views", "notes")
        widgets = {"learned_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}
        labels = {"learned_on": "Date"}
        error_messages = {
            "title": {
                "required": "Give it a title, so that you find it again.",
                "max_length": "Shorten the title to %(limit_value)d characters.",
            },
            "learned_on": {"required": "Enter the date.", "invalid": "Enter a date such as 2026-11-17."},
        }

    def __init__(self, *args, user: "User", views: Iterable[int] = (), notes: Iterable[int] = (), **kwargs) -> None:
        """`views` and `notes` are ids to begin with; those of others are not offered."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.initial["edits"] = self.instance.edits
        self.offer("page_views", PageView.objects.owned_by(user), "opened_at", views)
        self.offer("notes", Note.objects.owned_by(user), "created_at", notes)

    def offer(self, field: str, mine: QuerySet, moment: str, begun_with: Iterable[int]) -> None:
        """Offer the member's own rows only: the newest, those already linked, and those just chosen."""
        linked = [row.pk for row in getattr(self.instance, field).all()] if self.instance.pk else list(begun_with)
        self.initial[field] = linked
        recent = mine.filter(**{f"{moment}__gte": midnight(months_on(timezone.localdate(), -OFFERED_MONTHS))})
        newest = list(recent.order_by(f"-{moment}").values_list("pk", flat=True)[:OFFERED])
        chosen = self.data.getlist(field) if isinstance(self.data, QueryDict) else []
        known = {*newest, *linked, *(int(pk) for pk in chosen if is_id(pk))}
        self.fields[field].queryset = (  # type: ignore[attr-defined]
            mine.filter(pk__in=known).select_related("version").defer(*LONG).order_by(f"-{moment}")
        )

    def clean_learned_on(self) -> date:
        """A day that has been."""
        learned_on = self.cleaned_data["learned_on"]
        if learned_on > timezone.localdate():
            raise forms.ValidationError("That day is in the future. Enter today or an earlier day.")
        if learned_on < OLDEST:
            raise forms.ValidationError("Enter a year after 1950.")
        return learned_on

    def clean_claimed_minutes(self) -> int:
        """Nothing claimed counts as none."""
        return self.cleaned_data["claimed_minutes"] or 0

    def clean(self) -> dict:
        """At least one question has an answer."""
        words = super().clean() or {}
        questions = ("what", "so_what", "what_next")
        if not any(words.get(question) or question in self.errors for question in questions):
            self.add_error("what", NOTHING_ANSWERED)
        return words

    def words(self) -> dict:
        """What the member wrote and chose, as `actions.diary` takes it."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
