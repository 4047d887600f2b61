"""Whatever a reader loses of whatever text, the check finds it."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from articles.transfer import formats
from articles.transfer.files import ArticleFile
from articles.transfer.loss.checking import checked
from articles.transfer.loss.words import normal, split
from articles.transfer.remarks import Kind
from tests.articles.transfer.printed_samples import WRITERS

WORDS = ["lantern", "hook", "brass", "iron", "burn", "hang", "night", "not", "before", "after", "of", "the", "and"]
FIGURES = ["5", "0.5", "10", "50", "1,000", "10-20", "<5", "≥65", "-2", "2.5", "mg", "ml", "%", "10⁹/L", "m²", "≤"]
SENTENCES = st.lists(st.sampled_from(WORDS + FIGURES), min_size=3, max_size=12).map(" ".join)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=8)
DRAWN = settings(max_examples=60, deadline=None)


def html(paragraphs):
    return "".join(f"<p>{paragraph.replace('<', '&lt;')}</p>" for paragraph in paragraphs)


def lost(paragraphs, body):
    article = ArticleFile(document_id=1, title="Lanterns", body_html=body)
    found = checked(f"<h1>Lanterns</h1>{html(paragraphs)}".encode(), ".html", article, [])
    return [remark for remark in found if remark.kind in {Kind.LOST, Kind.CHANGED}]


@DRAWN
@given(TEXTS)
def test_a_draft_of_all_words_has_lost_none(paragraphs):
    assert lost(paragraphs, html(paragraphs)) == []


@DRAWN
@given(TEXTS, st.data())
def test_a_dropped_word_is_found(paragraphs, data):
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    words = paragraphs[at].split()
    gone = data.draw(st.integers(0, len(words) - 1))
    left = [*paragraphs[:at], " ".join(words[:gone] + words[gone + 1 :]), *paragraphs[at + 1 :]]
    found = [remark.words for remark in lost(paragraphs, html(left))]
    assert words[gone] in " ".join(found).split()


@DRAWN
@given(TEXTS, st.data())
def test_two_words_that_change_places_are_found(paragraphs, data):
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    words = paragraphs[at].split()
    one, other = data.draw(st.integers(0, len(words) - 1)), data.draw(st.integers(0, len(words) - 1))
    assume(words[one] != words[other])
    words[one], words[other] = words[other], words[one]
    assert lost(paragraphs, html([*paragraphs[:at], " ".join(words), *paragraphs[at + 1 :]]))


@DRAWN
@given(TEXTS, st.sampled_from(FIGURES), st.sampled_from(FIGURES))
def test_another_figure_is_found(paragraphs, right, wrong):
    assume(right != wrong)
    given_text, made = [*paragraphs, f"Give {right} now"], [*paragraphs, f"Give {wrong} now"]
    assert any(normal(right) in split(normal(remark.words)) or right == "m²" for remark in lost(given_text, html(made)))


@DRAWN
@given(TEXTS, st.integers(0, 99), st.sampled_from(["sup", "sub"]), st.sampled_from(["", " ", "/L"]))
def test_a_raised_or_lowered_figure_on_the_line_is_found(paragraphs, figure, tag, after):
    source = html(paragraphs) + f"<p>Count 10<{tag}>{figure}</{tag}>{after} now</p>"
    flat = re.sub(r"</?su[bp]>", "", source)
    article = ArticleFile(document_id=1, title="Lanterns", body_html=flat)
    assert checked(f"<h1>Lanterns</h1>{source}".encode(), ".html", article, [])
    whole = ArticleFile(document_id=1, title="Lanterns", body_html=source)
    assert checked(f"<h1>Lanterns</h1>{source}".encode(), ".html", whole, []) == []


@DRAWN
@given(TEXTS, st.data())
def test_words_that_run_together_are_found(paragraphs, data):
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    words = paragraphs[at].split()
    joined = data.draw(st.integers(0, len(words) - 2))
    made = [*words[:joined], words[joined] + words[joined + 1], *words[joined + 2 :]]
    assert lost(paragraphs, html([*paragraphs[:at], " ".join(made), *paragraphs[at + 1 :]]))


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sampled_from(sorted(WRITERS)), st.data())
def test_what_any_reader_loses_of_any_format_is_found(paragraphs, ending, data):
    document = [("h1", "Lanterns"), ("h2", "Use"), *[("p", f"They {text} here.") for text in paragraphs]]
    content = WRITERS[ending](document)
    reading = formats.READERS[ending](content, name=f"a{ending}")
    body = reading.article.body_html
    spots = [found for found in re.finditer(r"(?<=[ >])[^\s<>&]+(?= )", body) if found[0] not in {"h2"}]
    gone = data.draw(st.sampled_from(spots))
    made = ArticleFile(document_id=1, title="Lanterns", body_html=body[: gone.start()] + body[gone.end() :])
    remarks = checked(content, ending, made, reading.remarks)
    found = " ".join(remark.words for remark in remarks if remark.kind == Kind.LOST)
    assert set(split(normal(gone[0]))) <= set(split(normal(found)))
