"""What search promises, on a library of made-up articles: misspelt titles and abbreviations find the right article
among the first three, nothing hostile breaks it, and the index is the same however it came about."""

import random
import time

import pytest

from articles import generations, search
from articles.models import Equivalent, Form, Indexed, Name, Posting, Version
from bench import library
from bench.search import hostile, slip

ARTICLES = 300
MISSPELT, ABBREVIATED, HOSTILE = 200, 100, 200
FIRST = 3


@pytest.fixture
def shelves(db, settings, monkeypatch):
    """A library of short articles, and chance that is the same each time."""
    library.fill(ARTICLES, abbreviated=ABBREVIATED, words_in_section=8)
    settings.KEEP_PAGES = True
    monkeypatch.setattr(generations, "_current", generations._Current(("", generations.date.min), -1.0, {}))
    monkeypatch.setattr(generations, "LEASE", 3600)
    return random.Random(7)  # noqa: S311 - the same each time


def titles(text: str) -> list[str]:
    return [hit.version.title for hit in search.find(text).hits[:FIRST]]


def test_misspelt_titles_find_their_article(shelves):
    chosen = shelves.sample([*Version.objects.order_by("pk").values_list("title", flat=True)], MISSPELT)
    found = [title in titles(slip(shelves, title)) for title in chosen]
    assert sum(found) >= 0.95 * MISSPELT


def test_abbreviations_find_their_article(shelves):
    pairs = Equivalent.objects.values_list("one", "other")
    assert len(pairs) == ABBREVIATED
    assert sum(meant in titles(short) for short, meant in pairs) >= 0.95 * ABBREVIATED


def test_nothing_hostile_breaks_it_or_takes_long(shelves):
    words = [*Form.objects.order_by("-articles", "form").values_list("form", flat=True)]
    for _ in range(HOSTILE):
        text = hostile(shelves, words)
        start = time.process_time()
        search.find(text, page=shelves.randrange(-2, 5))
        search.suggest(text)
        assert time.process_time() - start < 0.5, text


def contents() -> list:
    """All that the index holds, in an order of its own."""
    return [
        sorted((row.word, row.block, bytes(row.data)) for row in Posting.objects.all()),
        sorted(Form.objects.values_list("form", "stem", "articles", "names")),
        sorted(Indexed.objects.values_list("article", "length", "words", "forms")),
        sorted((name, bytes(key)) for name, key in Name.objects.values_list("name", "key")),
    ]


def test_the_index_is_the_same_however_it_came_about(make_article):
    for number in range(4):
        make_article(number + 1, f"Lamp {number}", synonyms=["light", f"lantern {number}"])
    article = make_article(9, "Candles")
    make_article.revise(article, title="Tapers")
    search.remove(make_article(10, "Torches"))
    Version.objects.get(article__document_id=10).article.versions.update(status="withdrawn")
    before = contents()
    search.rebuild()
    assert contents() == before
    assert not Form.objects.filter(form__in=["torches", "candles"]).exists()
