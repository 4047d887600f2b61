"""The forms with which a member writes and edits a note."""

import re
import uuid
from typing import Any

from django import forms

from articles.models import Version
from articles.text import anchors
from core.forms.parts import field_of
from notes.annotations.collection import tags as tagging
from notes.models import MAX_TAG, Note

MAX_BODY = 10_000
MAX_QUOTE = 5_000
MAX_TAGS = 5_000

# Characters that no one types and no one sees: controls other than tab and line feed. Null is refused by itself.
CONTROLS = re.compile(r"[\x01-\x08\x0b-\x1f\x7f-\x9f]")
# What says where a passage is.
SELECTOR = ("section", "quote", "prefix", "suffix", "start", "end")
HIDDEN = ("prefix", "suffix", "start", "end", "key")
PRIVATE = "Only you can see this. Leave out anything that could identify a patient or colleague."


class WordsField(forms.CharField):
    """Words as they were typed, with the line ends of every browser made one and control characters left out."""

    default_error_messages = {
        "max_length": "That is %(show_value)d characters long. Shorten it to %(limit_value)d.",
        "null_characters_not_allowed": "Your text holds a character that cannot be kept. Type the words again.",
    }

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No maxlength: a browser would cut off pasted words without saying so."""
        return {key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"}


def body_field() -> WordsField:
    return WordsField(
        label="Your note",
        help_text=PRIVATE,
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write your note first."},
    )


class TagsField(WordsField):
    """Tags with commas between them; gives their names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Tags",
            required=False,
            max_length=MAX_TAGS,
            help_text="Words to find it by, with commas between them.",
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]  # it cleans to a list
        try:
            return tagging.split(super().clean(value))
        except tagging.TooLong as tag:
            message = f"A tag has {MAX_TAG} characters or fewer. Shorten “{str(tag)[:20]}…”."
            raise forms.ValidationError(message) from tag


class EditForm(forms.Form):
    """New words and tags for a note, with the count of its edits and the tags that it had when they were begun."""

    body = body_field()
    tags = TagsField()
    edits = forms.CharField(required=False, widget=forms.HiddenInput)
    tags_before = forms.CharField(required=False, widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, note: Note) -> dict:
        """What the form begins with."""
        tags = tagging.joined(note.tags.all())
        return {"body": note.body, "edits": note.edits, "tags": tags, "tags_before": tags}

    def clean_edits(self) -> int:
        """The count; one that no note has when it cannot be read, so that nothing is overwritten."""
        edits = self.cleaned_data["edits"]
        return int(edits) if edits.isascii() and edits.isdecimal() and len(edits) < 10 else -1

    def clean_tags_before(self) -> list[str]:
        """The tags that the form began with; none when no one can have had them."""
        try:
            return tagging.split(self.cleaned_data["tags_before"])
        except tagging.TooLong:
            return []

    def words(self) -> dict:
        """What was written, as `actions.edit` takes it. A form without a place for tags changes none."""
        words = self.cleaned_data
        tags = words["tags"] if "tags" in self.data else words["tags_before"]
        return {
            "body": words["body"],
            "edits": words["edits"],
            "add_tags": tagging.without(tags, words["tags_before"]),
            "remove_tags": tagging.without(words["tags_before"], tags),
        }


class NoteForm(forms.Form):
    """A new note: where it belongs, and its words. The place is found in the text of the version.

    `start` and `end` (code points) come from a selection; without them the quote was typed. What is wrong with a
    field that no one sees is not held against the writer: the words are looked for, the form gets a new key.
    """

    section = forms.ChoiceField(
        label="Where does it belong?",
        required=False,
        error_messages={"invalid_choice": "Choose a section of this page."},
    )
    quote = WordsField(
        label="Passage",
        required=False,
        max_length=MAX_QUOTE,
        help_text="Type or paste the exact words. We will mark them in the text.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = body_field()
    tags = TagsField()
    prefix = WordsField(  # type: ignore[assignment]  # of the quote; a form's own prefix stays as it is
        required=False, max_length=10 * anchors.CONTEXT, widget=forms.HiddenInput
    )
    suffix = WordsField(required=False, max_length=10 * anchors.CONTEXT, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        titles = [(section["id"], section["title"]) for section in version.contents if section["id"]]
        field_of(self, "section", forms.ChoiceField).choices = [("", "The whole page"), *titles]

    def clean(self) -> dict[str, Any]:
        """Find the passage, as `anchor`, and the section that it lies in."""
        super().clean()
        words = self.cleaned_data
        for name in HIDDEN:
            if self.errors.pop(name, None):
                words[name] = uuid.uuid4() if name == "key" else None if name in {"start", "end"} else ""
        words["anchor"] = None
        if not self.errors and words["quote"]:
            try:
                words["anchor"], words["section"] = anchors.locate(
                    self.version, **{name: words[name] for name in SELECTOR}
                )
            except anchors.NotFound:
                self.add_error("quote", "We could not find those words on this page.")
            except anchors.Ambiguous:
                self.add_error("quote", "Those words are on this page more than once. Add the words next to them.")
        return words
