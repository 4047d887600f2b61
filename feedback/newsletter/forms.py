"""Where the newsletter is to go, and what it is to be about."""

from django import forms

from articles.models import Topic


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
