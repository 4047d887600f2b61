"""What the desk's forms take in."""

import re
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils import timezone

from articles import actions
from articles.desk.editor import BodyWidget
from articles.fields import FIELDS, NAMES, Field, Kind
from articles.models import Article, Audience, Reference, Significance, Status, Version

_STRUCK = re.compile(r"<(del|s|strike)\b[^>]*>(.*?)</\1>", re.I | re.DOTALL)
NOT_SAVED = "This is what you typed. It is not saved yet: look it over, and save it."


class LinesField(forms.CharField):
    """A list of short texts, typed one a line. Empty lines are dropped."""

    widget = AdminTextareaWidget

    def __init__(self, *, max_lines: int | None = None, **kwargs: Any) -> None:
        self.max_lines = max_lines
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # it reads a list
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if self.max_lines and len(value) > self.max_lines:
            raise ValidationError(f"{len(value)} lines, and room for {self.max_lines}. Merge or cut some.")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class ArticlesField(LinesField):
    """Articles, one a line: the document id first, then whatever helps to read it. One query, however many."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(f"{article.document_id} {article.working_title}" for article in value)
        return value

    def clean(self, value: Any) -> Any:
        """The articles in their order, each once. Raises ValidationError for a line that names none."""
        lines = super().clean(value)
        numbers = dict.fromkeys(line.split()[0] for line in lines)
        wanted = [int(number) for number in numbers if number.isdecimal() and len(number) < 10]
        found = {str(article.document_id): article for article in Article.objects.filter(document_id__in=wanted)}
        if unknown := [number for number in numbers if number not in found]:
            raise ValidationError(f"No article has the document ID {', '.join(unknown)}. Plan it first, or correct it.")
        return [found[number] for number in numbers]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or []) != "\n".join(self.to_python(data))


class ArticleForm(forms.ModelForm):
    synonyms = LinesField(
        required=False,
        help_text="Other names that people search for, one a line.",
        widget=AdminTextareaWidget({"rows": 4}),
    )
    leaflet = ArticlesField(
        required=False,
        max_lines=1,
        help_text="The document ID of the article for patients that goes with this one.",
        widget=AdminTextInputWidget,
    )
    see_also = ArticlesField(
        required=False,
        help_text="Document IDs, one a line, in the order in which readers see them. The titles are only for you.",
        widget=AdminTextareaWidget({"rows": 4}),
    )

    class Meta:
        model = Article
        fields = ("document_id", "working_title", "audience", "topics", "synonyms", "leaflet", "owner", "deputy")
        widgets = {"topics": forms.CheckboxSelectMultiple, "working_title": AdminTextInputWidget({"size": 80})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["leaflet"] = [self.instance.leaflet] if self.instance.leaflet else []
            self.initial["see_also"] = [entry.other for entry in self.instance.see_also.select_related("other")]

    def clean_leaflet(self) -> Article | None:
        leaflet = next(iter(self.cleaned_data["leaflet"]), None)
        if leaflet and leaflet.audience != Audience.PATIENT:
            raise ValidationError(f"{leaflet} is not written for patients, so it cannot be the leaflet.")
        return leaflet

    def clean_see_also(self) -> list[Article]:
        if self.instance.pk in [other.pk for other in self.cleaned_data["see_also"]]:
            raise ValidationError("An article does not point to itself.")
        return self.cleaned_data["see_also"]


def _widget(field: Field) -> forms.Widget:
    """In what a field of a version is typed."""
    if field.kind == Kind.HTML:
        addresses = {"lookup": "admin:articles_article_lookup", "paste": "admin:articles_version_paste"}
        return BodyWidget({f"data-{name}": reverse_lazy(address) for name, address in addresses.items()})
    if field.kind == Kind.LINE and field.longest <= 300:
        return AdminTextInputWidget({"size": 80})
    return AdminTextareaWidget({"rows": field.rows})


class VersionForm(forms.ModelForm):
    """The words of a draft, and the count of saves that its editor has seen."""

    key_points = LinesField(
        required=False,
        label="At a glance",
        help_text="One point a line, four at most.",
        widget=AdminTextareaWidget({"rows": 4}),
    )
    edits_seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Version
        fields = NAMES
        widgets = {field.name: _widget(field) for field in FIELDS if field.kind != Kind.CHOICE}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved: Version | None = None  # what someone else saved meanwhile
        self.seen: int | None = None  # how many saves this editor had seen then
        if "title" in self.fields:  # whoever only reads has no fields
            self.fields["title"].required = False  # peer review asks for what is missing, saving does not
        if not self.is_bound:
            self.initial["edits_seen"] = self.instance.edits

    def clean_body(self) -> str:
        """Refuse words that are struck out, which a page would print. Only what is typed as HTML can hold them."""
        if struck := _STRUCK.search(self.cleaned_data["body"]):
            words = " ".join(re.sub(r"<[^>]*>", "", struck[2]).split())
            raise ValidationError(f"Words are struck out: “{words}”. Take them out, or they would be printed.")
        return self.cleaned_data["body"]

    def clean(self) -> dict[str, Any] | None:
        """Refuse to overwrite what this editor has not seen. A second save, with it on the screen, goes through."""
        cleaned = super().clean()
        if "hold" in self.data:
            raise ValidationError(NOT_SAVED)
        if self.instance.pk and self.cleaned_data.get("edits_seen") != self.instance.edits:
            self.seen = self.cleaned_data.get("edits_seen")
            self.saved = Version.objects.prefetch_related("references").get(pk=self.instance.pk)
            data = self.data.copy()  # type: ignore[attr-defined]  # of the form it is mixed into
            data[self.add_prefix("edits_seen")] = str(self.instance.edits)
            self.data = data
            raise ValidationError(
                "Someone else saved this draft after you opened it. Nothing of theirs was overwritten, and your words "
                "are still here, unsaved. Compare the two below, bring over what you want to keep, and save again."
            )
        return cleaned


class ReferenceForm(forms.ModelForm):
    class Meta:
        model = Reference
        fields = actions.REFERENCE_FIELDS
        widgets = {
            "authors": AdminTextInputWidget({"size": 80}),
            "title": AdminTextInputWidget({"size": 80}),
            "url": AdminTextInputWidget({"size": 60, "type": "url"}),
        }

    def validate_unique(self) -> None:
        """Left to the set of rows: every save replaces all of them, so those in the database do not count."""

    validate_constraints = validate_unique


class ReferenceFormSet(forms.BaseInlineFormSet):
    """A draft's references as one list that is saved whole, by key.

    Rows carry no row number of the database, so that a list which someone else replaced meanwhile
    is still shown, checked and saved as it was typed. An emptied row is dropped.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and self.instance.pk:
            self.initial_extra = list(self.instance.references.values(*actions.REFERENCE_FIELDS))
            self.extra = len(self.initial_extra)

    def get_queryset(self) -> Any:
        return Reference.objects.none()

    def initial_form_count(self) -> int:
        return 0

    def rows(self) -> list[dict[str, str]]:
        """The references as they were typed, in their order."""
        return [
            {name: form.cleaned_data.get(name) or "" for name in actions.REFERENCE_FIELDS}
            for form in self.forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]

    def clean(self) -> None:
        keys = [row["key"] for row in self.rows() if row["key"]] if not any(self.errors) else []
        if twice := sorted({key for key in keys if keys.count(key) > 1}):
            raise ValidationError(f"Two references have the key {', '.join(twice)}. Give each its own.")


