"""Suggestions while typing: /search/suggest/?q=."""

import pytest

from articles import search


def suggested(text: str) -> list[tuple[str, str]]:
    return [(it.name, it.title) for it in search.suggest(text)]


@pytest.fixture
def names(make_article):
    make_article(1, "Liver metastases", synonyms=["secondary liver cancer"])
    make_article(2, "Primary liver cancer")
    make_article(3, "Café au lait spots")


def test_names_that_start_so_come_before_those_with_such_a_word(names):
    assert suggested("liv") == [("Liver metastases", "Liver metastases"), ("Primary liver cancer",) * 2]


def test_another_name_says_whose_it_is(names):
    assert suggested("second") == [("Secondary liver cancer", "Liver metastases")]


@pytest.mark.parametrize("typed", ["CAFE", "café AU", "  cafe", "au lait", "lait s"])
def test_case_accents_and_later_words(names, typed):
    assert suggested(typed) == [("Café au lait spots",) * 2]


def test_a_misspelt_name_is_suggested_when_nothing_starts_so(names):
    assert ("Liver metastases", "Liver metastases") in suggested("metastses")


def test_one_letter_is_too_little(names):
    assert suggested("l") == suggested("") == suggested(" ? ") == []


def test_no_more_than_eight_and_each_article_once(make_article):
    for number in range(10):
        make_article(number + 1, f"Lamp {number}", synonyms=[f"lamp {number}b", f"lamp {number}c"])
    found = suggested("lamp")
    assert len(found) == len({title for _, title in found}) == 8


def test_the_answer_is_the_options_of_a_list(client, names):
    response = client.get("/search/suggest/", {"q": "second"})
    html = " ".join(response.content.decode().split())
    assert html.count('role="option"') == 1
    assert 'data-name="Secondary liver cancer"' in html
    assert '<span class="meta">Liver metastases</span>' in html


def test_hostile_names_stay_words(client, make_article):
    make_article(2, 'Lamps "><img src=x onerror=alert(1)>')
    assert "<img" not in client.get("/search/suggest/", {"q": "lamps"}).content.decode()


@pytest.mark.parametrize("typed", ["x" * 10_000, "\0", '"', "%", "_", "🏮" * 500, "'; drop table x; --"])
def test_nothing_typed_is_an_error(client, names, typed):
    assert client.get("/search/suggest/", {"q": typed}).status_code == 200


def test_a_withdrawn_article_is_suggested_no_more(names):
    search.remove(search.find("metastases").hits[0].version.article)
    assert ("Liver metastases", "Liver metastases") not in suggested("liv")
