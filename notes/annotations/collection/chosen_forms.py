"""What a member wants done with the notes that they ticked in the list."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from core.forms.rows import RowsField
from notes.annotations.collection import listing
from notes.annotations.exports import KINDS
from notes.annotations.forms import TagsField
from notes.models import Note

MOST = 50  # notes at once: as many as an entry of the diary takes; a page of the list holds fewer
ACTS = ["tag", "untag", "delete", "reflect", *KINDS]


class ChosenForm(forms.Form):
    """Which notes, and what to do with them."""

    act = forms.ChoiceField(
        choices=[(act, act) for act in ACTS],
        error_messages={"required": "Choose what to do.", "invalid_choice": "Choose what to do."},
    )
    tags = TagsField()

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data, auto_id="chosen_%s")
        self.fields["note"] = RowsField(
            listing.with_details(listing.notes(user)),
            error_messages={
                "required": "Tick at least one note first.",
                "invalid_choice": "One of those notes is no longer there. Tick them again.",
                "invalid_pk_value": "One of those notes is no longer there. Tick them again.",
            },
        )

    def clean_note(self) -> QuerySet[Note]:
        notes = self.cleaned_data["note"]
        if len(notes) > MOST:
            raise forms.ValidationError(f"Tick {MOST} notes or fewer.")
        return notes

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("act") in {"tag", "untag"} and not asked.get("tags") and "tags" not in self.errors:
            self.add_error("tags", "Type a tag first.")
        return asked

    def ticked(self) -> set[str]:
        """The ids that were ticked, for the page that asks again."""
        return set(self.data.getlist("note")) if isinstance(self.data, QueryDict) else set()

    def done(self) -> str:
        """What was done, for the message that says so."""
        count = len(self.cleaned_data["note"])
        notes = "1 note" if count == 1 else f"{count} notes"
        return {
            "tag": f"{notes} tagged.",
            "untag": f"Tag taken off {notes}.",
            "delete": f"{notes} deleted.",
        }[self.cleaned_data["act"]]


class RestoreForm(forms.Form):
    """Which deleted notes are to come back."""

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        self.fields["note"] = RowsField(Note.objects.deleted_by(user))