class MoveForm(forms.Form):
    """A move with a comment for the record."""

    comment = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2, "cols": 60}))

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version


class SubmitForm(MoveForm):
    comment = forms.CharField(
        required=False, label="Note for the reviewer (optional)", widget=forms.Textarea(attrs={"rows": 2, "cols": 60})
    )


class ChangesForm(MoveForm):
    comment = forms.CharField(label="What should change", widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))


class ApproveForm(MoveForm):
    """An approval of the words that the reviewer had on the screen."""

    edits = forms.IntegerField(widget=forms.HiddenInput)
    interests = forms.CharField(
        required=False,
        label="Your declaration of interests, for readers (optional)",
        widget=forms.TextInput(attrs={"size": 60}),
    )
    comment = forms.CharField(
        required=False, label="Comment (optional)", widget=forms.Textarea(attrs={"rows": 2, "cols": 60})
    )
    is_full_check = forms.BooleanField(required=False, label="I checked the whole page against its sources")
    despite_comments = forms.BooleanField(required=False)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, version=version, **kwargs)
        self.initial["edits"] = version.edits
        if count := actions.open_comments(version):
            are = "1 comment is" if count == 1 else f"{count} comments are"
            self.fields["despite_comments"].label = f"{are} open. Approve all the same"
        else:
            del self.fields["despite_comments"]
        before = Version.objects.with_check().get(pk=version.pk).checked_on
        if before is None or version.significance == Significance.EDITORIAL:
            del self.fields["is_full_check"]
        else:
            self.fields["is_full_check"].help_text = (
                f"“Last checked” then becomes {timezone.localdate():%-d %B %Y} once it is published, if its publisher "
                f"confirms it. Otherwise it stays {before:%-d %B %Y}."
            )


# Reasons that are given with one tap, as readers see them. Words of one's own may follow, or stand alone.
PRESETS = {
    "unsafe": "It may not be safe to use: something that it says about treatment is wrong.",
    "reported": "We have a report that something in it is wrong, and are looking into it.",
    "outdated": "It is out of date.",
    "moved": "What it said is part of another article now.",
}


