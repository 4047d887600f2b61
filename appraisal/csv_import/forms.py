"""The form with which a member brings in learning done elsewhere."""

from django import forms

from appraisal.csv_import import table as importing
from notes.annotations.forms import WordsField


class ImportForm(forms.Form):
    """A CSV file, or its text; `table` is what was found in it, once it is valid."""

    file = forms.FileField(
        label="CSV file",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={
            "empty": "That file is empty. Choose another.",
            "max_length": "The name of that file is too long.",
        },
        max_length=255,
    )
    text = WordsField(
        label="Or paste it here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "null_characters_not_allowed": "The text holds characters that cannot be kept. Save it as CSV again."
        },
    )

    table: importing.Table

    def clean(self) -> dict:
        """Read the table. What is wrong with a line is said in the table, not here."""
        sent = super().clean() or {}
        if self.errors:
            return sent
        try:
            sent["text"] = self._text()
            sent["text"] = importing.clean(sent["text"])
            self.table = importing.read(sent["text"])
        except importing.Unreadable as unreadable:
            self.add_error("file" if self.files else "text", str(unreadable))
        return sent

    def _text(self) -> str:
        file = self.cleaned_data["file"]
        if file and file.size > 4 * importing.MOST_CHARACTERS:
            raise importing.Unreadable("That file is too large. Import it in two parts.")
        text = importing.decode(file.read()).replace("\0", "") if file else self.cleaned_data["text"]
        if not text.strip():
            raise importing.Unreadable("Choose a file, or paste its text.")
        return text
