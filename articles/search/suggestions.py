"""Names of articles that fit what is being typed."""

from dataclasses import dataclass

from django.db.models import QuerySet

from articles.models.indexed import Name
from articles.text.words import WORD, fold

MOST = 8
SHORTEST = 2  # letters
LONGEST = 100  # characters
AFTER = b"\xff"  # sorts behind every letter


@dataclass(frozen=True)
class Suggestion:
    """A suggestion is a name that an article goes by, with its title where that is another."""

    name: str
    title: str


def starting(text: str) -> list[Suggestion]:
    """Names that start as this text does, then those in which a later word does: one for each article, in order."""
    words = [form for word in WORD.findall(text[:LONGEST]) if (form := fold(word))]
    key = " ".join(words).encode()
    if len(key) < SHORTEST:
        return []
    names = Name.objects.filter(key__gte=key, key__lt=key + AFTER)
    found: dict[int, Suggestion] = {}
    for is_whole in (True, False):
        for article, name, title in _in_order(names.filter(is_whole=is_whole)):
            found.setdefault(article, Suggestion(name, title))
    return [*found.values()][:MOST]


def _in_order(names: QuerySet[Name]) -> QuerySet[Name, tuple[int, str, str]]:
    """Enough of them for a list, even when an article has several that start so."""
    rows = names.order_by("key", "-is_title", "pk").values_list("article", "name", "article__working_title")
    return rows[: 3 * MOST]
