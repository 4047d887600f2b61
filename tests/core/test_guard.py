"""The guard: what it finds, what it leaves alone, and how well it does, on our own texts and on strangers'."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import guard
from tests.core.guard_texts import IDENTIFIERS, TEXTS

DATA = Path(__file__).with_name("data")
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


# Texts of writers who had not seen the rules (docs/guard.md): the least recall and precision on each set.
STRANGERS = {1: (0.96, 0.99), 2: (0.98, 0.99), 3: (0.86, 0.98)}


@pytest.mark.parametrize(("number", "recall", "precision"), [(number, *least) for number, least in STRANGERS.items()])
def test_what_strangers_wrote_is_found_as_well_as_the_docs_say(number, recall, precision):
    texts = json.loads((DATA / f"guard_strangers_{number}.json").read_text())
    finds = {text: {find.code for find in guard.find(text)} for text, _ in texts}
    found = sum(kind in finds[text] or (kind == "initials" and "name" in finds[text]) for text, kind in texts if kind)
    alarms = sum(bool(finds[text]) for text, kind in texts if not kind)
    wanted = sum(bool(kind) for _, kind in texts)
    assert found / wanted >= recall
    assert found / (found + alarms) >= precision
    assert f"| {number} | {wanted} | {found} | {alarms} |" in DOCS.read_text()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "943 476 5919",
            "943\u00a0476\u00a05919",
            "943\u2009476\u20095919",
            "943\u2011476\u20115919",
            "943  476  5919",
        ),
        *("943.476.5919", "943 4765919", "nhs:9434765919", "02-Jan-1985", "MRS HUGHES", "dr singh", "91/F", "sw1a1aa"),
        *(
            "call her on 07700 900123",
            "ada@example.org",
            "AB 12 34 56 C",
            "lives at 14 Elm Street",
            "@lantern_ada",
            "pt J.S.",
        ),
    ],
)
def test_kinds_that_were_missed_are_found(text):
    assert guard.find(text)


@pytest.mark.parametrize(
    "text", ["The NHS was founded on 5 July 1948", "we watched Sister Act", "ring 111 or 0800 1111"]
)
def test_what_belongs_to_nobody_is_left_alone(text):
    assert guard.find(text) == []


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
    hard = ["a." * 10_000, "X_" * 10_000, "a@" * 10_000, "Aa " * 10_000, "9 " * 10_000]
    hard += ["9" * 30_000, "12/12/" * 5_000, "Mrs " * 8_000, "aged " * 8_000, "SW1A 1A" * 5_000, " " * 30_000]
    for text in hard:
        assert isinstance(guard.find(text), list)
