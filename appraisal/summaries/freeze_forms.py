"""What a member adds to a summary before it is frozen, and what they do with it then."""

import uuid
from typing import TYPE_CHECKING

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from appraisal.diary.link_fields import NoteChoice
from appraisal.models import Summary
from appraisal.summaries.document import codes, layouts
from appraisal.summaries.document.build import Choices, Words
from core.forms.parts import day, field_of
from core.periods import moments
from notes.models import Note
from notes.reading.history import linked

if TYPE_CHECKING:
    from accounts.models import User

MAX_OVERVIEW = 10_000
MAX_DETAIL = 200
OFFERED_NOTES = 200  # the newest of the period
DAYS = [(7, "7 days"), (14, "14 days"), (30, "30 days"), (90, "90 days")]
TOO_LONG = "Shorten this to %(limit_value)d characters. It has %(show_value)d."


class FreezeForm(forms.Form):
    """Everything here is the member's own: nothing is ticked for them, and nothing of it is in an address."""

    # The fields that hold text of the member's own.
    TEXT = ("overview", "ai_help")

    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "Open this page again, then send it once more."}
    )
    overview = forms.CharField(
        required=False,
        max_length=MAX_OVERVIEW,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": TOO_LONG},
    )
    notes = NoteChoice(
        Note.objects.none(),
        label="Private notes to show",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None is shown unless you tick it.",
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_pk_value"], "One of those notes is not yours or not of this period."
        ),
    )
    declarations = forms.MultipleChoiceField(
        label="I declare",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(layouts.declarations().items()),
        error_messages={"invalid_choice": "Choose from the list what you declare."},
    )
    ai_help = forms.CharField(
        label="Help from artificial intelligence",
        required=False,
        max_length=MAX_DETAIL,
        help_text="What you used it for, if you did. Printed under your declarations.",
        error_messages={"max_length": TOO_LONG},
    )
    supersedes = forms.ChoiceField(
        label="This replaces",
        required=False,
        error_messages={"invalid_choice": "That summary has been replaced or deleted meanwhile. Choose another."},
    )

    def __init__(self, data: QueryDict | None = None, *, user: "User", choices: Choices) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), "supersedes": ""})
        self.choices = choices
        self.layout = layouts.layout_of(user.regulator)
        headings, overview = self.layout["headings"], self.fields["overview"]
        overview.label, overview.help_text = headings["overview"], self.layout["overview_hint"]
        field_of(self, "notes", NoteChoice).queryset = notes_of(user, choices)
        self.older = {str(summary.pk): summary for summary in not_superseded(user)}
        named = [(pk, f"the summary of {label(summary)}") for pk, summary in self.older.items()]
        field_of(self, "supersedes", forms.ChoiceField).choices = [("", "No earlier summary"), *named]
        for detail in self.layout["details"]:
            self.fields[f"detail_{detail['key']}"] = forms.CharField(
                label=detail["label"],
                required=False,
                max_length=MAX_DETAIL,
                error_messages={"max_length": TOO_LONG},
            )

    def details(self) -> list[forms.BoundField]:
        """The fields of the header, in the order of the layout."""
        return [self[f"detail_{detail['key']}"] for detail in self.layout["details"]]

    def words(self) -> Words:
        """What to add, once the form is valid."""
        given = self.cleaned_data
        declared = [layouts.declarations()[key] for key in given["declarations"]]
        ai_help = [f"Help from artificial intelligence: {given['ai_help']}"] if given["ai_help"] else []
        return Words(
            overview=given["overview"],
            details=tuple(
                (detail["label"], given[f"detail_{detail['key']}"])
                for detail in self.layout["details"]
                if given[f"detail_{detail['key']}"]
            ),
            declarations=(*declared, *ai_help),
            notes=frozenset(note.pk for note in given["notes"]),
        )

    def superseded(self) -> Summary | None:
        """The summary that this one is to supersede."""
        return self.older.get(self.cleaned_data["supersedes"])


def notes_of(user: "User", choices: Choices) -> QuerySet[Note]:
    """The newest notes of the period, to be ticked one by one."""
    since, until = moments(choices.start, choices.end)
    mine = Note.objects.owned_by(user).filter(created_at__gte=since, created_at__lt=until)
    offered = mine.order_by("-created_at", "-pk").values_list("pk", flat=True)[:OFFERED_NOTES]
    return linked(Note.objects.filter(pk__in=list(offered)))


def not_superseded(user: "User") -> QuerySet[Summary]:
    """The summaries that a later one can supersede, newest first."""
    return Summary.objects.owned_by(user).filter(successor=None).defer("document")


def label(summary: Summary) -> str:
    """1 January 2026 to 31 December 2026, frozen on 5 January 2027."""
    frozen = timezone.localdate(summary.frozen_at)
    return f"{day(summary.starts_on)} to {day(summary.ends_on)}, frozen on {day(frozen)}"


class ShareForm(forms.Form):
    """For how long an appraiser's link lasts."""

    key = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": "Open this page again, then send the form."}
    )
    days = forms.TypedChoiceField(
        label="It lasts",
        choices=DAYS,
        coerce=int,
        error_messages={"invalid_choice": "Choose from the list.", "required": "Choose how long the link lasts."},
    )


class EmailForm(forms.Form):
    """The address that a portfolio receives learning at."""

    address = forms.EmailField(
        label="Address of your diary",
        help_text="The address that FourteenFish, or another portfolio, gives you for sending learning to it.",
        error_messages={"required": "Enter the address of your diary.", "invalid": "Enter a whole email address."},
    )


NO_CODE = "A code has 20 letters and digits. Check what you typed against the summary."


class CodeForm(forms.Form):
    """The code that is printed on a summary."""

    code = forms.CharField(
        label="Code",
        max_length=60,
        help_text="Four groups of five letters and digits, such as 7H2KM-9QXRT-B4C8W-ZN3VD.",
        error_messages={
            "required": "Enter the code that is printed on the summary.",
            "max_length": NO_CODE,
        },
    )

    def clean_code(self) -> str:
        """The code as it is stored, however it was typed."""
        return code_in(self.cleaned_data["code"])


def code_in(typed: str) -> str:
    """The code as it is stored, however it was typed. Raises ValidationError for what is none."""
    code = codes.tidy(typed)
    if not codes.is_code(code):
        raise forms.ValidationError(NO_CODE)
    return code


class UploadForm(forms.Form):
    """A file that someone was given."""

    file = forms.FileField(
        label="PDF or JSON file",
        help_text="We read it once, compare it, and do not keep it. One that differs by a single byte is refused.",
        allow_empty_file=True,
        error_messages={"required": "Choose the file that you were given."},
    )
    of = forms.CharField(
        label="The code that came with it",
        max_length=60,
        required=False,
        help_text="With it, the file must be of that very summary.",
        error_messages={"max_length": NO_CODE},
    )

    def clean_of(self) -> str:
        """The code as it is stored, or nothing."""
        typed = self.cleaned_data["of"]
        return code_in(typed) if typed else ""
