"""The forms about what was logged. Those of a page name it by its version and the moment at which it was loaded."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from articles.models import Topic
from core.forms.guarded import GuardedForm
from core.forms.rows import RowsField, is_id
from notes.models import MOST_CLAIMED_MINUTES, PageView, Preference

QUESTION_HINT = "In a few words, without names. It helps you to reflect later."
KEEP = [
    ("", "Until I delete it"),
    *((months, f"{months // 12} year{'s' * (months > 12)}") for months in (12, 24, 36, 60, 120)),
]


class PageForm(forms.Form):
    """Which page in which visit. No one types it."""

    version = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    at = forms.CharField()

    def clean_at(self) -> datetime:
        """A moment in ISO 8601; without a time zone it is in UTC."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["at"])
            return at.astimezone(UTC) if timezone.is_aware(at) else timezone.make_aware(at, UTC)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError("Not a moment.") from error


class BeatForm(PageForm):
    """How long the reader has been active in the visit, in seconds."""

    seconds = forms.IntegerField(min_value=0, max_value=2**31 - 1)


class QuestionForm(GuardedForm, PageForm):
    """What led to a visit, in one line."""

    GUARDED = ("question",)

    question = forms.CharField(required=False, max_length=300)


class ViewForm(GuardedForm, forms.ModelForm):
    """What led to a visit, how long it took by its owner's own account, and whether lists show it."""

    GUARDED = ("question",)

    claimed_minutes = forms.IntegerField(
        label="Minutes you say it took",
        help_text="If the measured time is not right, such as when you read on paper. Both are kept, and told apart.",
        required=False,
        min_value=0,
        max_value=MOST_CLAIMED_MINUTES,
        error_messages={
            "invalid": "Enter whole minutes, such as 15.",
            "min_value": "Enter 0 or more minutes.",
            "max_value": "One visit can be %(limit_value)d minutes at most.",
        },
    )
    is_hidden = forms.BooleanField(
        label="Hide it from lists and summaries",
        help_text="It stays yours: take the tick off to see it again.",
        required=False,
    )

    class Meta:
        model = PageView
        fields = ("question", "claimed_minutes")
        labels = {"question": "The question that led here"}
        help_texts = {"question": QUESTION_HINT}
        error_messages = {"question": {"max_length": "Shorten this to %(limit_value)d characters."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["is_hidden"] = self.instance.hidden_at is not None


def view_ids(sent: QueryDict) -> list[int]:
    """The visits that a form names, as many as a page can show. What is no id is passed over."""
    return [int(pk) for pk in sent.getlist("view")[:500] if is_id(pk)]


class PreferenceForm(forms.ModelForm):
    """What a member chooses for their log and diary."""

    keep_months = forms.TypedChoiceField(
        label="Keep my reading log for",
        help_text="What is older is deleted for good. Your reflections stay, with the articles they came from.",
        choices=KEEP,
        coerce=int,
        empty_value=None,
        required=False,
    )
    topics = RowsField(
        Topic.objects.all(),
        label="What your work covers",
        help_text="Your activity then shows which of these topics you have read about, and which not yet.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the list.", "invalid_pk_value": "Choose from the list."},
    )

    class Meta:
        model = Preference
        fields = ("keep_months", "is_mailed_weekly", "topics")
        labels = {"is_mailed_weekly": "Write to me each week when there is something to reflect on"}
        help_texts = {"is_mailed_weekly": "How many reads are waiting, and a link. Never what you read or wrote."}
