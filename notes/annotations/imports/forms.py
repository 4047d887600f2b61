"""The form with which a member brings in a file of annotations."""

from django import forms
from django.template.defaultfilters import filesizeformat

from notes.annotations.imports import document


class UploadForm(forms.Form):
    """A file of Web Annotations, as its text."""

    file = forms.FileField(
        label="File",
        help_text=f"JSON-LD, up to {document.MAX_BYTES // 1024 // 1024} MB: an export of your notes from here, or of "
        "another tool that writes W3C Web Annotations.",
        widget=forms.FileInput(attrs={"accept": ".jsonld,.json,application/ld+json,application/json"}),
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty.",
            "missing": "Choose a file.",
        },
    )

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > document.MAX_BYTES:
            most = filesizeformat(document.MAX_BYTES)
            raise forms.ValidationError(f"This file has {filesizeformat(file.size)}. Import up to {most} at a time.")
        try:
            text = file.read().decode("utf-8-sig")
            document.annotations(text)
        except UnicodeDecodeError as error:
            message = "This is not a file of Web Annotations: its text is not UTF-8."
            raise forms.ValidationError(message) from error
        except document.NotAnnotations as error:
            raise forms.ValidationError(str(error)) from error
        return text
