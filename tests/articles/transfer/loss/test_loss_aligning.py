"""Words in order, also where each of them occurs again and again."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.transfer.loss.aligning import _path, aligned

LETTERS = st.text("ab1", max_size=40)


def is_way(pairs, old, new):
    return all(old[i] == new[j] for i, j in pairs) and all(
        i < next_i and j < next_j for (i, j), (next_i, next_j) in pairwise(pairs)
    )


@settings(deadline=None)
@given(LETTERS, LETTERS)
def test_a_path_is_in_order_in_both_and_as_long_as_any(old, new):
    pairs = [(x + step, y + step) for x, y, length in _path(old, new) for step in range(length)]
    assert is_way(pairs, old, new)
    assert len(pairs) == longest(old, new)


def longest(old, new):
    row = [0] * (len(new) + 1)
    for x in old:
        row = [0, *row[1:]]
        last = 0
        for at, y in enumerate(new):
            above = row[at + 1]
            row[at + 1] = last + 1 if x == y else max(row[at], above)
            last = above
    return row[-1]


def test_long_texts_of_the_same_words_are_aligned():
    old = ["one", "is", "out"] * 400
    new = [word for at, word in enumerate(old) for word in ([word, "word"] if at % 7 == 0 else [word])]
    pairs = sorted(aligned(old, new))
    assert is_way(pairs, old, new)
    assert len(pairs) == len(old)


def test_an_empty_word_is_equal_to_none():
    assert list(aligned(["", "a"], ["", "a"])) == [(1, 1)]
