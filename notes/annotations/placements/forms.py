"""The forms with which a member chooses the place of a note in a later version."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from articles.text.anchors import Anchor
from core.forms.parts import field_of
from notes.annotations.forms import NoteForm

if TYPE_CHECKING:
    from articles.models import Version
    from notes.models import Placement


class PassageForm(NoteForm):
    """Another passage for a note: the exact words, or what was selected."""

    body = None  # type: ignore[assignment]  # takes the field away
    key = None  # type: ignore[assignment]  # takes the field away

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].widget = forms.HiddenInput()
        self.fields["quote"].required = True
        self.fields["quote"].label = "Exact words of the new passage"
        self.fields["quote"].help_text = "Type or paste them as they stand on the page."
        self.fields["quote"].error_messages["required"] = "Type or paste the words of the passage first."

    def place(self) -> tuple[str, Anchor | None]:
        """Where the note is to stand: the id of the section, and the passage."""
        return self.cleaned_data["section"], self.cleaned_data["anchor"]


class SectionForm(forms.Form):
    """Another section for a note on a section, or the whole page."""

    section = forms.ChoiceField(
        label="Where does it belong now?",
        required=False,
        error_messages={"invalid_choice": "Choose a section of this page."},
    )

    def __init__(self, *args: Any, version: "Version", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [(part["id"], part["title"]) for part in version.contents if part["id"]]
        field_of(self, "section", forms.ChoiceField).choices = [("", "The whole page"), *titles]

    def place(self) -> tuple[str, Anchor | None]:
        """Where the note is to stand: the id of the section, and no passage."""
        return self.cleaned_data["section"], None


def place_form(placement: "Placement", data: QueryDict | None = None) -> PassageForm | SectionForm:
    """The form for another place, by what the note is on."""
    kind = PassageForm if placement.note.quote else SectionForm
    return kind(data, version=placement.version, auto_id=f"p{placement.pk}_%s")
