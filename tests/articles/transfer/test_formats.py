"""Printed articles in every format: read, and nothing of them dropped silently."""

import contextlib
import io
import re
import zipfile

import pytest
from lxml.html import fragment_fromstring

from articles.text import sanitise
from articles.transfer import formats, printed
from articles.transfer.blocks import words
from articles.transfer.files import ArticleFileError
from articles.transfer.remarks import Kind
from tests.articles.transfer.printed_samples import DOCUMENTS, WRITERS, said

EACH = [(ending, name) for ending in WRITERS for name in DOCUMENTS]


def read(ending, name):
    return formats.read(WRITERS[ending](DOCUMENTS[name]), name=f"file{ending}")


def everything(reading: printed.Reading) -> str:
    """All that is in the article or was told."""
    article = reading.article
    body = fragment_fromstring(article.body_html or " ", create_parent="div")
    references = [value for reference in article.references for value in vars(reference).values()]
    about = [
        article.title,
        article.summary,
        article.audience,
        str(article.document_id),
        *article.topics,
        *article.synonyms,
    ]
    return " ".join([*map(str, body.itertext()), *references, *about, *map(str, reading.remarks)])


def test_there_are_twenty_of_each():
    assert len(DOCUMENTS) >= 20


@pytest.mark.parametrize(("ending", "name"), EACH)
def test_every_word_is_in_the_article_or_told(ending, name):
    given = set(words(said(DOCUMENTS[name])))
    labels = set(words("Document ID Audience Topics Also known as References patients"))
    assert given - labels - set(words(everything(read(ending, name)))) <= {"1", "2", "3"}  # the numbers of references


@pytest.mark.parametrize(("ending", "name"), EACH)
def test_what_is_read_passes_the_allowlist_as_it_is(ending, name):
    body = read(ending, name).article.body_html
    assert sanitise(body) == body
    assert "<script" not in body


@pytest.mark.parametrize("ending", WRITERS)
def test_title_id_sections_and_numbers_are_where_they_belong(ending):
    article = read(ending, "doses").article
    assert (article.title, article.document_id) == ("Lanterns", 501)
    assert "<h2>Use</h2>" in article.body_html
    assert "Give 0.5 mg, then 1,000 units, 10-20 ml, not 5 mg." in article.body_html


@pytest.mark.parametrize("ending", WRITERS)
def test_bracketed_numbers_become_citations_of_their_references(ending):
    article = read(ending, "cited").article
    keys = [reference.key for reference in article.references]
    assert [reference.title for reference in article.references] == ["On lanterns", "Council", "An odd source"]
    cited = re.findall(r'data-ref="([^"]+)"', article.body_html)
    assert cited == [keys[0], keys[0], keys[1], *keys]


@pytest.mark.parametrize("ending", WRITERS)
def test_a_citation_of_nothing_stays_and_is_told(ending):
    reading = read(ending, "cited what is not there")
    assert "Hooks hold.[7]" in reading.article.body_html
    assert any("[7]" in str(remark) for remark in reading.remarks)


@pytest.mark.parametrize("ending", WRITERS)
def test_a_range_becomes_citations_and_is_told(ending):
    doubts = [str(remark) for remark in read(ending, "cited").remarks if remark.kind == Kind.DOUBT]
    assert len(doubts) == 1
    assert doubts[0].startswith("Taken for a citation, and could be a figure: ")
    assert doubts[0].endswith("Three at once [1-3].")


@pytest.mark.parametrize("ending", WRITERS)
def test_what_looks_like_a_figure_stays_as_it_is_and_is_told(ending):
    reading = read(ending, "figures")
    doubts = [remark for remark in reading.remarks if remark.kind == Kind.DOUBT]
    assert "After 4 [2-3] days, 95% CI [1, 2], give [2] mg.<cite" in reading.article.body_html
    assert reading.article.body_html.count("<cite") == 2
    assert [remark.why for remark in doubts] == [
        *["Left as it is, since it looks like a figure"] * 3,
        "Taken for a citation, and could be a figure",
        "References that nothing in the text cites",
    ]
    assert ": After 4 [2-3] days" in str(doubts[0])


