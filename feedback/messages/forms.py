"""What people write to the editors."""

from typing import Any
from uuid import uuid4

from django import forms

from feedback.limits import LONGEST_QUOTE, NO_PATIENTS


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