class WithdrawForm(MoveForm):
    """The reason for readers, by one tap or in words, and what to read instead."""

    field_order = ("withdraw_at", "preset", "comment", "replacement", "keeps_schedule")

    preset = forms.ChoiceField(
        required=False, label="Reason, for readers", choices=list(PRESETS.items()), widget=forms.RadioSelect
    )
    comment = forms.CharField(
        required=False, label="In your own words, for readers", widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )
    replacement = ArticlesField(
        required=False,
        max_lines=1,
        label="What to read instead (optional)",
        help_text="The document ID of a published article.",
        widget=forms.TextInput(attrs={"size": 20}),
    )
    keeps_schedule = forms.BooleanField(required=False)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, version=version, **kwargs)
        if waiting := actions.next_set(version):
            at = f"{timezone.localtime(waiting.publish_at):%-d %B %Y, %H:%M}"
            self.fields["keeps_schedule"].label = f"Still let version {waiting.number} go live on {at}"
            self.fields["keeps_schedule"].help_text = "Otherwise nothing goes live by itself: that time is taken back."
        else:
            del self.fields["keeps_schedule"]

    def clean_replacement(self) -> Article | None:
        return next(iter(self.cleaned_data["replacement"]), None)

    def clean(self) -> dict[str, Any]:
        """One reason of the two."""
        cleaned = super().clean() or self.cleaned_data
        reasons = [PRESETS.get(cleaned.pop("preset", ""), ""), cleaned.get("comment", "")]
        cleaned["comment"] = " ".join(reason.strip() for reason in reasons if reason.strip())
        if not cleaned["comment"]:
            self.add_error("comment", "Choose a reason, or write one: readers see it.")
        return cleaned


class ScheduleWithdrawalForm(WithdrawForm):
    withdraw_at = forms.DateTimeField(
        label="Withdraw at",
        help_text="British time. It is withdrawn within minutes of it, and nothing goes live by itself after that.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, version=version, **kwargs)
        self.fields.pop("keeps_schedule", None)


class AmendForm(forms.Form):
    """What a published version says for readers that it changed, in other words."""

    change_note = forms.CharField(
        max_length=300,
        label="What changed, in one line for readers",
        help_text="What it says now stays on record, and its history shows both.",
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["change_note"] = version.printed_change_note


class PressForm(forms.Form):
    """A move that asks for nothing."""

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def _is_later(day: date) -> None:
    if day <= timezone.localdate():
        raise ValidationError("Give a day after today.")


def _day(since: str) -> forms.DateField:
    return forms.DateField(
        required=False,
        label="Next check",
        help_text=f"About three years from {since}, on a day on which few are due, unless you give one.",
        validators=[_is_later],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WhatChangedForm(forms.Form):
    """What publishing asks for: the line for readers, if the version has none."""

    change_note = forms.CharField(
        max_length=300, label="What changed, in one line for readers", widget=forms.TextInput(attrs={"size": 60})
    )

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version.number == 1 or version.change_note.strip():
            del self.fields["change_note"]


class PublishForm(WhatChangedForm):
    """Whether the whole page was checked: asked, never assumed. It says what the dates will be in each case."""

    is_full_check = forms.TypedChoiceField(
        label="Was the whole page checked against its sources?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the whole page was checked."},
    )
    next_check_on = _day("the check, if it was checked")

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        super().__init__(*args, version=version, **kwargs)
        if version.significance == Significance.EDITORIAL and not actions.is_first_check(version):
            del self.fields["is_full_check"], self.fields["next_check_on"]
        elif version.approved_by:
            self.fields["is_full_check"].choices = _answers(version)  # type: ignore[attr-defined]  # a choice


def _answers(version: Version) -> list[tuple[str, str]]:
    """Yes and no, each with the dates that readers will see."""
    check = actions.declared(version, True, by=version.author)
    assert check is not None  # noqa: S101 - yes is a check
    day, due = f"{check.on:%-d %B %Y}", f"{actions.next_check(check.on):%-d %B %Y}"
    yes = f"Yes, {'at the peer review' if check.by == version.approved_by else 'by me, today'}. "
    yes += f"“Last checked” becomes {day}, and the next review is due on {due} unless you give a day."
    before = Version.objects.with_check().get(pk=version.pk)
    if before.checked_on is None:
        return [("yes", yes), ("no", "No. Nobody has checked it yet, so it cannot be published.")]
    day, due = f"{before.checked_on:%-d %B %Y}", f"{before.next_check_on:%-d %B %Y}"
    return [("yes", yes), ("no", f"No. “Last checked” stays {day}, and the next review is due on {due}.")]


class ScheduleForm(PublishForm):
    publish_at = forms.DateTimeField(
        label="Publish at",
        help_text="British time. It goes live within minutes of it.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class CheckForm(MoveForm):
    next_check_on = _day("today")
    comment = forms.CharField(
        required=False, label="Comment (optional)", widget=forms.Textarea(attrs={"rows": 2, "cols": 60})
    )


def is_draft(version: Version | None) -> bool:
    return version is not None and version.status == Status.DRAFT
