from uuid import uuid4

from django import forms

from articles.models import Topic

_NO_PATIENTS = "Please leave out anything that could identify a patient."


class CommentForm(forms.Form):
    """What could be better about an article, after a vote."""

    comment = forms.CharField(
        label="What could we improve?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"{_NO_PATIENTS} Staff read this, and do not see who wrote it.",
    )


class MessageForm(forms.Form):
    """A message to the editors about the site."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(
        label="Your message",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_NO_PATIENTS,
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
