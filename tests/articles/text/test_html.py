"""Finished HTML, cut into tags and words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import sanitise
from articles.text.html import closing, tokens


@settings(max_examples=60, deadline=None)
@given(st.text("<>&;/ apbr\"'=x\n", max_size=60))
def test_the_tokens_of_any_sanitised_html_are_that_html(typed):
    html = sanitise(typed)
    assert "".join(token.source for token in tokens(html)) == html


def test_a_tag_has_its_name_and_words_have_none():
    found = list(tokens('<td rowspan="2">5 &lt; 10</td>'))
    assert [(token.name, token.is_end) for token in found] == [("td", False), ("", False), ("td", True)]
    assert found[1].text == "5 < 10"


@pytest.mark.parametrize("kind", ["cite", "hl-ref"])
def test_numbers_of_citations_and_links_to_notes_are_aside(kind):
    html = f'10<sup>9</sup><sup class="{kind}"><a href="#r1">1</a></sup> mg'
    assert "".join(token.source for token in tokens(html) if not token.name and not token.is_aside) == "109 mg"


def test_what_ends_a_tag_has_no_attributes():
    assert closing('<a href="/" rel="x">') == "</a>"
