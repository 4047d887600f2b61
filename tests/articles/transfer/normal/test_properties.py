"""Whatever is raised, struck or counted, through every reader: seen as it was, or out and told."""

import re
from collections import Counter
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import sanitise
from articles.transfer import formats, markdown
from articles.transfer.files import ArticleFile
from articles.transfer.normal.paste import pasted
from articles.transfer.remarks import Kind
from tests.articles.transfer.word_files import line, numbered, numbering, run, word_file

WORD = st.text("abcxyz059µ≥.,%", min_size=1, max_size=5)
LOOK = st.sampled_from(["", "sup", "sub", "strong", "struck", "hidden"])
RUNS = st.lists(st.tuples(LOOK, WORD), min_size=1, max_size=8)
TAGS = {"sup": "sup", "sub": "sub", "strong": "b", "struck": "s", "hidden": "span hidden"}
STYLES = {
    "sup": "vertical-align:super;font-size:0.6em",
    "sub": "vertical-align:sub",
    "strong": "font-weight:700",
    "struck": "text-decoration:line-through",
    "hidden": "display:none",
}
IN_WORD = {
    "": (),
    "sup": ('vertAlign w:val="superscript"',),
    "sub": ('vertAlign w:val="subscript"',),
    "strong": ("b",),
    "struck": ("strike",),
    "hidden": ("vanish",),
}
OUT = {"struck", "hidden"}


def by_tags(runs):
    return "".join(
        f"<{TAGS[look]}>{escape(word)}</{TAGS[look].split()[0]}>" if look else escape(word) for look, word in runs
    )


def by_styles(runs):
    spans = (f'<span style="{STYLES.get(look, "font-weight:400")}">{escape(word)}</span>' for look, word in runs)
    return f'<b style="font-weight:normal">{"".join(spans)}</b>'


def by_classes(runs):
    sheet = "".join(f".{look}{{{style}}}" for look, style in STYLES.items())
    return f"<style>{sheet}</style>" + "".join(f'<span class="{look}">{escape(word)}</span>' for look, word in runs)


def seen(runs):
    """Each sign that is seen, with its mark."""
    return [(sign, look) for look, word in runs if look not in OUT for sign in word]


def read_back(html):
    """Each sign of a body, with the marks around it."""
    found, marks = [], []
    for tag, word in re.findall(r"<(/?\w+)[^>]*>|([^<]+)", re.sub(r"</?(?:p|br)>", "", html)):
        if tag.startswith("/"):
            marks.pop()
        elif tag:
            marks.append(tag)
        for sign in word.replace("&lt;", "<").replace("&amp;", "&"):
            found.append((sign, "".join(marks)))
    return found


def told(remarks):
    return "".join(remark.words for remark in remarks if remark.kind is Kind.LEFT_OUT)


def left_out(runs):
    return "".join(word for look, word in runs if look in OUT)


def read_file(content, name):
    reading = formats.read(content, name=name)
    return reading.article.body_html.partition("</p>")[2].strip(), reading.remarks


@given(RUNS)
@settings(max_examples=60, deadline=None)
def test_marks_come_through_every_reader_and_what_is_out_is_told(runs):
    readings = [
        (found.html, found.remarks) for write in (by_tags, by_styles, by_classes) if (found := pasted(write(runs)))
    ]
    for write in (by_tags, by_styles, by_classes):
        readings.append(read_file(f"<h1>T</h1><p>first</p><p>{write(runs)}</p>".encode(), "a.html"))
    body = line(run("first")) + line(*(run(escape(word), *IN_WORD[look]) for look, word in runs))
    readings.append(read_file(word_file(body), "a.docx"))
    for html, remarks in readings:
        assert read_back(html) == seen(runs)
        assert sorted(told(remarks)) == sorted(left_out(runs))


@given(RUNS)
@settings(max_examples=60, deadline=None)
def test_marks_come_through_markdown_and_what_is_struck_is_refused_before(runs):
    kept = [(look, word) for look, word in runs if look not in OUT]
    body = f"<p>{by_tags(kept).replace('<b>', '<strong>').replace('</b>', '</strong>')}</p>"
    written = markdown.write(ArticleFile(document_id=5, title="T", body_html=body))
    assert read_back(markdown.parse(written).body_html) == seen(kept)


NUMBERS = st.lists(st.integers(1, 60), min_size=1, max_size=6)


def numbers_of(html):
    """The numbers that a body prints before its items."""
    found = []
    for start, items in re.findall(r"<ol(?: start=\"(\d+)\")?>(.*?)</ol>", html.replace("\n", "")):
        found += range(int(start or 1), int(start or 1) + items.count("<li>"))
    return found


@given(NUMBERS)
@settings(max_examples=60, deadline=None)
def test_lists_count_as_they_did_through_every_reader(numbers):
    items = "".join(f'<li value="{number}">item</li>' for number in numbers)
    typed = "".join(
        f"<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>{number}.<i> </i></span>item</p>"
        for number in numbers
    )
    html = f"<ol>{items}</ol>"
    found = [pasted(html).html, pasted(typed).html, read_file(f"<h1>T</h1><p>a</p>{html}".encode(), "a.html")[0]]
    lists = "".join(numbering(f"decimal|%1.|{number}", number=at) for at, number in enumerate(numbers, start=1))
    body = line(run("first")) + "".join(numbered("item", number=at) for at in range(1, len(numbers) + 1))
    found.append(read_file(word_file(body, numbering=lists), "a.docx")[0])
    written = markdown.write(ArticleFile(document_id=5, title="T", body_html=found[0]))
    found.append(markdown.parse(written).body_html)
    for html in found:
        assert numbers_of(html) == numbers


TAGS_OF_PAGES = ["p", "div", "span", "b", "s", "ins", "sup", "sub", "ul", "ol", "li", "table", "tr", "td", "th", "a"]
TAG = st.sampled_from([*TAGS_OF_PAGES, "h1", "h2", "blockquote", "dl", "dt", "dd", "q", "section"])
LOOKS = [f"style='{look}'" for look in (*STYLES.values(), "mso-list:l0 level1 lfo1")]
MORE = st.sampled_from(
    ["", *LOOKS, "hidden", "start=4", "href='#fn1'", "id=fn1", "rowspan=9", "class=MsoCaption", "value=7"]
)
SOUP = st.recursive(
    st.sampled_from(["ab", "c", " ", "de ", "f"]),
    lambda inner: st.tuples(TAG, MORE, st.lists(inner, max_size=4)).map(
        lambda found: f"<{found[0]} {found[1]}>{''.join(found[2])}</{found[0]}>"
    ),
    max_leaves=25,
)


@given(SOUP)
@settings(max_examples=150, deadline=None)
def test_no_letter_is_lost_in_silence_however_a_page_is_written(html):
    found = pasted(html)
    given_letters = Counter(re.findall("[a-f]", re.sub("<[^>]*>", "", html)))
    remarks = " ".join(remark.words for remark in found.remarks)
    assert not given_letters - Counter(re.findall("[a-f]", re.sub("<[^>]*>", "", found.html) + remarks))
    assert sanitise(found.html) == found.html
