import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import alignment
from articles.text.alignment import align, stretches

LETTERS = st.text("abcde", max_size=30)


@pytest.mark.parametrize("few", [alignment.FEW, 0], ids=["difflib", "anchors"])
@given(old=LETTERS, new=LETTERS)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_aligned_items_are_equal_and_in_order(few, old, new):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "FEW", few)
        pairs = align(old, new, junk="a")
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(i < x and j < y for (i, j), (x, y) in pairwise(pairs))


@given(LETTERS, LETTERS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_stretches_leave_nothing_out(old, new):
    parts = list(stretches(old, new))
    assert "".join(old[part.old] for part in parts) == old
    assert "".join(new[part.new] for part in parts) == new


def test_one_change_among_many_items_is_found():
    old = random.Random(1).choices(range(400), k=3000)  # noqa: S311 (not for secrets)
    changed = [part for part in stretches(old, [*old[:1500], -1, *old[1501:]]) if not part.is_equal]
    assert [(part.old, part.new) for part in changed] == [(slice(1500, 1501), slice(1500, 1501))]


def test_the_longest_series_of_anchors_is_kept(monkeypatch):
    monkeypatch.setattr(alignment, "FEW", 0)
    assert align("xabcdey", "zdabcew") == [(1, 2), (2, 3), (3, 4), (5, 5)]
