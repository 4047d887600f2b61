"""Which numbers become citations, and which stay. Sources are called r1, r2 … by their printed numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.transfer.citing.marks import placed
from articles.transfer.citing.numbers import numbers_of
from articles.transfer.citing.sources import Source, Sources
from articles.transfer.files import FileReference
from articles.transfer.remarks import Kind


def sources(count: int = 7, *, are_numbered: bool = True) -> Sources:
    made = [FileReference(key=f"r{number}", title="A test") for number in range(1, count + 1)]
    return Sources([Source([it], number=at if are_numbered else 0) for at, it in enumerate(made, start=1)])


def link(number: int, text: str = "") -> str:
    return f'<a data-cites="{number - 1}">{text or number}</a>'


def cited(html: str, count: int = 7) -> str:
    """Written HTML with its citations as {1} {2}."""
    return re.sub(r'<cite data-ref="r(\d+)"></cite>', r"{\1}", placed(html, sources(count)).html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("A [1]. B [2,3].", "A{1}. B{2}{3}."),
        ("word [1]-[4].", "word{1}{2}{3}{4}."),
        ("word [1]–[4].", "word{1}{2}{3}{4}."),
        ("word [1]to[4].", "word{1}{2}{3}{4}."),
        ("word [1, 3-5].", "word{1}{3}{4}{5}."),
        ("word [1][2].", "word{1}{2}."),
        ("word<strong>[2]</strong> on", "word{2} on"),
        ("word<sup>[2]</sup> on", "word{2} on"),
        ("<em>word [2]</em> on", "<em>word{2}</em> on"),
        ("word [ref. 2] on", "word{2} on"),
        ("word [1, 2 &amp; 4] on", "word{1}{2}{4} on"),
        ("word <sup>[1]</sup>–<sup>[3]</sup> on", "word{1}{2}{3} on"),
        ("word [ <em>2</em> ] on", "word{2} on"),
        ("word [3]. It is x &lt; y.", "word{3}. It is x &lt; y."),
    ],
)
def test_bracketed_numbers_are_citations(html, expected):
    assert cited(f"<p>{html}</p>") == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "html",
    [
        "F[1,2] = 4.5",
        "see figure [2] there",
        "Table [3]",
        "interval [1,5]",
        "95% CI [1, 3]",
        "CI [0.2-0.8]",
        "T<sub>[1,2]</sub>",
        "IL-[2]",
        "x[1]",
        "vitamin D[2]",
        "range [1 to 3]",
        "interval [1;3]",
        "x ∈ [1, 5]",
        "for 4 [2-6] days",
        "give [2] mg",
        "score [1]",
        '<a href="https://example.org/">[1]</a>',
        '<a data-cites="">[2]</a>',
        '<sup><a data-cites="">1</a></sup>',
        "[9] is not there",
        "[5-3] is no range",
        "[1] begins an item",
        "(1) women and (2) men and (5) others",
        "women (2), men (1), others (4), none (3)",
    ],
)
def test_figures_and_marks_of_other_things_stay_as_they_are(html):
    out = placed(f"<p>{html}</p>", sources())
    assert out.html == re.sub(r'<a data-cites="">(.*?)</a>', r"\1", f"<p>{html}</p>")


def test_what_stays_is_told_with_its_sentence():
    told = placed("<p>First. They took 4 [2-6] days. A [9].</p>", sources()).remarks
    assert [(it.kind, it.words) for it in told[:2]] == [(Kind.DOUBT, "[2-6]"), (Kind.DOUBT, "[9]")]
    assert told[0].place == "They took 4 [2-6] days."


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"[{link(1)}–{link(4)}]", "{1}{2}{3}{4}"),
        (f"<sup>{link(2)}-{link(5)}</sup>", "{2}{3}{4}{5}"),
        (f"<sup>{link(2)}</sup>-<sup>{link(5)}</sup>", "{2}{3}{4}{5}"),
        (f"[{link(1)}]-[{link(3)}]", "{1}{2}{3}"),
        (f"{link(1, '[1')}-{link(4, '4]')}", "{1}{2}{3}{4}"),
        (f"({link(1)}, {link(3)})", "{1}{3}"),
        (f"[{link(5)},{link(6)}]", "{5}{6}"),
        (f"{link(1)}{link(2)}", "{1}{2}"),
        ('<a data-cites="0 1 2">1–3</a>', "{1}{2}{3}"),
        ('<a data-cites="0">1–3</a>', "{1}{2}{3}"),
        ('<a data-cites="3"><sup>4</sup></a>', "{4}"),
        (f" (see {link(1)} and {link(2)})", " (see{1}{2})"),
        (f"[{link(1)}, page 4]", "[{1}, page 4]"),
        (" as Writer " + link(7, "(2007)"), " as Writer (2007){7}"),
        (" (" + link(6, "Writer 2006") + "; " + link(7, "Writer 2007") + ")", " (Writer 2006{6}; Writer 2007{7})"),
    ],
)
def test_links_to_sources_are_citations_with_all_that_is_between_them(html, expected):
    assert cited(f"<p>A{html}.</p>") == f"<p>A{expected}.</p>"


def test_where_links_cite_nothing_else_does():
    out = placed(f"<p>A [{link(1)}]. B [2]. C.<sup>3</sup></p>", sources())
    assert out.html == '<p>A<cite data-ref="r1"></cite>. B [2]. C.<sup>3</sup></p>'
    assert [it.words for it in out.remarks if "links" in it.why] == ["[2]", "3"]


def test_a_link_that_says_another_number_than_it_leads_to_is_left_and_told():
    out = placed(f"<p>A [{link(1)}]. B [{link(3, '2')}].</p>", sources())
    assert out.html == '<p>A<cite data-ref="r1"></cite>. B [2].</p>'
    assert any("another number" in it.why for it in out.remarks)


def test_a_bracketed_or_raised_number_whose_link_leads_elsewhere_is_told():
    html = '<p>A<sup><a data-cites="">1</a></sup> and [<a data-cites="">2</a>], see section <a data-cites="">3</a>.</p>'
    told = [it.words for it in placed(html, sources()).remarks if "leads to no reference" in it.why]
    assert told == ["1", "2"]


def test_numbers_that_no_list_prints_are_learned_from_the_links():
    made = sources(4, are_numbered=False)
    out = placed(f"<p>A [{link(1, '3')}-{link(3, '5')}]. B {link(2, '4')}.</p>", made)
    assert out.html.count("<cite") == 4
    assert [entry.number for entry in made.entries] == [3, 4, 5, 0]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Works.<sup>1,2</sup> Also<sup>3-5</sup> so.", "Works.{1}{2} Also{3}{4}{5} so."),
        ("Works.<sup>1</sup><sup>,</sup><sup>2</sup> Also<sup>3–5</sup>.", "Works.{1}{2} Also{3}{4}{5}."),
        ("Works.<sup>1</sup> 10<sup>5</sup>/L, m<sup>2</sup>.", "Works.{1} 10<sup>5</sup>/L, m<sup>2</sup>."),
        ("Works.¹ Also.²⁻⁴ 10⁻⁵ and 10⁵", "Works.{1} Also.{2}{3}{4} 10⁻⁵ and 10⁵"),
        ("Works (1). Also (2-4) and so (5).", "Works{1}. Also{2}{3}{4} and so{5}."),
    ],
)
def test_raised_numbers_and_those_in_parentheses_cite_where_the_whole_text_cites_so(html, expected):
    assert (
        cited(f"<p>{html}</p>", 5 if "(" in html or "-" in html or "–" in html or "⁴" in html else 1)
        == f"<p>{expected}</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        "10<sup>1</sup>/L and m<sup>2</sup> and Ca<sup>2</sup>",
        "log<sup>2</sup> of it, 5 kg<sup>2</sup>, x<sup>2</sup>",
        "Works.<sup>1</sup> but of seven sources one",
        "Works.<sup>9</sup> which is not there",
        "Works.<sup>1</sup> Also.<sup>2</sup></p><p><sup>1</sup> A note.</p><p><sup>2</sup> Another.",
        "First: (1) airway, (2) breathing, (3) circulation, (4) call.",
    ],
)
def test_other_raised_numbers_are_left(html):
    assert "{" not in cited(f"<p>{html}</p>", 2 if "note" in html else 7)


def test_raised_numbers_are_left_where_brackets_cite():
    assert cited("<p>Works [1]. Also.<sup>2,3,4,5,6</sup></p>") == "<p>Works{1}. Also.<sup>2,3,4,5,6</sup></p>"


def test_both_directions_are_told():
    assert "References that nothing in the text cites: 2, 4" in map(
        str, placed("<p>A [1]. B [3].</p>", sources(4)).remarks
    )
    assert "No number in the text cites a reference" in map(str, placed("<p>A.</p>", sources(4)).remarks)


def test_signs_of_the_last_private_plane_stay_what_they_are():
    assert cited("<p>\U00100000 [1] \U00108001</p>") == "<p>\U00100000{1} \U00108001</p>"


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6, unique=True), st.sampled_from(["-", "–", "—", "‑", "−"]))
def test_any_mark_cites_just_its_numbers(numbers, dash):
    numbers = sorted(numbers)
    ranges = [(first, first + 2) for first in numbers]
    mark = ", ".join(f"{first}{dash}{last}" for first, last in ranges)
    meant = list(dict.fromkeys(number for first, last in ranges for number in range(first, last + 1)))
    assert numbers_of(mark) == meant
    for html in (f"word [{mark}].", f"word<sup>[{mark}]</sup>."):
        assert cited(f"<p>{html}</p>", 40) == f"<p>word{''.join(f'{{{it}}}' for it in meant)}.</p>"
    linked = ", ".join(f"{link(first)}{dash}{link(last)}" for first, last in ranges)
    for html in (f"word [{linked}].", f"word<sup>{linked}</sup>.", f"word ({linked})."):
        assert cited(f"<p>{html}</p>", 40) == f"<p>word{''.join(f'{{{it}}}' for it in meant)}.</p>"


@given(st.text(alphabet="ab12[](),;-– <sup>&lt;", max_size=60))
def test_no_words_are_lost_whatever_stands_there(text):
    """All but the marks of citations is still there, in its order."""
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
    out = placed(html, sources())
    left = re.sub(r"<cite[^>]*></cite>|\s", "", out.html)
    for mark in out.marks:
        assert not re.search(r"[ab]", mark)
    assert re.sub(r"[^ab]", "", left) == re.sub(r"[^ab]", "", html)


@given(st.data(), st.lists(st.integers(1, 30), min_size=1, max_size=5, unique=True), st.sampled_from(["-", "–"]))
def test_numbers_without_links_beside_linked_ones_cite_too(data, numbers, dash):
    ranges = [(first, first + data.draw(st.integers(0, 3))) for first in sorted(numbers)]
    meant = list(dict.fromkeys(number for first, last in ranges for number in range(first, last + 1)))
    shown = [[first, last] if last > first else [first] for first, last in ranges]
    one = data.draw(st.sampled_from([(at, end) for at, some in enumerate(shown) for end in range(len(some))]))
    marks = [
        [link(it) if (at, end) == one or data.draw(st.booleans()) else str(it) for end, it in enumerate(some)]
        for at, some in enumerate(shown)
    ]
    mark = ",".join(dash.join(some) for some in marks)
    for html in (f"word [{mark}].", f"word<sup>{mark}</sup>.", f"word<sup>[{mark}]</sup>."):
        assert cited(f"<p>{html}</p>", 40) == f"<p>word{''.join(f'{{{it}}}' for it in meant)}.</p>"


def test_numbers_beside_links_stay_where_one_of_them_is_no_reference():
    assert cited(f"<p>word [{link(2)},99].</p>") == "<p>word [{2},99].</p>"
    assert "5 days" in cited(f"<p>word {link(2)}, 5 days and [{link(3)}] so.</p>")
