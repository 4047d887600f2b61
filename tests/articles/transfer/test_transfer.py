"""Article files: whatever is in an article survives being written and read, and every mistake is named."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.transfer import markdown
from articles.transfer.files import ArticleFile, ArticleFileError, FileReference, Named
from articles.transfer.markdown.tree import from_html, squeeze, to_html

FRONT = """---
document_id: 7
title: Lanterns
references:
- id: first
  title: On lanterns
- id: second
  title: Second report
---
"""


def body(text: str) -> str:
    return markdown.parse(FRONT + text).body_html


def front(lines: str) -> ArticleFile:
    return markdown.parse(f"---\ndocument_id: 7\ntitle: Lanterns\n{lines}\n---\n")


def mistake(text: str) -> ArticleFileError:
    with pytest.raises(ArticleFileError) as caught:
        markdown.parse(text, path="lanterns.md")
    return caught.value


# --- Whatever is in an article survives ---

SIGNS = st.text(st.sampled_from("aZ9 .,:;!?-+#>=<&*_~^|@$[](){}`'\"\\/é\xa0\n%"), min_size=1, max_size=8)
WORDS = SIGNS | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)
REFS = st.sampled_from(["first", "second"]).map(lambda key: f'<cite data-ref="{key}"></cite>')


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def tagged(*tags: str):
    return lambda content: st.tuples(st.sampled_from(tags), content).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    )


def linked(content):
    links = st.sampled_from(['href="https://example.org/a_(b)?c=1&amp;lt;"', 'data-article="12"', 'href="#a"'])
    return st.tuples(links, content).map(lambda pair: f"<a {pair[0]}>{pair[1]}</a>")


def joined(content, most=4):
    return st.lists(content, min_size=1, max_size=most).map("".join)


TEXT = WORDS.map(escaped)
LINE = joined(
    st.recursive(
        TEXT | REFS | st.just("<br>"),
        lambda inner: (
            joined(inner).flatmap(lambda text: tagged("strong", "em", "sub", "sup")(st.just(text)))
            | linked(joined(inner))
        ),
        max_leaves=6,
    )
)
ROW = st.lists(LINE, min_size=1, max_size=3)
TABLE = st.tuples(LINE, ROW, st.lists(ROW, max_size=2)).map(
    lambda table: "<table><caption>{}</caption><tbody><tr>{}</tr>{}</tbody></table>".format(
        table[0],
        "".join(f"<th><p>{cell}</p></th>" for cell in table[1]),
        "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in table[2]),
    )
)
BLOCK = st.recursive(
    tagged("p")(LINE) | TABLE | LINE,
    lambda inner: (
        tagged("blockquote")(joined(inner, 2))
        | tagged("ul", "ol", 'ol start="3"')(joined(tagged("li")(joined(inner, 2)), 3))
    ),
    max_leaves=5,
)
BODY = joined(BLOCK | tagged("h2", "h3")(LINE), 5)
FIELD = st.text(max_size=12).map(lambda text: squeeze(text).strip()) | st.sampled_from(
    ["2013", "1e3", "yes", "~", "- a", "a: b", "#", "'", "2014-05-28", "12:30", "null", "[x]", "{y", '"', "\\"]
)
FIELDS = st.lists(FIELD.filter(bool), max_size=4)
KEYED = st.builds(
    FileReference,
    key=st.sampled_from(["third", "4th", "x_y-z"]),
    title=FIELD.map(lambda text: f"On {text}".strip()),
    authors=FIELD,
    issued=FIELD,
    volume=FIELD,
    pages=st.sampled_from(["", "7", "407-30", "e1", "1-2. Epub 2014 Jun 26"]),
    doi=st.sampled_from(["", "10.1000/182"]),
)
ARTICLES = st.builds(
    ArticleFile,
    document_id=st.integers(4, 10**9 - 9),
    title=FIELD.map(lambda text: f"{text} lanterns".strip()),
    audience=st.sampled_from(["professional", "patient"]),
    topics=FIELDS,
    synonyms=FIELDS,
    summary=FIELD,
    key_points=FIELDS,
    change_note=FIELD,
    significance=st.sampled_from(["", "editorial", "minor", "clinical"]),
    interests=FIELD,
    see_also=FIELDS.map(
        lambda titles: [Named(10**9 - 1 - at, title if at else None) for at, title in enumerate(titles)]
    ),
    leaflet=st.none() | st.just(Named(3)) | st.just(Named(3, "For: patients")),
    references=KEYED.map(lambda third: [FileReference("first", "a"), FileReference("second", "b"), third]),
    body_html=BODY,
)


@settings(max_examples=60, deadline=None)
@given(ARTICLES)
def test_what_is_written_reads_back_the_same(article):
    text = markdown.write(article)
    read = markdown.parse(text)
    assert read == replace(article, body_html=to_html(from_html(article.body_html)))
    assert markdown.write(read) == text
    assert from_html(read.body_html) == from_html(article.body_html)


@given(st.text(st.sampled_from("ab \n#-*_>|:~^[]@`<1.\\"), max_size=40))
def test_what_is_read_is_written_and_read_the_same(text):
    try:
        read = markdown.parse(FRONT + text)
    except ArticleFileError as error:
        refused = error
    else:
        refused = None
        assert markdown.parse(markdown.write(read)) == read
    assert refused is None or refused.line > FRONT.count("\n")


# --- Markdown says what HTML says ---


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## One\n\n### Two", "<h2>One</h2><h3>Two</h3>"),
        ("A **b** _c_ *d*", "<p>A <strong>b</strong> <em>c</em> <em>d</em></p>"),
        ("H~2~O, 10^9^/L", "<p>H<sub>2</sub>O, 10<sup>9</sup>/L</p>"),
        ("a~b c~d", "<p>a~b c~d</p>"),
        ("a\\\nb\nc", "<p>a<br>b c</p>"),
        ("Dusk.[@first]", '<p>Dusk.<cite data-ref="first"></cite></p>'),
        (
            "Dusk [@first; @second].",
            '<p>Dusk <cite data-ref="first"></cite><cite data-ref="second"></cite>.</p>',
        ),
        ("[Hooks](article:12)", '<p><a data-article="12">Hooks</a></p>'),
        ("[Hooks](https://example.org/?a=1&b=2)", '<p><a href="https://example.org/?a=1&amp;b=2">Hooks</a></p>'),
        ("- a\n- b\n  1. c", "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>"),
        ("- a\n\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n  b\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("p<0.05 & 5 < 6, 2.5 micrograms", "<p>p&lt;0.05 &amp; 5 &lt; 6, 2.5 micrograms</p>"),
        (
            "| A |\n|:-:|\n| \\| |\n\n: B",
            "<table><caption>B</caption><thead><tr><th>A</th></tr></thead><tbody><tr><td>|</td></tr></tbody></table>",
        ),
        ("|  |  |\n|--|--|\n| 1<br>x | 2 |", "<table><tbody><tr><td>1<br>x</td><td>2</td></tr></tbody></table>"),
    ],
)
def test_markdown_becomes_the_body_that_the_editor_keeps(text, html):
    assert body(text) == html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li><p>a</p></li><li><p>b </p><p></p></li></ul>", "- a\n- b\n"),
        ("<p>one<strong> two </strong>three</p>", "one **two** three\n"),
        ("<p><strong>One.</strong>Two</p>", "**One.**&#84;wo\n"),
        ("<p># 1. *2* [@x] &lt;b&gt;</p>", "\\# 1. \\*2\\* \\[\\@x\\] \\<b>\n"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b\n"),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "|  |\n| --- |\n| a<br>b |\n"),
        ('<p><a data-article="12">a<cite data-ref="first"></cite></a></p>', "[a](article:12)[@first]\n"),
    ],
)
def test_the_editors_html_becomes_plain_markdown(html, text):
    assert markdown.write(ArticleFile(7, "Lanterns", body_html=html)).endswith(f"---\n\n{text}")


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<table><tr><td colspan="2">a</td></tr></table>', "merged cells"),
        ("<table><tr><th>a</th></tr><tr><th>b</th></tr></table>", "headings below its first row"),
        ("<table><tr><td><ul><li>a</li></ul></td></tr></table>", "A table cell holds a list"),
        ("<ul><li><h2>a</h2></li></ul>", "A heading stands inside a list"),
        ("<ul>a</ul>", "loose in a <ul>"),
        ("<p><img src=a></p>", "<img>"),
        ("<p><a>a</a></p>", "goes nowhere"),
    ],
)
def test_what_markdown_cannot_say_is_refused_and_not_dropped(html, words):
    with pytest.raises(ArticleFileError, match=words):
        markdown.write(ArticleFile(7, "Lanterns", body_html=html))


# --- Front matter ---


def test_front_matter_is_taken_as_it_is_written():
    reference = "references:\n- id: a\n  title: yes\n  issued: 2013\n  volume: 012\n  issue: 1e3\n  page: 12:30"
    read = front(f"{reference}\nsynonyms: [on, 2014-05-28, ~]").references[0]
    assert (read.title, read.issued, read.volume, read.issue, read.pages) == ("yes", "2013", "012", "1e3", "12:30")


def test_a_note_is_kept_behind_the_pages():
    read = front("references: [{id: a, title: b, page: 3111-21, note: Epub 2014 Jun 26}]")
    assert read.references[0].pages == "3111-21. Epub 2014 Jun 26"
    assert "  page: 3111-21\n  note: Epub 2014 Jun 26\n" in markdown.write(read)


def test_other_articles_are_named_with_or_without_a_title():
    read = front("see_also: [2, {document_id: 3, title: Hooks}]\nleaflet: 4")
    assert (read.see_also, read.leaflet) == ([Named(2), Named(3, "Hooks")], Named(4))


def test_line_ends_byte_order_marks_and_tabs_in_the_text_do_not_matter():
    assert markdown.parse("\ufeff" + FRONT.replace("\n", "\r\n") + "a\tb\r\nc\r\n").body_html == "<p>a b c</p>"


# --- Mistakes ---


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        ("titel: x", 4, "no key “titel”. Did you mean “title”?"),
        ("synonym: [x]", 4, "Did you mean “synonyms”?"),
        ("title: Again", 4, "“title” is given twice"),
        ("audience: nurses", 4, "“nurses” is no audience. Write professional or patient."),
        ("key_points: [a, b, c, d, e]", 4, "There are 5 key points"),
        ("topics: Oncology", 4, "This is a list"),
        ("summary: [a]", 4, "one line of text"),
        ("summary: a: b", 4, "no YAML"),
        ("topics:\n\t- a", 5, "spaces, not tabs"),
        ("summary: [[", 5, "no YAML"),
        (f"topics: {'[' * 9000}", 2, "many brackets"),
        ('summary: "\\a"', 4, "control character"),
        (f"change_note: {'x' * 301}", 4, "301 characters long; at most 300"),
        ("see_also: [7]", 4, "this article itself"),
        ("see_also: [2, 2]", 4, "in the list already"),
        ("see_also: [two]", 4, "“two” is no document id"),
        ("leaflet: {title: x}", 4, "no document_id"),
        ("references:\n- id: a\n  title: b\n- id: a\n  title: c", 7, "Two references have the id “a”"),
        ("references:\n- id: a\n  title: b\n  doi: 10.1000/1", 7, "Did you mean “DOI”?"),
        ("references:\n- id: a\n  title: b\n  DOI: doi.org/10.1000/1", 7, "no DOI. Write what follows"),
        ("references:\n- id: a\n  title: b\n  PMID: x1", 7, "no PMID"),
        ("references:\n- id: a\n  title: b\n  URL: www.example.org", 7, "no URL"),
        ("references:\n- id: a b\n  title: b", 5, "no id"),
        ("references:\n- id: a", 5, "The reference has no title"),
        ("references:\n- id: a\n  title: b\n  type: book", 7, "the type is report, not book"),
        ("references:\n- id: a\n  title: b\n  note: Epub", 7, "behind the pages"),
        ("references:\n- id: a\n  title: b\n  author: [{family: A}]", 7, "one line of text"),
    ],
)
def test_a_mistake_in_the_front_matter_is_named_with_its_line(lines, line, words):
    error = mistake(f"---\ndocument_id: 7\ntitle: Lanterns\n{lines}\n---\n")
    assert words in error.message
    assert error.line == line


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a\n\nb\nc[@third]", 4, "“third” is cited but is not in the references"),
        ("a [@first, p. 3]", 1, "is no citation"),
        ("a @first said", 1, "is no citation"),
        ("# a", 1, "heading of level 1"),
        ("a\n\n#### b", 3, "heading of level 4"),
        ("a\n\n<div>b</div>", 3, "HTML is not part"),
        ("a <b>c</b>", 1, "HTML is not part"),
        ("a<br>c", 1, "HTML is not part"),
        ("![a](https://example.org/a.png)", 1, "Pictures"),
        ("a `b`", 1, "Code"),
        ("```\na\n```", 1, "fence"),
        ("a\n\n    b", 3, "four spaces"),
        ("a\n\n---", 3, "rule"),
        ("0. a", 1, "starts with 1 to 9999"),
        ("1. a\n2. b\n5. c", 3, "number 5 and would be printed as 3"),
        ("Give ~~5 mg~~ 50 mg", 1, "struck out"),
        ("a[^1]", 1, "Footnotes"),
        ("a\n: b", 1, "defines a term"),
        ("- [ ] a", 1, "Boxes to tick"),
        ("a $\\frac{1}{2}$", 1, "TeX"),
        ("==a==", 1, "Marked words"),
        ("a {.b}", 1, "Attributes"),
        ("> 65 years", 1, "starts with a figure"),
        ("- > 65 years", 1, "starts with a figure"),
        ("[a](b)", 1, "“b” is no address"),
        ("[a](article:x)", 1, "“article:x” is no address"),
        ("[a](javascript:alert)", 1, "not read as one"),
        ("[a [@first]](article:3)", 1, "not read as one"),
        ('[a](article:3 "b")', 1, "no title"),
        ("| a |\n|---|\n| b | c |", 3, "This row has 2 cells"),
        ("| a | b |\n|---|---|\n: c", 3, "empty line between a table and its caption"),
        (": c", 1, "names the table before it"),
        ("| a |\n|---|\n\n: c\n\n: d", 6, "names the table before it"),
        ("> ## a", 1, "A heading stands inside"),
        ("a\x00b", 1, "control character"),
    ],
)
def test_a_mistake_in_the_text_is_named_with_its_line(text, line, words):
    error = mistake(FRONT + text)
    assert words in error.message
    assert error.line == FRONT.count("\n") + line


@pytest.mark.parametrize("text", ["", "Lanterns", "---\ntitle: x\n", "--- \n"])
def test_a_file_without_front_matter_is_refused(text):
    assert "starts with front matter" in mistake(text).message


@pytest.mark.parametrize(
    "text", ["---\ntitle: x\n---\n", "---\ndocument_id: 7\n---\n", "---\n---\n", "---\n- a\n---\n"]
)
def test_a_document_id_and_a_title_are_needed(text):
    assert mistake(text).line <= 2


def test_an_error_says_where_it_is():
    assert str(mistake(FRONT + "# a")) == f"lanterns.md, line 10: {mistake(FRONT + '# a').message}"


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "lanterns.md"
    path.write_bytes(FRONT.encode() + b"a\nb \xe9")
    with pytest.raises(ArticleFileError, match="line 11: This is not UTF-8"):
        markdown.read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ArticleFileError, match="cannot be opened"):
        markdown.read(tmp_path / "none.md")
