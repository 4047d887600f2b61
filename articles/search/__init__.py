"""Finding articles by what people type. The same answers from every database.

An article whose title or other name is exactly what was typed comes first. Then every word counts by how rare it is,
where it stands (title, other names, summary, text), how often, and how close to its neighbours. One word of a question
is enough to be found, and a misspelt word counts as what it was meant to be. Why so: docs/decisions/0018.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from articles.models import Audience, Version
from articles.search import suggestions
from articles.search.index import index, needs_rebuild, rebuild, remove
from articles.search.question import LONGEST, Question, understand
from articles.search.ranking import MOST, Catalogue, Ranking, best, catalogue, rank
from articles.search.snippets import Piece, Place, marked, sections, snippet
from articles.search.suggestions import Suggestion
from articles.text.formats import ON_THE_LINE, Present, present

__all__ = ["LONGEST", "MOST_PAGES", "Answer", "Hit", "find", "index", "needs_rebuild", "rebuild", "remove", "suggest"]

OF_ARTICLE = ("article__document_id", "article__slug", "article__audience")
PER_PAGE = 10
MOST_PAGES = MOST // PER_PAGE
MOST_SECTIONS = 5  # that are shown as results of their own
SHORTEST_SUGGESTED = 4  # characters of a text that is looked for when no name starts so


@dataclass(frozen=True)
class Hit:
    """A hit is a live version that was found, with its words to show: those looked for are marked."""

    version: Version
    topics: list[str]
    summary: list[Piece]
    snippet: list[Piece]
    section: dict | None


@dataclass(frozen=True)
class FoundSection:
    """A found section is a part of an article under a heading that has words looked for."""

    version: Version
    section: dict
    title: list[Piece]


@dataclass(frozen=True)
class Choice:
    """A choice is a narrower list: its value in the address, its name, and how many articles are in it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True)
class Answer:
    """An answer is what was found: `count` articles in all, of which one page is here; and ways to narrow it."""

    count: int = 0
    page: int = 1
    pages: int = 1
    hits: list[Hit] = field(default_factory=list)
    is_exact: bool = False  # the first hit is called what was asked for
    sections: list[FoundSection] = field(default_factory=list)
    audiences: list[Choice] = field(default_factory=list)
    topics: list[Choice] = field(default_factory=list)
    corrected: str = ""  # what the question was meant to be, when a word of it is unknown


def find(text: str, *, audience: str = "", topic: str = "", page: int = 1) -> Answer:
    """The live articles that fit a text, the best first, for one audience and one topic (by slug) or all.

    Whatever was typed, it raises nothing; a page that is not there is the nearest.
    """
    question = understand(text)
    if not question.parts:
        return Answer()
    known = catalogue()
    ranking = rank(question, known.norms)
    found = set(ranking.points)
    for_audience = found & known.audiences.get(audience, set()) if audience in Audience.values else found
    on_topic = found & known.topics[topic][1] if topic in known.topics else found
    points = ranking.points
    if for_audience is not found or on_topic is not found:
        points = {article: points[article] for article in for_audience & on_topic}
    order = best(question, ranking, points)
    pages = max(1, -(-len(order) // PER_PAGE))
    page = min(max(page, 1), pages)
    hits, parts = _shown(order[PER_PAGE * (page - 1) : PER_PAGE * page], ranking, known)
    return Answer(
        count=len(points),
        page=page,
        pages=pages,
        hits=hits,
        is_exact=bool(page == 1 and order and _is_called(order[0], question, ranking)),
        sections=parts if page == 1 else [],
        audiences=_choices([(str(it), it.label, known.audiences.get(it, set()) & on_topic) for it in Audience]),
        topics=_choices([(slug, name, it & for_audience) for slug, (name, it) in known.topics.items()]),
        corrected=question.corrected,
    )


def suggest(text: str) -> list[Suggestion]:
    """At most eight names of articles that fit what is being typed: those that start so, or what would be found."""
    found = suggestions.starting(text)
    if found or len(text.strip()) < SHORTEST_SUGGESTED:
        return found
    hits = find(text).hits[: suggestions.MOST]
    return [Suggestion(hit.version.title, hit.version.title) for hit in hits]


def _choices(ways: Sequence[tuple[str, str, set[int]]]) -> list[Choice]:
    return [Choice(value, name, len(articles)) for value, name, articles in ways if articles]


def _is_called(article: int, question: Question, ranking: Ranking) -> bool:
    return any(article in ranking.found[name].weights for name in question.names if name in ranking.found)


def _shown(articles: Sequence[int], ranking: Ranking, known: Catalogue) -> tuple[list[Hit], list[FoundSection]]:
    """What a page shows of these articles, in their order, and the sections in them that are about the question."""
    versions = (
        Version.objects.published()
        .filter(article__in=articles)
        .select_related("article")
        .only("title", "summary", "text", "text_format", "contents", *OF_ARTICLE)
    )
    by_article = {version.article_id: version for version in versions}
    texts = _texts(by_article.values())
    places = {
        article: sorted((texts[version.pk].inside(at), stem) for at, stem in _places(article, ranking))
        for article, version in by_article.items()
    }
    topics = known.topics.values()
    hits, found = [], []
    for article in articles:
        if version := by_article.get(article):
            text = texts[version.pk]
            pieces, section = snippet(text.text, text.contents, places[article], ranking.rarity)
            names = [name for name, filed in topics if article in filed]
            hits.append(Hit(version, names, marked(version.summary, ranking.rarity), pieces, section))
            found += [(worth, version, it) for worth, it in sections(text.contents, places[article], ranking.rarity)]
    leading = sorted(found, key=lambda it: -it[0])[:MOST_SECTIONS]
    return hits, [FoundSection(version, it, marked(it["title"], ranking.rarity)) for _, version, it in leading]


def _texts(versions: Collection[Version]) -> dict[int, Present]:
    """The texts of versions in the present format; those of an older one are read from their pages."""
    old = [version.pk for version in versions if version.text_format == ON_THE_LINE]
    pages = dict(Version.objects.filter(pk__in=old).values_list("pk", "page")) if old else {}
    for version in versions:
        version.page = pages.get(version.pk, "")
    return {version.pk: present(version) for version in versions}


def _places(article: int, ranking: Ranking) -> list[Place]:
    """Where words looked for stand in the text of an article, in order."""
    return sorted((at, stem) for stem in ranking.rarity for at in ranking.found[stem].places(article))
