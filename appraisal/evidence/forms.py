"""The form with which a member keeps a file with an entry."""

from django import forms
from django.core.files.uploadedfile import UploadedFile

from appraisal.evidence import files


class EvidenceForm(forms.Form):
    """One file: a PDF or a picture, told by its content."""

    file = forms.FileField(
        label="Add a file",
        help_text="A PDF, PNG or JPEG of 5 MB at most, such as a certificate. Leave out anything about patients.",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        max_length=255,
        error_messages={
            "required": "Choose a file first.",
            "empty": "That file is empty. Choose another.",
            "max_length": "The name of that file is too long. Shorten it, and choose it again.",
        },
    )

    def clean_file(self) -> UploadedFile:
        """The file, with its `kind` and a tidy name."""
        file = self.cleaned_data["file"]
        if file.size > files.MOST_BYTES:
            raise forms.ValidationError("That file has more than 5 MB. Choose a smaller one.")
        kind = files.kind_of(file.read(16))
        file.seek(0)
        if kind is None:
            raise forms.ValidationError("That is neither a PDF nor a PNG or JPEG picture, whatever its name says.")
        self.cleaned_data["kind"], ending = kind
        file.name = files.tidy_name(file.name, ending)
        return file
