"""Finding articles by what people type. The same answers from SQLite and PostgreSQL.

An article whose title or other name is exactly what was typed comes first. Then every word counts by how rare it is
and by the best place where it stands: title, other names, summary, text. One word of a question is enough to be found.
"""

import math
from dataclasses import dataclass
from hashlib import sha256
from types import ModuleType

from django.db import connection, transaction

from ..models import Article, Version
from . import postgresql, sqlite
from .snippets import Piece, marked, snippet
from .words import FIELDS, words_of

# An exact name counts more than any sum of words.
EXACT = {"title": 2_000_000, "synonyms": 1_000_000, "summary": 0, "text": 0}
LONGEST_QUERY = 1000  # characters
MOST_WORDS = 12  # of a query, the rarest


@dataclass(frozen=True)
class Hit:
    """A hit is a live version that was found, with its words to show: those looked for are marked."""

    version: Version
    summary: list[Piece]
    snippet: list[Piece]
    section: dict | None


def find(text: str, *, limit: int = 20) -> list[Hit]:
    """The live articles that fit a text best, the best first. Whatever was typed, it raises nothing."""
    ids, rarity = _ranked(text, limit=limit)
    versions = (
        Version.objects.published()
        .filter(article__in=ids)
        .defer("body", "page")
        .select_related("article")
        .prefetch_related("article__topics")
    )
    found = {version.article_id: version for version in versions}
    return [_hit(found[article], rarity) for article in ids if article in found]


def _hit(version: Version, rarity: dict[str, int]) -> Hit:
    pieces, section = snippet(version.text, version.contents, rarity)
    return Hit(version, marked(version.summary, rarity), pieces, section)


def index(version: Version) -> None:
    """Let a published version be found, in place of the one before it."""
    article = version.article
    topics = article.topics.values_list("name", flat=True)
    _database().write(
        article.pk,
        {
            "title": [*words_of(version.title), _whole(version.title)],
            "synonyms": _names([*article.synonyms, str(article.document_id)]),
            "summary": words_of(" ".join([version.summary, *version.key_points, *topics])),
            "text": words_of(version.text),
        },
    )


def remove(article: Article) -> None:
    """Let an article be found no more."""
    _database().delete(article.pk)


@transaction.atomic
def rebuild() -> int:
    """Index every published version anew. Returns how many there are."""
    _database().clear()
    count = 0
    for version in Version.objects.published().select_related("article").iterator():
        index(version)
        count += 1
    return count


def _ranked(text: str, *, limit: int) -> tuple[list[int], dict[str, int]]:
    """Ids of the articles that fit a text best, and the words that were looked for, each with how much it counts."""
    text = text[:LONGEST_QUERY]
    words = list(dict.fromkeys(words_of(text)))
    if not words:
        return [], {}
    total, counts = _database().counts([*words, _whole(text)])
    rarity = {word: _rarity(counts[word], total) for word in words if word in counts}
    rarest = dict(sorted(rarity.items(), key=lambda item: -item[1])[:MOST_WORDS])
    points = {word: {field: rare * weight for field, weight in FIELDS.items()} for word, rare in rarest.items()}
    if _whole(text) in counts:
        points[_whole(text)] = EXACT
    return (_database().best(points, limit) if points else []), rarest


def _rarity(count: int, total: int) -> int:
    """How much a word counts that this many of all articles have (BM25's inverse document frequency, in hundredths)."""
    return round(100 * math.log1p((total - count + 0.5) / (count + 0.5)))


def _names(names: list[str]) -> list[str]:
    return [word for name in names for word in (*words_of(name), _whole(name))]


def _whole(name: str) -> str:
    """A name as one word that no text holds, so that the index tells a whole name from a part of one."""
    return "whole" + sha256(" ".join(words_of(name)).encode()).hexdigest()[:24]


def _database() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgresql
