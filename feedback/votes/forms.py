"""What a reader adds to their answer to “Was this useful?”"""

from typing import Any

from django import forms

from feedback.limits import LONGEST_QUOTE, NO_PATIENTS
from feedback.models import Reason, Vote


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
        data = self.cleaned_data
        return {"text": data["comment"], "reason": data.get("reason", ""), "quote": data.get("quote", "")}
