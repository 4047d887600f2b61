"""The A to Z: every article by its title and by the other names that people know it by."""

import string
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from articles.models.indexed import OTHER, Name

LETTERS = [*string.ascii_uppercase, OTHER]
DIGITS = "0–9"
FEW = 200  # names that are shown on one page; of more, one letter at a time


@dataclass(frozen=True)
class Letter:
    """A letter of the strip. `slug` stands in addresses; one without names is no link."""

    value: str
    count: int

    @property
    def slug(self) -> str:
        return "0-9" if self.value == OTHER else self.value.lower()

    def __str__(self) -> str:
        return DIGITS if self.value == OTHER else self.value

    def get_absolute_url(self) -> str:
        return reverse("articles:letter", args=[self.slug])


@dataclass(frozen=True)
class Entry:
    """A line of the A to Z. `see` is the title to look under when `name` is another name for it."""

    name: str
    address: str
    summary: str
    see: str = ""


def letters(audience: str = "") -> list[Letter]:
    """Every letter with how many names start with it, for one audience or (empty) all; other signs only if any do."""
    names = Name.objects.filter(is_whole=True)
    if audience:
        names = names.filter(article__audience=audience)
    counts = dict(names.values_list("letter").annotate(Count("pk")).order_by())
    return [Letter(value, counts.get(value, 0)) for value in LETTERS if value != OTHER or OTHER in counts]


def entries(audience: str = "", letter: str = "") -> dict[str, list[Entry]]:
    """The lines of the A to Z in order, by their letters, for one audience and one letter or (empty) all."""
    names = Name.objects.filter(is_whole=True, article__versions__status="published")
    if audience:
        names = names.filter(article__audience=audience)
    if letter:
        names = names.filter(letter=letter)
    found: dict[str, list[Entry]] = {}
    columns = ("document_id", "slug", "working_title", "versions__summary")
    rows = names.order_by("key", "name", "pk").values_list(
        "letter", "name", "is_title", *(f"article__{column}" for column in columns)
    )
    for letter, name, is_title, document_id, slug, title, summary in rows:
        address = reverse("articles:detail", args=[document_id, slug])
        line = Entry(name, address, summary) if is_title else Entry(name, address, "", see=title)
        found.setdefault(letter, []).append(line)
    return found
