"""Which articles fit a question best: BM25F (Robertson and Zaragoza, 2009), and more for words that stand close.

All of it is worked out here, from weights that are whole numbers, so that no database can come to another order.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

from articles import generations
from articles.models import Article
from articles.models.indexed import Indexed
from articles.search.postings import Postings
from articles.search.question import Question, Wording

SATURATION = 2.0  # BM25's k1: how much the tenth time counts beside the first
LENGTH = 0.75  # BM25's b: how much a long article has to say a word more often
CLOSENESS = 0.1  # what two neighbours of the question add that stand side by side, beside the rarity of the commoner
NEAR = 60  # characters, within which they add something
A_WORD = 7.0  # characters, about
COMMON, COMMON_SHARE = (
    2000,
    0.5,
)  # articles that have a word that tells little: more than that many, and than that share
MOST_RAISED = 500  # articles that such a word helps to order
MOST_COMPARED = 50  # of the best, in which closeness counts
MOST = 200  # that can be leafed through


class Catalogue(NamedTuple):
    """Of every article that can be found: for whom it is, its topics, and how much its length counts."""

    audiences: dict[str, set[int]]
    topics: dict[str, tuple[str, set[int]]]  # by slug: the name, the articles
    norms: dict[int, float]


class Ranking(NamedTuple):
    """The articles that fit, with points; the rarity of each word; and where the words stand."""

    points: dict[int, float]
    rarity: dict[str, float]
    found: dict[str, Postings]


def catalogue() -> Catalogue:
    """The catalogue of the present edition, kept by this process as long as it lasts."""
    return generations.get_or_set(generations.page_cache(), "catalogue", _catalogue)


def _catalogue() -> Catalogue:
    audiences: dict[str, set[int]] = {}
    topics: dict[str, tuple[str, set[int]]] = {}
    lengths = {}
    for article, audience, length in Indexed.objects.values_list("pk", "article__audience", "length"):
        audiences.setdefault(audience, set()).add(article)
        lengths[article] = length
    filed = Article.topics.through.objects.order_by("topic__name").values_list("topic__slug", "topic__name", "article")
    for slug, name, article in filed:
        if article in lengths:
            topics.setdefault(slug, (name, set()))[1].add(article)
    average = sum(lengths.values()) / len(lengths) if lengths else 1.0
    norms = {article: SATURATION * (1 - LENGTH + LENGTH * length / average) for article, length in lengths.items()}
    return Catalogue(audiences, topics, norms)


def rank(question: Question, norms: Mapping[int, float]) -> Ranking:
    """Every article that has a telling word of the question, with its points.

    A word that stands in very many articles tells little: beside a rarer one it finds nothing by itself, and only
    helps to order what the others found.
    """
    found = question.found
    rarity = {stem: _rarity(len(found[stem]), len(norms)) for stem in question.stems if stem in found}
    most = max(COMMON, len(norms) * COMMON_SHARE)
    parts = sorted(question.parts, key=lambda part: _count(part, found))
    points: dict[int, float] = {}
    for nth, part in enumerate(parts):
        only = _leading(points, MOST_RAISED) if points and nth and _count(part, found) > most else None
        best: dict[int, float] = {}
        for wording in part:
            _raise(best, _points(wording, found, rarity, norms, only))
        _add(points, best)
    for name, worth in question.names.items():
        if name in found:
            called = found[name].weights.items()
            _add(points, {article: worth * weight for article, weight in called if article in norms})
    return Ranking(points, rarity, found)


def _count(part: Sequence[Wording], found: Mapping[str, Postings]) -> int:
    """How many articles have a word of this part, at least."""
    return max((len(found[stem]) for wording in part for stem in wording.stems if stem in found), default=0)


def best(question: Question, ranking: Ranking, points: Mapping[int, float]) -> list[int]:
    """The articles with the most points, the best first; of equal ones the older."""
    leading = _leading(points, MOST)
    pairs = [pair for pair in pairwise(question.order) if {*pair} <= ranking.rarity.keys()]
    if not pairs:
        return leading
    compared = leading[:MOST_COMPARED]
    closer = {article: points[article] + _closeness(article, pairs, ranking) for article in compared}
    return sorted(compared, key=lambda article: (-closer[article], article)) + leading[MOST_COMPARED:]


def _leading(points: Mapping[int, float], most: int) -> list[int]:
    """The articles with the most points, the best first; of equal ones the older."""
    least = min(nlargest(most, points.values()), default=0.0)
    candidates = [article for article, count in points.items() if count >= least]
    return sorted(candidates, key=lambda article: (-points[article], article))[:most]


def _rarity(count: int, total: int) -> float:
    """How much a word counts that this many of all articles have (BM25's inverse document frequency)."""
    return math.log1p(max(total - count + 0.5, 0.5) / (count + 0.5))


def _points(
    wording: Wording,
    found: Mapping[str, Postings],
    rarity: Mapping[str, float],
    norms: Mapping[int, float],
    only: Collection[int] | None,
) -> dict[int, float]:
    """What a wording adds to each article that has it, or to each of these only."""
    stems = [stem for stem in dict.fromkeys(wording.stems) if stem in found]
    if not stems or (wording.needs_all and len(stems) < len({*wording.stems})):
        return {}
    if wording.needs_all and len(stems) > 1:
        have_all = set.intersection(*({*found[stem].weights} for stem in stems))
        only = have_all if only is None else have_all.intersection(only)
    points: dict[int, float] = {}
    for stem in stems:
        weights = found[stem].weights
        if only is not None:
            weights = {article: weights[article] for article in only if article in weights}
        elif not weights.keys() <= norms.keys():  # published a moment after the catalogue was drawn up
            weights = {article: weight for article, weight in weights.items() if article in norms}
        worth = rarity[stem] * wording.factor
        _add(points, {article: worth * weight / (weight + norms[article]) for article, weight in weights.items()})
    return points


def _add(points: dict[int, float], more: dict[int, float]) -> None:
    if not points:
        points.update(more)
        return
    for article, count in more.items():
        points[article] = points.get(article, 0.0) + count


def _raise(points: dict[int, float], other: dict[int, float]) -> None:
    """Let each article have the higher of the two."""
    if not points:
        points.update(other)
        return
    for article, count in other.items():
        if count > points.get(article, 0.0):
            points[article] = count


def _closeness(article: int, pairs: list[tuple[str, str]], ranking: Ranking) -> float:
    """What words add that stand as close in the text as they do in the question."""
    more = 0.0
    for pair in pairs:
        first, second = (ranking.found[stem].places(article) for stem in pair)
        distance = _distance(first, second)
        if distance <= NEAR:
            more += min(ranking.rarity[stem] for stem in pair) / max(1.0, distance / A_WORD)
    return CLOSENESS * more


def _distance(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    """The shortest way from a place of the one to a place of the other; both are in order."""
    shortest, one, other = NEAR + 1, 0, 0
    while one < len(first) and other < len(second):
        shortest = min(shortest, abs(first[one] - second[other]))
        if first[one] < second[other]:
            one += 1
        else:
            other += 1
    return shortest
