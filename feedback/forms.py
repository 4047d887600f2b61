from typing import Any
from uuid import uuid4

from django import forms

from articles.models import Topic
from feedback.models import Reason, Vote

LONGEST_QUOTE = 500
NO_PATIENTS = "Please leave out anything that could identify a patient."


class CommentForm(forms.Form):
    """What could be better about an article, after a vote; after a no, why."""

    reason = forms.ChoiceField(
        label="What was the matter?", required=False, choices=Reason.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label="What could we improve?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"{NO_PATIENTS} Staff read this, and do not see who wrote it.",
    )
    quote = forms.CharField(
        label="Which words is it about?",
        required=False,
        max_length=LONGEST_QUOTE,
        help_text="Copy a few of them from the article.",
    )

    def __init__(self, *args: Any, vote: Vote | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if vote is None or vote.is_useful:
            del self.fields["reason"], self.fields["quote"]

    def words(self) -> dict[str, Any]:
        """What was said, as `actions.comment` takes it."""
        said = self.cleaned_data
        return {"text": said["comment"], "reason": said.get("reason", ""), "quote": said.get("quote", "")}


class MessageForm(forms.Form):
    """A message to the editors about the site."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(
        label="Your message",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=NO_PATIENTS,
        error_messages={"required": "Write your message first."},
    )
    email = forms.EmailField(
        label="Your email address",
        required=False,
        help_text="Only if you would like an answer.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # People never see this field; programs that fill every field do.
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


class ReportForm(MessageForm):
    """A problem in an article, and the words that it is in."""

    quote = forms.CharField(
        label="Which words are wrong?",
        required=False,
        max_length=LONGEST_QUOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Copy them from the article, or leave this empty if it is about the whole page.",
    )
    field_order = ["key", "quote", "body", "email", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = "What is the problem?"
        self.fields["body"].error_messages["required"] = "Say what the problem is first."
        self.fields["email"].help_text = "Only if you would like an answer, and to be told once it is fixed."


class SubscribeForm(forms.Form):
    """An address for the newsletter, about everything or one topic."""

    email = forms.EmailField(
        label="Email address",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Give the email address that the newsletter should go to.",
            "invalid": "Give an email address such as name@example.org.",
        },
    )
    topic = forms.ModelChoiceField(Topic.objects.all(), label="About", required=False, empty_label="Everything")
