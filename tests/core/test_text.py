"""Two ways to compare text: generous for searches, strict for placing."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import fold_for_placing, fold_for_search, pattern_for_search, pieces_for_placing

# A text, and how somebody may type it who looks for it.
SAME_TO_A_SEARCH = [
    ("Patient’s question", "patient's"),
    ("Patient's question", "patient’s"),
    ("cafe\u0301 nai\u0308ve", "café"),
    ("café Zürich", "Zu\u0308rich"),
    ("café", "cafe"),
    ("5 \u00b5g daily", "\u03bcg"),
    ("5 \u03bcg daily", "\u00b5g"),
    ("follow\u2011up", "follow-up"),
    ("give 5–10 mg", "5-10"),
    ("temperature −5", "-5"),
    ("co\u00adoperate", "cooperate"),
    ("zero\u200bwidth", "zerowidth"),
    ("Straße", "STRASSE"),
    ("ÉCOLE", "école"),
    ("\ufb01brosis", "fibrosis"),
    ("di\ufb03cult", "difficult"),
    ("ＮＨＳ", "nhs"),
    ("“quoted” word", '"quoted"'),
    ("ΟΔΟΣ", "οδος"),
    ("Łódź", "łódź"),
    ("50 × 10⁹/L", "10^9"),
    ("50 × 10⁻³ mol", "10^-3"),
    ("wait…", "wait..."),
    ("\uac00", "\u1100\u1161"),
]
LETTERS = st.text("aeéßïΣσς ﬁf'’“-–−µμ10⁹^\u0301\u00ad\u200b", max_size=12)


@pytest.mark.parametrize(("text", "typed"), SAME_TO_A_SEARCH)
def test_a_search_finds_what_is_typed_otherwise(text, typed):
    assert fold_for_search(typed) in fold_for_search(text)
    assert re.search(pattern_for_search(typed), text, re.IGNORECASE)


def test_a_search_for_109_finds_no_power_of_ten():
    assert not re.search(pattern_for_search("109"), "50 × 10⁹/L", re.IGNORECASE)


@settings(max_examples=300, deadline=None)
@given(LETTERS)
def test_every_text_is_found_by_its_own_words(text):
    for word in text.split():
        assert re.search(pattern_for_search(word), text, re.IGNORECASE)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20))
def test_folding_for_a_search_folds_no_further(text):
    assert fold_for_search(fold_for_search(text)) == fold_for_search(text)


@pytest.mark.parametrize("other", ["NFC", "NFD"])
@given(text=st.text(max_size=20))
def test_placing_does_not_care_how_an_accent_is_encoded(other, text):
    assert fold_for_placing(unicodedata.normalize(other, text)) == fold_for_placing(text)


@pytest.mark.parametrize(
    ("text", "typed"), [("a “b” ’c", 'a "b" \'c'), ("a\u00a0 b", "a b"), ("follow‑up", "follow-up"), ("5 µg", "5 μg")]
)
def test_placing_takes_what_says_the_same(text, typed):
    assert fold_for_placing(text) == fold_for_placing(typed)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("10⁹", "109"),
        ("−5", "-5"),
        ("5–10", "5-10"),
        ("5 µg", "5 mg"),
        ("5 Mg", "5 mg"),
        ("< 5", "≤ 5"),
        ("½", "1/2"),
        ("H₂", "H2"),
        ("A - B", "A – B"),
    ],
)
def test_placing_never_takes_one_dose_for_another(text, other):
    assert fold_for_placing(text) != fold_for_placing(other)


@given(st.text(max_size=30))
def test_every_character_has_one_piece(text):
    assert len(pieces_for_placing(text)) == len(text)


def test_lowered_letters_are_found_as_people_type_them():
    assert re.search(pattern_for_search("HbA1c"), "an HbA_(1c) of 48", re.IGNORECASE)
    assert not re.search(pattern_for_search("HbA1c"), "an HbA^(1c) of 48", re.IGNORECASE)
