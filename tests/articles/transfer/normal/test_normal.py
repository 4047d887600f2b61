"""HTML of whatever make, read from files and pasted: what is seen comes in, and what does not is told."""

from pathlib import Path

import pytest

from articles.transfer import formats
from articles.transfer.normal.paste import pasted
from articles.transfer.remarks import Kind

DATA = Path(__file__).parent.parent / "data"


def read(html):
    return formats.read(f"<h1>Lanterns</h1>{html}".encode(), name="a.html")


def body_of(html):
    return read(html).article.body_html.replace("\n", "")


def seen(name):
    """What is to come in of a file."""
    return (DATA / f"{name}.seen").read_text().removesuffix("\n")


def words_told(remarks, *kinds):
    return [remark.words for remark in remarks if remark.kind in (kinds or (Kind.LEFT_OUT,))]


FILES = {
    "h01_deleted": ["5 mg", "not", "Old advice."],
    "h03_hidden": ["EDITOR: wrong dose.", "Secret.", "Sign up to our list"],
    "h04_list": [],
    "h05_cell": [],
    "h06_styled": ["Give 5 mg.", "Old.", "50 mg", "10 mg", "20 mg", "3 of 5"],
}


@pytest.mark.parametrize("name", FILES)
def test_a_page_comes_in_as_it_is_seen(name):
    reading = formats.read((DATA / f"{name}.html").read_bytes(), name="a.html")
    assert reading.article.body_html.replace("\n", "") == seen(name)
    assert words_told(reading.remarks) == FILES[name]


def test_a_struck_word_is_told_with_its_sentence():
    remark = read("<p>One is first. Give <s>5 mg</s> 50 mg. Then stop.</p>").remarks[0]
    assert (remark.words, remark.place) == ("5 mg", "Give 5 mg 50 mg.")


PASTES = sorted(path.stem.removeprefix("paste_") for path in DATA.glob("paste_*.html"))
LEFT_OUT = {
    "g02_marks": ["Old dose 5 mg"],
    "w01_tracked": ["5 mg"],
    "w05_hidden": ["Is this dose right?", "EDITOR NOTE: wrong dose."],
    "x03_nice": ["old", "opens in new tab"],
    "x04_ours": ["1", "2,3"],
    "x05_libre": ["5 mg"],
}


@pytest.mark.parametrize("name", PASTES)
def test_a_paste_comes_in_as_it_was_seen(name):
    found = pasted((DATA / f"paste_{name}.html").read_text())
    assert found.html == seen(f"paste_{name}")
    assert words_told(found.remarks) == LEFT_OUT.get(name, [])


SEEN = [pair.split("\n=>\n") for pair in (DATA / "styles.txt").read_text().strip().split("\n\n")]


@pytest.mark.parametrize(("html", "expected"), SEEN)
def test_what_a_style_says_is_what_comes_in(html, expected):
    assert body_of(html) == expected


FORMULAS = [pair.split(" => ") for pair in (DATA / "formulas.txt").read_text().strip().split("\n")]


@pytest.mark.parametrize(("formula", "words"), FORMULAS)
def test_a_formula_becomes_a_line_that_reads_as_it_does(formula, words):
    reading = read(f"<p>so <math>{formula}</math> then</p>")
    assert reading.article.body_html == f"<p>so {words} then</p>"
    assert any(remark.why.startswith("A formula stands as words") for remark in reading.remarks)


def test_citations_of_the_same_draft_stay_when_they_are_copied_in_it():
    html = '<p data-pm-slice="1 1 []">a<cite data-ref="first"></cite></p>'
    assert pasted(html, keeps_citations=True).html == '<p>a<cite data-ref="first"></cite></p>'
    assert pasted(html).html == "<p>a</p>"
    assert words_told(pasted(html).remarks) == ["[first]"]


def test_words_alone_are_pasted_as_words():
    assert pasted("<b>a</b> 10<sup>9</sup>").html == "<p><strong>a</strong> 10<sup>9</sup></p>"
    assert pasted(" ").html == ""


def test_links_to_our_own_articles_stay_such():
    html = '<a href="https://site.example/articles/7/x/">a</a> <a href="https://example.org/articles/7/x/">b</a>'
    assert pasted(html, own_site="https://site.example").html == (
        '<p><a data-article="7">a</a> <a href="https://example.org/articles/7/x/">b</a></p>'
    )


def test_a_page_in_another_encoding_keeps_its_signs():
    page = "<meta charset=iso-8859-7><h1>T</h1><p>β-blocker, ±5 µg</p>".replace("µ", "μ")
    assert formats.read(page.encode("iso-8859-7"), name="a.html").article.body_html == "<p>β-blocker, ±5 μg</p>"
    assert "≥ 5" in formats.read("<h1>T</h1><p>≥ 5</p>".encode("utf-16"), name="a.html").article.body_html


def test_raised_characters_stay_so_in_a_title_and_a_summary():
    html = "<h1>Below 50 x 10<sup>9</sup>/L</h1><p>Summary: HbA<sub>1c</sub> and m<sup>2</sup></p><h2>Use</h2><p>a</p>"
    article = formats.read(html.encode(), name="a.html").article
    assert (article.title, article.summary) == ("Below 50 x 10⁹/L", "HbA_(1c) and m²")


def test_a_table_is_no_title():
    reading = formats.read(b"<table><tr><td>5 mg</td></tr></table><p>Doses</p>", name="a.html")
    assert reading.article.title == "Doses"
    assert "5 mg" in reading.article.body_html
