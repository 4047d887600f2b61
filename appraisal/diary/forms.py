"""The form with which a member writes an entry of their diary."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from appraisal import rules
from appraisal.diary.link_fields import MOST_VISITS, NoteChoice, ObjectiveChoice, ReadChoice, rows_field
from appraisal.models import MAX_CLAIMED_MINUTES, Entry, Objective
from appraisal.rules.files import prompts_for
from core.forms.guarded import GuardedForm
from core.forms.parts import OLDEST, answer, day_field, field_of, has_been, tick
from core.forms.rows import ids_in, is_id
from core.periods import midnight, months_on
from notes.models import Note, PageView
from notes.models.reading import PageViewQuerySet
from notes.reading import history

if TYPE_CHECKING:
    from accounts.models import User

# What is offered to choose from: the newest reads and notes of the last months, and those already chosen.
OFFERED = 8
OFFERED_MONTHS = 3
NOTHING_ANSWERED = "Answer at least one of the three questions. A few words are enough."
# What stands under "More": asked of few entries, so that the rest stays short.
MORE = (
    "model",
    "benefit",
    "question",
    "method",
    "participatory_minutes",
    "ended_on",
    "provider",
    "link",
    "is_planned",
    "planned_on",
    "plan",
    "standards",
    "clause",
    "role",
    "objectives",
    "is_significant",
    "is_in_summary",
)


def minutes_field(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=MAX_CLAIMED_MINUTES,
        error_messages={
            "invalid": "Enter whole minutes, such as 45.",
            "min_value": "Enter 0 or more minutes.",
            "max_value": "One entry can claim %(limit_value)d minutes at most.",
        },
    )


class EntryForm(GuardedForm, forms.ModelForm):
    """What? So what? What next? – with a title, a date, the minutes claimed and what the entry came from."""

    GUARDED = Entry.TEXT

    what, so_what, what_next, benefit = answer(), answer(), answer(), answer(rows=3)
    look_again_on = day_field(
        "Look at it again on", required=False, hint="We will ask then whether it was done, and what changed."
    )
    page_views = rows_field(
        ReadChoice, PageView.objects.none(), "Pages you read", "One of those pages is not in your log."
    )
    notes = rows_field(NoteChoice, Note.objects.none(), "Notes you wrote", "One of those notes is not yours to choose.")
    objectives = rows_field(
        ObjectiveChoice, Objective.objects.none(), "Objectives it serves", "One of those objectives is not yours."
    )
    claimed_minutes = minutes_field("Minutes you claim", "")
    participatory_minutes = minutes_field(
        "Minutes with other professionals", "Of those you claim. Reading alone is none."
    )
    ended_on = day_field("Last day", required=False, hint="When it took more than one day.")
    planned_on = day_field("Planned on", required=False)
    plan = answer(rows=2)
    model = forms.ChoiceField(label="How it asks", required=False)
    method = forms.ChoiceField(label="How you learned", required=False)
    standards = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    is_significant = tick("One of the most significant this year")
    is_anonymous = tick("I have read it again: nobody could be identified from it")
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    edits = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = Entry
        fields = (
            "title",
            "learned_on",
            *Entry.QUESTIONS,
            "claimed_minutes",
            *(name for name in MORE if name not in {"objectives", "is_significant", "standards"}),
        )
        widgets = {
            "learned_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "link": forms.URLInput(attrs={"type": "url"}),
        }
        help_texts = {"learned_on": ""}
        labels = {
            "learned_on": "Date",
            "question": "The question or need that led to it",
            "is_planned": "I had planned to learn this",
            "is_in_summary": "It may go into a summary",
        }
        error_messages = {
            "title": {
                "required": "Give it a title, so that you find it again.",
                "max_length": "Shorten the title to %(limit_value)d characters.",
            },
            "learned_on": {"required": "Enter the date.", "invalid": "Enter a date such as 2026-11-17."},
            "link": {"invalid": "Enter a web address, such as https://www.nice.org.uk."},
            **{
                name: {"max_length": "Shorten this to %(limit_value)d characters."}
                for name in ("question", "provider", "clause", "role")
            },
        }

    def __init__(
        self, *args: Any, user: "User", views: Iterable[int] = (), notes: Iterable[int] = (), **kwargs: Any
    ) -> None:
        """`views` and `notes` are ids to begin with; those of others are not offered."""
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial.setdefault("key", uuid.uuid4())
        self.initial["edits"] = self.instance.edits
        self._offer_reads(PageView.objects.owned_by(user), views)
        self._offer_notes(Note.objects.owned_by(user), notes)
        field_of(self, "objectives", ObjectiveChoice).queryset = Objective.objects.owned_by(user)
        self.rules = rules.rules(user.regulator, timezone.localdate(self.instance.created_at))
        self._begin_with_links()
        self._ask()
        self._offer_standards()

    def _offer_reads(self, mine: PageViewQuerySet, begun_with: Iterable[int]) -> None:
        """Offer all visits to the pages that were read last, those already linked, and those just chosen."""
        linked, chosen = self._linked("page_views", begun_with), self._chosen("page_views")
        recent = mine.visible().filter(opened_at__gte=self._since())
        newest = Q(pk__in=recent.filter(version__in=history.opened_last(recent, OFFERED)).values("pk"))
        views = mine.filter(newest | Q(pk__in={*linked, *chosen})).annotate(is_reflected=Exists(Entry.links_to_visit()))
        offered = history.linked(views).order_by("-opened_at", "-pk")
        field_of(self, "page_views", ReadChoice).offer(offered, linked, chosen if self.is_bound else linked)

    def _offer_notes(self, mine: QuerySet[Note], begun_with: Iterable[int]) -> None:
        """Offer the newest notes, those already linked, and those just chosen."""
        linked, chosen = self._linked("notes", begun_with), self._chosen("notes")
        recent = mine.filter(created_at__gte=self._since()).order_by("-created_at")
        known = {*recent.values_list("pk", flat=True)[:OFFERED], *linked, *chosen}
        offered = history.linked(mine.filter(pk__in=known)).order_by("-created_at")
        field_of(self, "notes", NoteChoice).queryset = offered

    def _linked(self, field: str, begun_with: Iterable[int]) -> list[int]:
        """The ids of the rows to begin with: those that the entry has, or a new one is to have."""
        self.initial[field] = (
            [row.pk for row in getattr(self.instance, field).all()] if self.instance.pk else begun_with
        )
        return list(self.initial[field])

    def _chosen(self, field: str) -> list[int]:
        """The ids that were sent."""
        sent = self.data.getlist(field) if isinstance(self.data, QueryDict) else []
        return [int(pk) for pk in ids_in(sent)[:MOST_VISITS] if is_id(pk)]

    def _since(self) -> datetime:
        """From when on rows are offered that were not asked for."""
        return midnight(months_on(timezone.localdate(), -OFFERED_MONTHS))

    def _begin_with_links(self) -> None:
        """What is not a column of the entry, as it is saved."""
        entry = self.instance
        if entry.pk:
            action = getattr(entry, "action", None)
            self.initial["look_again_on"] = action and action.due_on
            self.initial["objectives"] = [row.pk for row in entry.objectives.all()]
            self.initial["is_anonymous"] = entry.anonymity_confirmed_at is not None
        self.initial["is_significant"] = entry.is_significant

    def _ask(self) -> None:
        """Put the questions in the words of the model that was chosen, or of the member's regulator."""
        own = [(self.rules.code, self.rules.prompts.label)] if self.rules and self.rules.prompts else []
        choices = [*own, *((code, model.label) for code, model in rules.models().items())]
        saved = self.instance.model
        if saved and saved not in dict(choices):  # they have changed their regulator since
            choices.append((saved, prompts_for(saved, "", self.rules_on).label))
        chosen = self.data.get("model") if self.is_bound else saved
        prompts = prompts_for(chosen if chosen in dict(choices) else "", self.user.regulator, self.rules_on)
        field_of(self, "model", forms.ChoiceField).choices = choices
        self.initial["model"] = prompts.code
        for name in Entry.ANSWERS:
            label, hint = prompts.ask(name)
            self.fields[name].label = label or "How did it help those who use your service?"
            self.fields[name].help_text = hint
        if own:
            self.fields["claimed_minutes"].help_text = self.rules.prompts.ask("claimed_minutes")[1]  # type: ignore[union-attr]  # there are rules here
        self.fields["plan"].label = "What you planned to learn, and how"

    @property
    def rules_on(self) -> date:
        """The day whose rules the entry keeps."""
        return timezone.localdate(self.instance.created_at)

    def _offer_standards(self) -> None:
        """The standards of the member's regulator. Those of another one that the entry has are kept unseen."""
        ways = {**rules.method_labels()}
        field_of(self, "method", forms.ChoiceField).choices = [("", "Not said"), *ways.items()]
        offered = self.rules.standards.choices if self.rules else ()
        code = self.rules.code if self.rules else ""
        field = self.fields["standards"]
        field.choices = [(f"{code}:{it.code}", it.label) for it in offered]  # type: ignore[attr-defined]  # a choice field
        if offered:
            field.label = self.rules.standards.label  # type: ignore[union-attr]  # there are rules here
            self.fields["is_significant"].help_text = self.rules.significant_text  # type: ignore[union-attr]  # there are rules here
        self.unseen = [it for it in self.instance.standards if not it.startswith(f"{code}:")]
        self.initial["standards"] = [it for it in self.instance.standards if it not in self.unseen]

    def more(self) -> list[forms.BoundField]:
        """The fields under "More", without those that have nothing to choose."""
        empty = {"standards"} if not self.rules else set()
        empty |= {"objectives"} if not self["objectives"].subwidgets else set()
        return [self[name] for name in MORE if name not in empty]

    def is_more_open(self) -> bool:
        """Whether something under "More" was filled in or is wrong, so that it must be seen."""
        return any(name in self.errors for name in MORE) or any(
            self[name].value() for name in MORE if name not in {"model", "is_in_summary"}
        )

    def clean_learned_on(self) -> date:
        """A day that has been."""
        return has_been(self.cleaned_data["learned_on"])

    def clean_look_again_on(self) -> date | None:
        """A day; one that has been is left as it was saved, and no new one."""
        chosen = self.cleaned_data["look_again_on"]
        if chosen and chosen < timezone.localdate() and chosen != self.initial.get("look_again_on"):
            raise forms.ValidationError("Choose a day that is still to come.")
        if chosen and chosen.year > timezone.localdate().year + 10:
            raise forms.ValidationError("Choose a day within ten years.")
        return chosen

    def clean_ended_on(self) -> date | None:
        """A day that has been, if it was another than the first."""
        ended_on = self.cleaned_data["ended_on"]
        return has_been(ended_on) if ended_on else None

    def clean_planned_on(self) -> date | None:
        planned_on = self.cleaned_data["planned_on"]
        if planned_on and planned_on < OLDEST:
            raise forms.ValidationError("Enter a year after 1950.")
        return planned_on

    def clean_claimed_minutes(self) -> int:
        """Nothing claimed counts as none."""
        return self.cleaned_data["claimed_minutes"] or 0

    def clean_participatory_minutes(self) -> int:
        return self.cleaned_data["participatory_minutes"] or 0

    def clean_model(self) -> str:
        """The model by whose questions it was answered, so that it always reads as it was written."""
        return self.cleaned_data["model"] or self.initial["model"]

    def clean_standards(self) -> list[str]:
        return sorted([*self.cleaned_data["standards"], *self.unseen])

    def clean(self) -> dict[str, Any]:
        """At least one question has an answer; the days and minutes go together; a plan means that it was planned."""
        words = super().clean() or {}
        if not any(words.get(question) or question in self.errors for question in Entry.QUESTIONS):
            self.add_error("what", NOTHING_ANSWERED)
        if words.get("participatory_minutes", 0) > words.get("claimed_minutes", 0) and not self.errors:
            self.add_error("participatory_minutes", "That is more than you claim above. Enter that many or fewer.")
        first, last = words.get("learned_on"), words.get("ended_on")
        if first and last and last < first:
            self.add_error("ended_on", "The last day is before the first. Swap them.")
        words["is_planned"] = bool(words.get("is_planned") or words.get("planned_on") or words.get("plan"))
        if last == first:
            words["ended_on"] = None
        return words

    def words(self) -> dict[str, Any]:
        """What the member wrote and chose, as `actions.diary` takes it."""
        links = ("standards", "page_views", "notes", "objectives", "is_significant", "look_again_on")
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, *links)} | {
            "anonymity_confirmed_at": self._confirmed_at()
        }

    def _confirmed_at(self) -> datetime | None:
        """When the writer said that nobody can be identified: now, unless they had said so of the very same words."""
        if not self.cleaned_data["is_anonymous"]:
            return None
        is_same = not set(self.changed_data) & set(self.GUARDED)
        return (is_same and self.instance.anonymity_confirmed_at) or timezone.now()
