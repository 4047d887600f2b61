"""Printed references are taken apart, and no word of them is lost."""

import re
from pathlib import Path

import pytest

from articles.references import printed
from articles.references.lookup.printed_line import key_for, take_apart
from articles.transfer import markdown

CONTENT = Path(__file__).parents[3] / "articles" / "content" / "liver-metastases.md"
FIRST = markdown.read(CONTENT).references


@pytest.mark.parametrize("reference", FIRST, ids=lambda reference: reference.key)
def test_what_the_first_article_prints_is_read_back(reference):
    again = take_apart(printed.plain(reference))
    fields = ("authors", "title", "source", "issued", "volume", "issue", "pages")
    assert {name: again.get(name, "") for name in fields} == {name: getattr(reference, name) for name in fields}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "12. Author AB, de Writer T, et al. On lanterns. J Light. 2014 May 28;20:4-30. doi: 10.1000/182. PMID: 77",
            {"authors": "Author AB, de Writer T, et al", "source": "J Light", "doi": "10.1000/182", "pmid": "77"},
        ),
        ("[3] Why do lanterns burn? J Light. 2001;5:1-2.", {"title": "Why do lanterns burn?", "volume": "5"}),
        ("Guidance on hooks. Lighting Council, May 2015.", {"source": "Lighting Council", "issued": "2015 May"}),
        ("On lamps. Available from: https://example.org/a.b.", {"url": "https://example.org/a.b", "title": "On lamps"}),
        ("Just some words", {"title": "Just some words", "source": "", "issued": ""}),
        ("Lanterns 2.5 m high. J Light. 1999", {"title": "Lanterns 2.5 m high", "issued": "1999"}),
    ],
)
def test_lines_as_people_paste_them(line, expected):
    found = take_apart(line)
    assert {name: found.get(name, "") for name in expected} == expected


@pytest.mark.parametrize("reference", FIRST, ids=lambda reference: reference.key)
def test_no_word_is_lost(reference):
    line = printed.plain(reference)
    kept = " ".join(take_apart(line).values())
    assert set(re.findall(r"\w+", line)) <= set(re.findall(r"\w+", kept))


def test_keys_are_short_and_never_taken_twice():
    fields = take_apart("Mahnken AH. On lanterns. J Light. 2013.")
    assert key_for(fields) == "mahnken2013"
    assert key_for(fields, {"mahnken2013", "mahnken2013-1"}) == "mahnken2013-2"
    assert key_for({})
