"""Raised and lowered characters: a text never takes 10⁹ for 109, in whatever format it was frozen."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import anchors, raised, render
from articles.text.formats import FORMAT, ON_THE_LINE, in_present_format, present
from articles.text.sections import sections_of
from articles.text.words import words_of
from tests.articles.text.samples import KEYS, TIDY_BODIES

PRINTED = {
    "50 × 10<sup>9</sup>/L": "50 × 10⁹/L",
    "75 mg/m<sup>2</sup>": "75 mg/m²",
    "10<sup>-3</sup> and 10<sup>−3</sup> and 10<sup>–3</sup>": "10⁻³ and 10⁻³ and 10⁻³",
    "Ca<sup>2+</sup>": "Ca²⁺",
    "CO<sub>2</sub>": "CO₂",
    "C<sub>max</sub>": "C_(max)",
    "HbA<sub>1c</sub>": "HbA_(1c)",
    "10<sup>1.5</sup>": "10^(1.5)",
    "5 mg<sup>a</sup>": "5 mg^(a)",
    "5 mg<sup>1,2</sup>": "5 mg^(1,2)",
    "5 mg<sup>3–7</sup>": "5 mg^(3–7)",
    "2<sup>3<sup>2</sup></sup>": "2^(3²)",
    "10<sup><strong>9</strong></sup>": "10⁹",
    "the 1<sup>st</sup>, the 22<sup>nd</sup>": "the 1st, the 22nd",
    "Name<sup>®</sup>, 5 mg<sup>*</sup>": "Name®, 5 mg*",
    "10<sup> 9 </sup>lanterns": "10 ⁹ lanterns",
    'x<sup>2<cite data-ref="first"></cite></sup>': "x²",
}


def rendered(markup, text_format=FORMAT):
    return render(markup, reference_keys=KEYS, article_links={}, text_format=text_format)


@pytest.mark.parametrize(("markup", "words"), PRINTED.items(), ids=PRINTED.values())
def test_a_text_says_what_its_page_means(markup, words):
    assert rendered(f"<p>{markup}</p>").text == words


@pytest.mark.parametrize(("markup", "words"), PRINTED.items(), ids=PRINTED.values())
def test_an_older_text_can_be_read_as_it_would_be_written_today(markup, words):
    old = rendered(f"<p>Lit, {markup}, out.</p>", ON_THE_LINE)
    assert present(old).text == f"Lit, {words}, out."


def test_a_heading_says_what_it_means():
    page = rendered("<h2>Below 10<sup>9</sup>/L</h2><p>Words.</p>")
    assert (page.contents[0]["title"], page.text) == ("Below 10⁹/L", "Below 10⁹/L\nWords.")


@given(TIDY_BODIES)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_page_of_an_older_text_in_the_present_format_has_that_text(body):
    """Its offsets go there and back, and writing it again changes nothing."""
    old = rendered(body, ON_THE_LINE)
    now = present(old)
    assert in_present_format(now.page) == now.page
    for before, after in zip(sections_of(old), sections_of(now), strict=True):
        assert (now.inside(before.start), now.inside(before.end)) == (after.start, after.end)
        assert (now.outside(after.start), now.outside(after.end)) == (before.start, before.end)
        assert anchors.squash(_words(after.html)) == anchors.squash(now.text[after.start : after.end])


def _words(html):
    from articles.text.html import tokens

    return "".join(token.text for token in tokens(html) if not token.name and not token.is_aside)


WORDS = st.text("0123456789+-−=()abcxyzµ,. ", min_size=1, max_size=8).filter(str.strip)


@given(st.sampled_from(["sup", "sub"]), WORDS, WORDS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_raised_words_never_read_like_words_on_the_line(name, before, words):
    text = rendered(f"<p>{before}<{name}>{words}</{name}></p>").text
    assert raised.way(words, name) is raised.Way.SAME or text != rendered(f"<p>{before}{words}</p>").text


@given(WORDS, WORDS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_raised_words_never_read_like_lowered_ones(before, words):
    up, down = (rendered(f"<p>{before}<{name}>{words}</{name}></p>").text for name in ("sup", "sub"))
    assert up != down or raised.way(words, "sup") is raised.Way.SAME


# Finding a passage in it


def version(markup, text_format=FORMAT):
    page = rendered(markup, text_format)
    return SimpleNamespace(page=page.page, contents=page.contents, text=page.text, text_format=text_format)


MARKUP = "<h2>Tests</h2><p>Above 10<sup>9</sup>/L, HbA<sub>1c</sub> below 48, C<sub>max</sub> at 109 hours.</p>"


@pytest.mark.parametrize("text_format", [ON_THE_LINE, FORMAT])
@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        ("10⁹/L", "10⁹/L"),
        ("10^9/L", "10⁹/L"),
        ("10^(9)/L", "10⁹/L"),
        ("HbA_(1c) below", "HbA_(1c) below"),
        ("HbA1c below", "HbA_(1c) below"),
        ("HbA1c", "HbA_(1c)"),
        ("Cmax at 109", "C_(max) at 109"),
        ("109 hours", "109 hours"),
    ],
)
def test_what_is_printed_is_found_as_people_type_it(text_format, typed, quote):
    article = version(MARKUP, text_format)
    anchor, section = anchors.locate(article, quote=typed)
    assert (anchor.quote, section) == (quote, "tests")
    assert present(article).words(anchor.start, anchor.end) == quote


@pytest.mark.parametrize("text_format", [ON_THE_LINE, FORMAT])
@pytest.mark.parametrize("typed", ["109/L", "10^8/L", "HbA^(1c)"])
def test_what_means_something_else_is_not_found(text_format, typed):
    with pytest.raises(anchors.NotFound):
        anchors.locate(version(MARKUP, text_format), quote=typed)


def test_a_selection_on_an_older_page_is_kept_with_what_it_means():
    article = version(MARKUP, ON_THE_LINE)
    start = article.text.index("109/L")
    anchor, _ = anchors.locate(article, quote="109/L", start=start, end=start + 5)
    assert (anchor.quote, anchor.prefix, anchor.start, anchor.end) == ("10⁹/L", "Tests\nAbove ", start, start + 5)


def test_lowered_letters_are_part_of_their_word_in_a_search():
    assert words_of("HbA_(1c) and CO₂") == words_of("HbA1c and CO2")