@pytest.mark.parametrize("ending", WRITERS)
def test_people_are_told_and_never_taken_over(ending):
    reading = read(ending, "people")
    assert sum("Not taken over" in remark.why for remark in reading.remarks) == 2
    assert "Demo reviewer" not in reading.article.body_html


@pytest.mark.parametrize("ending", WRITERS)
def test_lists_and_headings_of_two_levels_are_kept(ending):
    assert "<li>" in read(ending, "bullets").article.body_html
    assert read(ending, "bullets").article.body_html.count("<ul>") == 1
    levels = re.findall(r"<(h[23])>", read(ending, "two levels").article.body_html)
    assert levels[0] == "h2"
    assert set(levels) == ({"h2"} if ending == ".xml" else {"h2", "h3"})


@pytest.mark.parametrize("ending", [".html", ".docx", ".xml"])
def test_tables_keep_every_cell(ending):
    body = read(ending, "wide table").article.body_html
    assert all(f"Row {row} column {column}" in body for row in range(2) for column in range(8))


def test_a_power_is_never_taken_for_a_citation():
    html = (
        b"<h1>A</h1><h2>B</h2><p>10<sup>1</sup>/L, m<sup>2</sup></p><h2>References</h2><ol><li>One. J. 2001.</li></ol>"
    )
    reading = formats.read(html, name="a.html")
    assert "10<sup>1</sup>/L, m<sup>2</sup>" in reading.article.body_html
    assert "<cite" not in reading.article.body_html


def test_menus_pictures_and_old_links_are_told():
    html = b"<nav>Home</nav><h1>A</h1><p><img alt='A hook'>See <a href='/old/hooks'>hooks</a></p><form>Vote</form>"
    told = " ".join(map(str, formats.read(html, name="a.html").remarks))
    assert all(word in told for word in ("Home", "A hook", "/old/hooks", "Vote"))


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name.replace("__", "/"), content)
    return made.getvalue()


BOMB = zipped(word__document="", word__media=b"0" * 60_000_000)
MALFORMED = {
    "nothing.html": b"",
    "nothing.txt": b"  \n",
    "nothing.docx": b"",
    "nothing.xml": b"",
    "noise.docx": b"\x00\x01PK\x03\x04 not a zip",
    "empty zip.docx": zipped(),
    "no document.docx": zipped(other="x"),
    "bomb.docx": BOMB,
    "half.xml": b"<article><body>",
    "other.xml": b"<html><body><p>x</p></body></html>",
    "laughs.xml": b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><article>&c;</article>',
    "outside.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><article><body><p>&b;</p></body></article>',
    "binary.txt": b"\x00\xff" * 100,
    "binary.html": b"\x00\xff" * 100,
    "no title.xml": b"<article><body/></article>",
    "front.md": b"no front matter",
    "latin.md": b"---\ntitle: \xe9\n---\n",
    "programme.exe": b"MZ",
    "noname": b"x",
    "only styles.html": b"<style>p{}</style><script>x</script>",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_is_refused_in_words(name):
    with pytest.raises(ArticleFileError) as caught:
        formats.read(MALFORMED[name], name=name)
    assert len(caught.value.message) > 20
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"<h1>A" * 500, b"<div>" * 3000 + b"<h1>A</h1><p>b</p>", b"<table><tr><td><table><tr><td><h1>A"]
)
def test_odd_html_is_read_or_refused_in_words(content):
    with contextlib.suppress(ArticleFileError):
        assert formats.read(content, name="odd.html").article.title


def test_a_journals_names_of_characters_are_read():
    title = b"<article-title>2&nbsp;&micro;g &amp; more</article-title>"
    xml = b"<article><front><article-meta>" + title + b"</article-meta></front></article>"
    assert formats.read(xml, name="a.xml").article.title == "2 µg & more"
