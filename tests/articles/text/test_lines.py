"""The lines of a page, each with what it cannot be read without."""

from articles.text import render
from articles.text.lines import lines
from articles.text.sections import sections_of
from tests.articles.text.samples import BODY, KEYS

NESTED = """<p>Never give:</p><ul><li>oil<ol><li>old oil</li></ol></li></ul><p>Use these.</p><ul><li>wicks</li></ul>
<h3>At <em>night</em></h3><p>Light 10<sup>9</sup> lanterns.<br>Sleep &amp; dream.</p>"""


def read(markup: str) -> list[tuple[str, list[str], str]]:
    """Each line with the words over it and its heading."""
    page = render(markup, reference_keys=KEYS, article_links={})
    found = [line for section in sections_of(page) for line in lines(section.html, section.start)]
    text = page.text
    return [
        (text[it.start : it.end], [text[a:b] for a, b in it.under], text[slice(*it.heading)] if it.heading else "")
        for it in found
    ]


def test_paragraphs_items_and_broken_lines_are_lines_of_their_own():
    assert [words for words, _, _ in read(NESTED)] == [
        "Never give:",
        "oil",
        "old oil",
        "Use these.",
        "wicks",
        "At night",
        "Light 10⁹ lanterns.",
        "Sleep & dream.",
    ]


def test_a_list_stands_under_the_words_that_introduce_it():
    over = {words: under for words, under, _ in read(NESTED)}
    assert over["oil"] == ["Never give:"]
    assert over["old oil"] == ["Never give:", "oil"]
    assert over["wicks"] == []


def test_a_line_stands_under_the_words_that_introduce_it():
    over = {words: under for words, under, _ in read("<p>Red lanterns:<br>2.5 mg<br>at dusk</p>")}
    assert over == {"Red lanterns:": [], "2.5 mg": ["Red lanterns:"], "at dusk": []}


def test_lines_stand_under_their_heading():
    headings = {words: heading for words, _, heading in read(NESTED)}
    assert (headings["oil"], headings["At night"], headings["Sleep & dream."]) == ("", "", "At night")


def test_a_row_is_one_line_under_the_caption_and_the_column_headings():
    over = {words: under for words, under, _ in read(BODY)}
    assert over["Red\n2.5 mg\n3 × 10⁹/L"] == ["Oil for each kind", "Kind\nOil\nLight"]


def test_a_row_stands_under_the_cells_above_that_speak_for_it():
    rows = """<table><tr><th>Kind</th><th>Whom</th><th>Oil</th></tr>
    <tr><td rowspan="2">Red</td><td>adults</td><td>1 l</td></tr><tr><td>children</td><td>2 l</td></tr>
    <tr><td>Blue</td><td>adults</td><td>3 l</td></tr><tr><td></td><td>children</td><td>4 l</td></tr>
    <tr><td colspan="3">At night</td></tr><tr><td>Green</td><td>adults</td><td>5 l</td></tr></table>"""
    over = {words.strip(): under[1:] for words, under, _ in read(rows)}
    assert over["Red\nadults\n1 l"] == over["Blue\nadults\n3 l"] == []
    assert over["children\n2 l"] == ["Red"]
    assert over["children\n4 l"] == ["Blue"]
    assert over["Green\nadults\n5 l"] == ["At night"]


def test_lines_hold_every_word_of_the_text():
    page = render(BODY, reference_keys=KEYS, article_links={})
    for section in sections_of(page):
        said = " ".join(page.text[line.start : line.end] for line in lines(section.html, section.start))
        assert said.split() == page.text[section.start : section.end].split()
