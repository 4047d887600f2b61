"""The forms of what comes after learning: objectives, and whether a What next was done."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from appraisal.models import Action, Objective
from core.forms.guarded import GuardedForm
from core.forms.parts import OLDEST, answer, day_field, has_been


def within_years(on: date | None) -> date | None:
    """The same day. Raises ValidationError for one that no plan has."""
    if on and not OLDEST <= on <= timezone.localdate().replace(day=1).replace(year=timezone.localdate().year + 20):
        raise forms.ValidationError("Enter a day within twenty years.")
    return on


class ObjectiveForm(GuardedForm, forms.ModelForm):
    """What a member wants to learn or change, by when, and what came of it."""

    GUARDED = ("title", "reason", "outcome")

    reason = answer("Why, and how you will know that you are there", rows=3)
    due_on = day_field("By when", required=False)
    done_on = day_field("Reached on", required=False)
    outcome = answer("What came of it", rows=3)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Objective
        fields = ("title", "reason", "due_on", "done_on", "outcome")
        labels = {"title": "What you want to learn or change"}
        error_messages = {
            "title": {
                "required": "Say in a few words what you want to learn or change.",
                "max_length": "Shorten this to %(limit_value)d characters.",
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        if not self.instance.pk:  # nobody reaches what they have only just set out for
            del self.fields["done_on"], self.fields["outcome"]

    def clean_due_on(self) -> date | None:
        return within_years(self.cleaned_data["due_on"])

    def clean_done_on(self) -> date | None:
        return has_been(self.cleaned_data["done_on"]) if self.cleaned_data["done_on"] else None

    def words(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}


class ActionForm(GuardedForm, forms.ModelForm):
    """Whether a What next was done and what changed; or when to ask again."""

    GUARDED = ("outcome",)

    done_on = day_field("Done on", required=False, hint="Leave it empty if it is still to be done.")
    outcome = answer("What changed?", "For your patients, your team or you. Nothing changed is an answer too.")
    due_on = day_field("Or ask me again on", hint="Counts only while it is not done.")

    class Meta:
        model = Action
        fields = ("done_on", "outcome", "due_on")

    def clean_done_on(self) -> date | None:
        return has_been(self.cleaned_data["done_on"]) if self.cleaned_data["done_on"] else None

    def clean_due_on(self) -> date | None:
        return within_years(self.cleaned_data["due_on"])

    def clean(self) -> dict:
        """What changed belongs to what was done."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") and not cleaned.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the day it was done, so that what changed can be kept with it.")
        return cleaned
