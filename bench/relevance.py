"""How well the search ranks, beside plain BM25, on public collections of medical abstracts with judged questions.

python -m bench.relevance [FOLDER ...]

A folder holds a collection as it is passed around: Medlars (MED.ALL, MED.QRY, MED.REL; 1,033 abstracts, 30 questions) or
Cystic Fibrosis (cf74.xml to cf79.xml, cfquery.xml; 1,239 papers, about 100 questions, judged by four people from 0 to 2).
Without one, both are fetched (bench/judged.py). The database of DATABASE_URL must be empty, and is filled and emptied again.
"""

import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from lxml import etree  # noqa: E402

from accounts.models import User  # noqa: E402
from articles import search  # noqa: E402
from articles.models import Article, Version, slug_of  # noqa: E402
from articles.search import question, ranking  # noqa: E402
from articles.text import words  # noqa: E402
from bench import judged  # noqa: E402
from bench.library import BOTH  # noqa: E402

DEPTH = 100  # results of which recall is taken
FIRST = 10  # results of which nDCG is taken


class Collection(NamedTuple):
    """Documents by number, each with title and text, and questions, each with how relevant which documents are."""

    name: str
    documents: dict[int, tuple[str, str]]
    questions: list[tuple[str, dict[int, int]]]


class Scores(NamedTuple):
    """Means over all questions: nDCG@10, mean average precision (of what was returned), recall of the first hundred."""

    ndcg: float
    map: float
    recall: float


# --- Collections ---


def load(folder: Path) -> Collection:
    return medlars(folder) if (folder / "MED.ALL").exists() else cystic_fibrosis(folder)


def medlars(folder: Path) -> Collection:
    def parts(name: str) -> dict[int, str]:
        text = (folder / name).read_text(errors="replace")
        found = re.finditer(r"\.I (\d+)\s*\n\.W\s*\n(.*?)(?=\n\.I |\Z)", text, re.S)
        return {int(match[1]): " ".join(match[2].split()) for match in found}

    judged: dict[int, dict[int, int]] = {number: {} for number in parts("MED.QRY")}
    for line in (folder / "MED.REL").read_text().splitlines():
        if line.strip():
            asked, *_, document, _ = line.split()  # some copies leave out the second of four columns
            judged[int(asked)][int(document)] = 1
    documents = {number: ("", text) for number, text in parts("MED.ALL").items()}
    return Collection("Medlars", documents, [(text, judged[number]) for number, text in parts("MED.QRY").items()])


def cystic_fibrosis(folder: Path) -> Collection:
    def tree(path: Path) -> etree._ElementTree:
        return etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True))

    def words_in(element: etree._Element, name: str) -> str:
        return " ".join((element.findtext(name) or "").split())

    documents = {
        int(record.findtext("RECORDNUM")): (
            words_in(record, "TITLE"),
            words_in(record, "ABSTRACT") or words_in(record, "EXTRACT"),
        )
        for path in sorted(folder.glob("cf7?.xml"))
        for record in tree(path).iter("RECORD")
    }
    questions = []
    for asked in tree(folder / "cfquery.xml").iter("QUERY"):
        judged = {int(item.text): sum(map(int, item.get("score"))) for item in asked.iter("Item")}
        questions.append((words_in(asked, "QueryText"), {number: worth for number, worth in judged.items() if worth}))
    return Collection("Cystic Fibrosis", documents, questions)


# --- Measures ---


def measure(collection: Collection, ranked: Callable[[str], list[int]]) -> Scores:
    found = [(ranked(text), judged) for text, judged in collection.questions]
    return Scores(
        *(
            sum(score(results, judged) for results, judged in found) / len(found)
            for score in (_ndcg, _average_precision, _recall)
        )
    )


def _ndcg(results: list[int], judged: Mapping[int, int]) -> float:
    gain = sum(judged.get(number, 0) / math.log2(rank + 2) for rank, number in enumerate(results[:FIRST]))
    most = sorted(judged.values(), reverse=True)[:FIRST]
    return gain / sum(worth / math.log2(rank + 2) for rank, worth in enumerate(most))


