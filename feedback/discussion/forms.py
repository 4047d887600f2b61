"""What members fill in to talk about an article."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from feedback.limits import NO_PATIENTS
from feedback.models.discussion import MOST_MINUTES

FURTHEST = timedelta(days=366)


class SayForm(forms.Form):
    """What a member has to say."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(
        label="Your comment",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"{NO_PATIENTS} Other members see your name with it.",
        error_messages={"required": "Write your comment first."},
    )


class FlagForm(forms.Form):
    """Why a moderator should look at a comment."""

    reason = forms.CharField(
        label="What is wrong with it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what is wrong with it, so that a moderator can act on it."},
    )


class ClubForm(forms.Form):
    """When a journal club is, for how long, and where."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    held_at = forms.DateTimeField(
        label="Date and time",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": "Give the date and time.",
            "invalid": "Give date and time such as 2027-03-01 18:30.",
        },
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=MOST_MINUTES, initial=60)
    details = forms.CharField(
        label="Where, or how to join", required=False, max_length=300, help_text="Members who may discuss see this."
    )

    def clean_held_at(self) -> Any:
        held_at = self.cleaned_data["held_at"]
        if not timezone.now() - timedelta(hours=1) < held_at < timezone.now() + FURTHEST:
            raise forms.ValidationError("Give a time within the next year.")
        return held_at
