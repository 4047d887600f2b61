"""One guard for every CSV file: no cell that a spreadsheet runs, and every text comes back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.csv import FORMULA, guarded, unguarded

TEXTS = st.text(alphabet=st.sampled_from([*FORMULA, "'", "a", "1", " ", '"', ",", ";"]))


@pytest.mark.parametrize("sign", sorted(FORMULA))
def test_a_cell_that_could_be_run_begins_with_an_apostrophe(sign):
    assert guarded(f"{sign}cmd") == f"'{sign}cmd"


@pytest.mark.parametrize("value", ["plain", "'quoted'", "10⁹/L", "", 5, None])
def test_what_cannot_be_run_stays_as_it_is(value):
    assert guarded(value) == value


@given(TEXTS)
def test_every_text_comes_back_exactly(text):
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_no_guarded_text_begins_like_a_formula(text):
    assert guarded(text)[:1] not in FORMULA
