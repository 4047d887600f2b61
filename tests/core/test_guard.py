"""The guard: what it finds, what it leaves alone, and how well it does on 300 texts made for this."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import guard
from tests.core.guard_texts import IDENTIFIERS, TEXTS

DOCS = Path(__file__).parents[2] / "docs" / "guard.md"


def counted() -> tuple[int, int, int]:
    """Texts in which the right kind is found, those in which it is missed, and false alarms."""
    kinds = {text: {find.code for find in guard.find(text)} for text, _ in TEXTS}
    found = sum(kind in kinds[text] for text, kind in IDENTIFIERS)
    alarms = sum(bool(kinds[text]) for text, kind in TEXTS if not kind)
    return found, len(IDENTIFIERS) - found, alarms


def test_there_are_300_texts_and_no_two_are_the_same():
    assert (len(TEXTS), len({text for text, _ in TEXTS}), len(IDENTIFIERS)) == (300, 300, 157)


def test_precision_and_recall_are_at_least_0_95_and_stand_in_the_docs():
    found, missed, alarms = counted()
    precision, recall = found / (found + alarms), found / (found + missed)
    assert precision >= 0.95
    assert recall >= 0.95
    assert f"| {found} | {missed} | {alarms} | {precision:.3f} | {recall:.3f} |" in DOCS.read_text()


@pytest.mark.parametrize(("number", "holds"), [("9434765919", True), ("9434765918", False), ("0000000000", False)])
def test_the_check_digit_of_an_nhs_number(number, holds):
    assert guard.modulus_11(number) is holds


def test_a_find_is_told_once_and_not_as_part_of_another():
    finds = guard.find("DOB 3/4/1931. Mrs Hook.", "Mrs Hook again, DOB 3/4/1931")
    assert [(find.code, find.text) for find in finds] == [("date_of_birth", "DOB 3/4/1931"), ("name", "Mrs Hook")]


def test_a_text_full_of_names_is_not_a_page_full_of_warnings():
    assert len(guard.find(". ".join(f"Mrs A{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"))) == guard.MOST


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_it_answers_whatever_is_written(text):
    for find in guard.find(text):
        assert find.text in text


def test_a_long_text_is_looked_through_in_no_time():
    hard = ["9" * 100_000, "12/12/" * 20_000, "Mrs " * 25_000, "aged " * 20_000, "SW1A 1A" * 15_000, " " * 100_000]
    for text in hard:
        assert isinstance(guard.find(text), list)