def _average_precision(results: list[int], judged: Mapping[int, int]) -> float:
    hits, total = 0, 0.0
    for rank, number in enumerate(results, start=1):
        if number in judged:
            hits += 1
            total += hits / rank
    return total / len(judged)


def _recall(results: list[int], judged: Mapping[int, int]) -> float:
    return len(judged.keys() & {*results[:DEPTH]}) / len(judged)


# --- What is compared ---


def bm25(
    collection: Collection, tokens: Callable[[str], list[str]], k1: float = 1.2, b: float = 0.75
) -> Callable[[str], list[int]]:
    """Plain BM25 with its usual constants, worked out exactly, over title and text as one."""
    counts = {number: Counter(tokens(f"{title} {text}")) for number, (title, text) in collection.documents.items()}
    lengths = {number: count.total() for number, count in counts.items()}
    average = sum(lengths.values()) / len(lengths)
    lists: dict[str, list[tuple[int, int]]] = {}
    for number, count in counts.items():
        for word, times in count.items():
            lists.setdefault(word, []).append((number, times))

    def ranked(text: str) -> list[int]:
        points: Counter[int] = Counter()
        for word in set(tokens(text)):
            found = lists.get(word, [])
            rarity = math.log1p((len(counts) - len(found) + 0.5) / (len(found) + 0.5))
            for number, times in found:
                points[number] += rarity * times * (k1 + 1) / (times + k1 * (1 - b + b * lengths[number] / average))
        return sorted(points, key=lambda number: (-points[number], number))

    return ranked


def plain(text: str) -> list[str]:
    """Words as a computer sees them: no stems, every one counts."""
    return re.findall(r"[a-z0-9]+", text.lower())


def ours(text: str) -> list[int]:
    """Document ids in the order of the site's own search, all of them rather than one page."""
    asked = question.understand(text)
    found = ranking.rank(asked, ranking.catalogue().norms)
    first = ranking.best(asked, found, found.points)
    rest = found.points.keys() - {*first}
    order = first + sorted(rest, key=lambda article: (-found.points[article], article))
    return [IDS[article] for article in order]


IDS: dict[int, int] = {}  # document ids of articles


def fill(collection: Collection) -> None:
    """Make the documents articles. What has no title gets one without words."""
    author = User.objects.create(email="author@relevance.example.org", display_name="Author", password="!")  # noqa: S106
    reviewer = User.objects.create(email="reviewer@relevance.example.org", display_name="Reviewer", password="!")  # noqa: S106
    articles = Article.objects.bulk_create(
        Article(document_id=number, slug=slug_of(title), working_title=title[:200] or "–")
        for number, (title, _) in collection.documents.items()
    )
    IDS.update({article.pk: article.document_id for article in articles})
    Version.objects.bulk_create(
        Version(
            article=article,
            number=1,
            status="published",
            title=article.working_title,
            text=collection.documents[article.document_id][1],
            author=author,
            approved_by=reviewer,
            approved_at=BOTH,
            published_at=BOTH,
        )
        for article in articles
    )
    search.rebuild()


def main(folders: list[Path]) -> None:
    print(f"| {connection.vendor} | nDCG@10 | MAP | recall@{DEPTH} |\n|---|---|---|---|")
    for collection in map(load, folders):
        size = f"{collection.name}, {len(collection.documents)} documents, {len(collection.questions)} questions"
        rows = {
            "BM25, words as they are": measure(collection, bm25(collection, plain)),
            "BM25, our stems": measure(collection, bm25(collection, words.words_of)),
        }
        with transaction.atomic():
            fill(collection)
            rows["our search"] = measure(collection, ours)
            transaction.set_rollback(True)
        for name, scores in rows.items():
            print(f"| {size}: {name} | {scores.ndcg:.4f} | {scores.map:.4f} | {scores.recall:.4f} |")


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]] or judged.folders())
