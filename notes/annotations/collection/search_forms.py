"""What a member looks for among their notes."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet

from accounts.models import User
from articles.models import Article, Status, Topic
from core.forms.rows import is_id
from core.periods import moments
from notes.annotations.forms import WordsField
from notes.models import Note, State, Tag

MAX_SEARCH = 200
DAYS = (date(1950, 1, 1), date(2199, 12, 31))
NO_DAY = "Enter a day such as 2026-11-17, or leave it empty."
# Of a note in the live version of its article: where it was written, what was found there, what asks for an answer.
LIVE, ASKS = "live", "asks"
STATES = [
    ("", "Any"),
    (LIVE, "Written on the live version"),
    (State.EXACT.value, "Found in place in the live version"),
    (State.MOVED.value, "Moved to another section"),
    (State.CHANGED.value, "Wording changed"),
    (State.DETACHED.value, "Passage not found"),
    (ASKS, "Waiting for your answer"),
]


class RowField(forms.ModelChoiceField):
    """One row or none. What can be no id is one that is not there: SQLite breaks on asking for it."""

    def __init__(self, *args: Any, named: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.label_from_instance = named  # type: ignore[assignment, method-assign]  # how Django lets it be set

    def to_python(self, value: Any) -> Any:
        if value and self.to_field_name is None and not is_id(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(str(value).replace("\0", "") if value else value)


def day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(DAYS[0], NO_DAY), MaxValueValidator(DAYS[1], NO_DAY)],
        error_messages={"invalid": NO_DAY},
    )


class SearchForm(forms.Form):
    """What to look for, each part narrowing the rest. Whatever is asked finds something or nothing, and is a link.

    A tag is named by its number: what a member wrote stands in no address but the words that they search for.
    """

    q = WordsField(
        label="Words in a note or its passage",
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label="State", required=False, choices=STATES)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        mine = Note.objects.owned_by(user)
        articles = Article.objects.filter(versions__notes__in=mine).distinct().order_by("working_title", "pk")
        topics = Topic.objects.filter(articles__versions__notes__in=mine).distinct()
        tags = Tag.objects.owned_by(user).filter(notes__in=mine).distinct()
        self.fields["q"].validators = []
        self.fields |= {
            "article": RowField(articles, named=lambda article: article.working_title, empty_label="All"),
            "topic": RowField(topics, named=str, to_field_name="slug", empty_label="All"),
            "tag": RowField(tags, named=lambda tag: tag.name, empty_label="All"),
            "from": day("Written from"),
            "to": day("Written to"),
        }

    def clean_q(self) -> str:
        return self.cleaned_data["q"].replace("\0", "")[:MAX_SEARCH]

    def clean(self) -> dict:
        asked = super().clean() or {}
        if asked.get("from") and asked.get("to") and asked["from"] > asked["to"]:
            self.add_error("to", "That is before the first day.")
        return asked

    def narrow(self, notes: QuerySet[Note]) -> QuerySet[Note]:
        """Those of the notes (shelf.notes) that were asked for; none when the question makes no sense."""
        if not self.is_valid():
            return notes.none()
        asked = self.cleaned_data
        if article := asked["article"]:
            notes = notes.filter(version__article=article)
        if topic := asked["topic"]:
            notes = notes.filter(version__article__topics=topic)
        if tag := asked["tag"]:
            notes = notes.filter(tags=tag)
        notes = in_state(notes, asked["state"])
        since, until = moments(asked["from"] or DAYS[0], asked["to"] or DAYS[1])
        if asked["from"] or asked["to"]:
            notes = notes.filter(created_at__gte=since, created_at__lt=until)
        return notes.search(asked["q"])  # type: ignore[attr-defined]  # our queryset

    def asked(self) -> list[tuple[str, str]]:
        """What was asked, as fields of an address."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]

    def query(self) -> str:
        """The search as the start of an address's query: `q=dusk&`, or nothing."""
        return f"{urlencode(self.asked())}&" if self.asked() else ""

    def is_narrow(self) -> bool:
        """Whether more was asked than words."""
        return any(name != "q" for name, _ in self.asked())


def in_state(notes: QuerySet[Note], state: str) -> QuerySet[Note]:
    """The notes of which this is so (STATES) in the live version of their article; all of them for nothing."""
    if state == LIVE:
        return notes.filter(version__status=Status.PUBLISHED)
    if state == ASKS:
        return notes.filter(Q(live_state__in=[State.CHANGED, State.DETACHED]) & Q(live_decision=""))
    return notes.filter(Q(live_state=state)) if state else notes
