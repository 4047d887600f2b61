import re
from html import unescape
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import render
from articles.text.marks import Mark, mark
from tests.articles.text.samples import BODY, KEYS, TIDY_BODIES, dom_text

ASIDE = frozenset({"cite", "hl-ref"})
VOID = {"br"}


def page_and_text(body):
    result = render(body, reference_keys=KEYS, article_links={})
    return result.page, result.text


def marked_words(html, note):
    """The text within the marks of one note, in order, as a browser would read it."""
    words, opened, is_aside = [], [], False
    for token in re.findall(r"<[^>]*>|[^<]+", html):
        if token.startswith("<mark"):
            opened.append(f'data-note="n{note}"' in token)
        elif token == "</mark>":
            opened.pop()
        elif re.match(r'<sup class="(cite|hl-ref)"', token):
            is_aside = True
        elif token == "</sup>":
            is_aside = False
        elif not token.startswith("<") and any(opened) and not is_aside:
            words.append(unescape(token))
    return "".join(words)


def is_nested_well(html):
    opened = []
    for closing, name in re.findall(r"<(/?)(\w+)", html):
        if closing:
            if opened.pop() != name:
                return False
        elif name not in VOID:
            if name == "a" and "a" in opened:
                return False
            opened.append(name)
    return not opened


def test_a_passage_is_marked_and_leads_to_its_note():
    assert mark("<p>a red lantern</p>", [Mark(12, 15, note=7, letter="b")], offset=10) == (
        '<p>a <mark class="hl" data-note="n7" id="h7">red</mark>'
        '<sup class="hl-ref"><a href="#n7" aria-label="Your note b">b</a></sup> lantern</p>'
    )


def test_only_the_first_piece_has_the_id_and_only_the_last_the_link():
    html = mark("<p>a <em>b</em></p>\n<p>c</p>", [Mark(0, 5, 1, "a")], 0)
    assert [html.count(part) for part in ("<mark", 'id="h1"', "hl-ref")] == [3, 1, 1]
    assert html.endswith('</mark><sup class="hl-ref"><a href="#n1" aria-label="Your note a">a</a></sup></p>')


def test_overlapping_passages_are_nested_marks():
    html = mark("<p>abcdef</p>", [Mark(0, 4, 1, "a"), Mark(2, 6, 2, "b")], 0)
    assert [marked_words(html, note) for note in (1, 2)] == ["abcd", "cdef"]
    assert is_nested_well(html)


def test_white_space_between_blocks_is_not_marked():
    html = mark("<ul><li>a</li>\n<li>b\n<ul><li>c</li></ul></li></ul>", [Mark(0, 5, 1, "a")], 0)
    assert not re.search(r"<mark[^>]*>[^<]*\n", html)


def test_citations_are_not_counted_and_not_marked():
    html = mark('<p>a<sup class="cite"><a href="#ref-1">1</a></sup> b</p>', [Mark(2, 3, 1, "a")], 0)
    assert '<a href="#ref-1">1</a></sup> <mark' in html


def test_the_link_to_a_note_is_never_in_another_link():
    html = mark('<p><a href="/x/">a lantern</a> b</p>', [Mark(2, 5, 1, "a")], 0)
    assert '</mark>tern</a><sup class="hl-ref">' in html


def test_entities_count_as_one_character():
    assert marked_words(mark("<p>a &lt; b &amp; c</p>", [Mark(2, 7, 1, "a")], 0), 1) == "< b &"


def test_a_passage_that_goes_on_elsewhere_has_its_id_or_link_there():
    passage = [Mark(3, 12, 1, "a")]
    first, second = mark("<p>abcdefgh</p>", passage, 0), mark("<p>klmn</p>", passage, 10)
    assert ('id="h1"' in first, "hl-ref" in first) == (True, False)
    assert ('id="h1"' in second, "hl-ref" in second) == (False, True)


def test_a_passage_of_another_section_changes_nothing():
    assert mark("<p>abc</p>", [Mark(0, 9, 1, "a"), Mark(14, 20, 2, "b"), Mark(11, 11, 3, "c")], 10) == "<p>abc</p>"


@given(TIDY_BODIES | st.just(BODY), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200)), max_size=8))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_marking_keeps_the_text_and_covers_each_passage(body, spans):
    page, text = page_and_text(body)
    offset = 50
    marks = [Mark(50 + start, 50 + start + length, number, "a") for number, (start, length) in enumerate(spans)]
    html = mark(page, marks, offset)
    assert dom_text(html, ASIDE) == text
    assert is_nested_well(html)
    for number, (start, length) in enumerate(spans):
        assert marked_words(html, number) == text[start : start + length].replace("\n", "")


def test_many_marks_are_fast():
    page, text = page_and_text(BODY * 14)
    marks = [Mark(start, start + 300, start, "a") for start in range(0, len(text), len(text) // 200)]
    assert len(page) > 20_000
    started = process_time()
    mark(page, marks, 0)
    assert process_time() - started < 0.1  # about 15 ms
