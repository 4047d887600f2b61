"""Plain text: wrapped lines, steps and bullets, of which no number and no sign is lost."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.transfer import formats
from articles.transfer.remarks import Kind
from articles.transfer.text import html

WRAPPED = """Wrapped lines

Treatment

The lamp is offered to all houses whose height is under
5. Older houses get it with a measure of
10) ml of oil and a second one after
12. Weeks later it is cleaned.

The range is 4
- 6 ml a day in lamps.
"""
STEPS = """Steps of care

Steps

1. Light it.
2. Hang it.

Call for help between these steps.

3. Watch it.
4. Go back to step 3 if needed.
"""


def body(text):
    return html(text).partition("</h1>\n")[2]


def test_a_number_at_the_start_of_a_wrapped_line_stays_in_its_sentence():
    found = body(WRAPPED)
    assert "under 5. Older houses get it with a measure of 10) ml of oil and a second one after 12. Weeks" in found
    assert "The range is 4 - 6 ml a day" in found
    assert "<li>" not in found


def test_steps_keep_their_numbers_across_what_stands_between_them():
    found = body(STEPS)
    assert "<ol><li>Light it.</li><li>Hang it.</li></ol>" in found
    assert '<ol start="3"><li>Watch it.</li><li>Go back to step 3 if needed.</li></ol>' in found


def test_steps_with_blank_lines_between_them_are_one_list():
    assert body("A\n\n1. One.\n\n2. Two.\n") == "<ol><li>One.</li><li>Two.</li></ol>"


@pytest.mark.parametrize("line", ["12. Of May it was", "5) ml of it", "- 5 is the least", "2. Only this"])
def test_what_is_not_surely_a_list_stays_in_the_words(line):
    assert body(f"A\n\n{line}.\n") == f"<p>{line}.</p>"


@pytest.mark.parametrize("bullet", "-*•–·◦▪‣⁃●○■✓→\uf0b7")
def test_bullets_of_every_kind_begin_an_item(bullet):
    assert body(f"A\n\nSigns are:\n{bullet} Red\n{bullet} Blue\n").endswith("<ul><li>Red</li><li>Blue</li></ul>")


def test_bullets_that_stand_further_in_are_a_list_within_the_item():
    assert body("A\n\n• Red:\n    ◦ Dark\n    ◦ Light\n• Blue\n") == (
        "<ul><li>Red:<ul><li>Dark</li><li>Light</li></ul></li><li>Blue</li></ul>"
    )


def test_an_item_goes_on_in_the_next_line():
    assert body("A\n\n1. Light it\n   well.\n2. Hang it.\n") == "<ol><li>Light it well.</li><li>Hang it.</li></ol>"


WORD = st.sampled_from(["lamp", "5.", "10)", "-", "≥", "0.5", "ml", "•", "[2]", "hang", "12.", "<3"])
LINES = st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=8)


@given(LINES)
def test_no_number_of_any_lines_is_lost(lines):
    found = body("Lamps\n\n" + "\n".join(lines))
    numbers = [int(start) for start in re.findall(r'<ol start="(\d+)"', found)]
    words = unescape(re.sub(r"<[^>]+>", " ", found))
    for figure in re.findall(r"(?<![\d.])\d+(?:\.\d+)?", " ".join(lines)):
        items = found.count("<li>")
        listed = {str(number + step) for number in [1, *numbers] for step in range(items)} if "<ol" in found else set()
        assert figure in re.findall(r"\d+(?:\.\d+)?", words) or figure in listed


def test_the_check_finds_nothing_lost_of_wrapped_lines():
    remarks = formats.read(WRAPPED.encode(), name="a.txt").remarks
    assert [remark for remark in remarks if remark.kind == Kind.LOST] == []
