"""Citations and lists of references through every reader."""

import io
import re

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.transfer import formats
from tests.articles.transfer.printed_samples import WRITERS

LINES = {
    number: f"Writer{'ABCDEFGHIJKL'[number - 1]} AB. Test number {number}. J Tests. {2000 + number};1:2-3."
    for number in range(1, 13)
}


def document(text: str, numbers=tuple(range(1, 13))) -> list[tuple]:
    return [("h1", "Test"), ("h2", "Use"), ("p", text), ("h2", "References"), *(("ref", LINES[it]) for it in numbers)]


def cited(reading) -> list[int]:
    """The numbers of what a body cites, told by the titles of its references."""
    number = {it.key: int(it.title.rpartition(" ")[2]) for it in reading.article.references}
    return [number[key] for key in re.findall(r'data-ref="([^"]+)"', reading.article.body_html)]


def told(reading) -> str:
    return "\n".join(map(str, reading.remarks))


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=st.integers(1, 9), more=st.integers(1, 3), dash=st.sampled_from(["-", "–", "]-[", "]–[", "]to["]))
def test_a_range_is_all_its_numbers(ending, first, more, dash):
    reading = formats.read(WRITERS[ending](document(f"It works [{first}{dash}{first + more}].")), name=f"a{ending}")
    assert cited(reading) == list(range(first, first + more + 1))
    assert "It works<cite" in reading.article.body_html


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize(
    "text", ["F[1,12] is 3.", "See figure [2].", "The interval [1,5] holds.", "CI [0.2-0.8] here."]
)
def test_figures_stay_in_every_format(ending, text):
    reading = formats.read(WRITERS[ending](document(text)), name=f"a{ending}")
    assert cited(reading) == []
    assert f"<p>{text}</p>" in reading.article.body_html


TEXT = """Test

Use

A works.[1] B works.[2] C does not.[4] That is all.

References

1. WriterA AB. Test number 1. J Tests. 2001;1:2-3.

2. Council. Test number 2. London: Press; 2014.

Available from: https://example.org/x

4. WriterD AB. Test number 4. J Tests.
   2004;1:2-3.
"""


def test_a_second_paragraph_and_a_gap_shift_nothing():
    reading = formats.read(TEXT.encode(), name="a.txt")
    assert cited(reading) == [1, 2, 4]
    assert [it.url for it in reading.article.references] == ["", "https://example.org/x", ""]
    assert [it.source for it in reading.article.references] == ["J Tests", "London: Press", "J Tests"]
    assert "missing in the list of references: 3" in told(reading)


def test_what_follows_references_in_a_text_stays_words_of_the_article():
    text = TEXT + "\nDisclaimer: this is a test only. Ask someone.\n"
    assert (
        "<p>Disclaimer: this is a test only. Ask someone.</p>"
        in formats.read(text.encode(), name="a.txt").article.body_html
    )


def test_a_line_that_ends_in_a_citation_is_no_heading():
    text = "Test\n\nUse\n\nIt works.[1]\n\nReferences\n\n1. WriterA AB. Test number 1. J Tests. 2001;1:2-3.\n"
    reading = formats.read(text.encode(), name="a.txt")
    assert reading.article.body_html.startswith("<h2>Use</h2>\n<p>It works.<cite")


def word(paragraphs: list[tuple[str, str]]) -> bytes:
    written = docx.Document()
    for style, text in paragraphs:
        written.add_paragraph(text, style=style)
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def test_a_reference_on_two_lines_of_word_is_one():
    lines = [
        LINES[1],
        "Council. Test number 2. London: Press; 2014.",
        "Available from: https://example.org/x",
        LINES[3],
    ]
    numbered = [f"1. {lines[0]}", f"2. {lines[1]}", lines[2], f"3. {lines[3]}"]
    content = [("Title", "Test"), ("Heading 1", "Use"), ("Normal", "A.[1] B.[2] C.[3]"), ("Heading 1", "References")]
    reading = formats.read(word([*content, *(("Normal", line) for line in numbered)]), name="a.docx")
    assert cited(reading) == [1, 2, 3]
    assert len(reading.article.references) == 3


LINKS = (
    '<p>See section <a href="#s2">2</a>, table <a href="#t3">3</a>. A works [1].</p><h2 id="s2">Doses</h2>'
    '<p id="t3">B works [2,3].</p>'
)
ITEMS = "<h2>References</h2><ol>" + "".join(f'<li id="r{it}">{LINES[it]}</li>' for it in (1, 2, 3)) + "</ol>"


def test_links_to_other_parts_of_a_page_are_words():
    reading = formats.read(f"<h1>T</h1><h2>Use</h2>{LINKS}{ITEMS}".encode(), name="a.html")
    assert cited(reading) == [1, 2, 3]
    assert "<p>See section 2, table 3. A works<cite" in reading.article.body_html


def test_where_a_page_links_to_its_references_only_those_links_cite():
    linked = 'A <a href="#r1">[1]</a>. B <sup><a href="#r2">2</a>-<a href="#r3">3</a></sup>.'
    html = f"<p>{linked} C [2]. F[1,3]. D.<sup>1</sup></p>"
    reading = formats.read(f"<h1>T</h1><h2>Use</h2>{html}{ITEMS}".encode(), name="a.html")
    assert cited(reading) == [1, 2, 3]
    assert ". C [2]. F[1,3]. D.<sup>1</sup></p>" in reading.article.body_html
    assert "links: C [2]." in told(reading)


def test_a_list_that_starts_elsewhere_is_cited_by_what_it_prints():
    items = f'<h2>References</h2><ol start="5"><li>{LINES[5]}</li><li>{LINES[6]}</li></ol>'
    reading = formats.read(
        f"<h1>T</h1><h2>U</h2><p>A works [5]. B works [6]. C [1].</p>{items}".encode(), name="a.html"
    )
    assert cited(reading) == [5, 6]
    assert "C [1]." in reading.article.body_html


def test_references_that_nothing_cites_and_citations_of_nothing_are_told():
    reading = formats.read(WRITERS[".html"](document("A works [1]. B works [99].", (1, 2))), name="a.html")
    assert "References that nothing in the text cites: 2" in told(reading)
    assert "no reference has was left as it is: B works [99]." in told(reading)
