"""What two sequences have in common, in order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

FEW = 40_000  # pairs of items that difflib compares in a moment; its time grows with the square of the length

_Pair = tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """A stretch is a part of two sequences: one item that is equal in both, or all up to the next that is."""

    is_equal: bool
    old: slice
    new: slice


def stretches(old: Sequence[Hashable], new: Sequence[Hashable], junk: Hashable = None) -> Iterator[Stretch]:
    """Both sequences from start to end. `junk` is an item, such as white space, that says nothing by being equal."""
    i = j = 0
    for x, y in (*align(old, new, junk), (len(old), len(new))):
        if x > i or y > j:
            yield Stretch(False, slice(i, x), slice(j, y))
        if x < len(old):
            yield Stretch(True, slice(x, x + 1), slice(y, y + 1))
        i, j = x + 1, y + 1


def align(old: Sequence[Hashable], new: Sequence[Hashable], junk: Hashable = None) -> list[_Pair]:
    """The positions of equal items, in order in both: difflib for a few items, anchors among many."""
    numbers: dict[Hashable, int] = {junk: 0}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    pairs: list[_Pair] = []
    todo = [(0, len(a), 0, len(b))]
    while todo:
        i, i_end, j, j_end = todo.pop()
        while i < i_end and j < j_end and a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and a[i_end - 1] == b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            pairs.append((i_end, j_end))
        if (i_end - i) * (j_end - j) <= FEW:
            pairs += ((i + x, j + y) for x, y in _matches(a[i:i_end], b[j:j_end]))
        elif anchors := [(i + x, j + y) for x, y in _anchors(a[i:i_end], b[j:j_end])]:
            pairs += anchors
            for (x, y), (next_x, next_y) in pairwise([(i - 1, j - 1), *anchors, (i_end, j_end)]):
                todo.append((x + 1, next_x, y + 1, next_y))
    return sorted(pairs)


def _matches(a: Sequence[int], b: Sequence[int]) -> Iterator[_Pair]:
    matcher = SequenceMatcher(lambda number: number == 0, a, b, autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        yield from ((i + n, j + n) for n in range(size))


def _anchors(a: Sequence[int], b: Sequence[int]) -> list[_Pair]:
    """The longest series of items, in order in both, that occur once in each (as in a patience diff)."""
    in_a, in_b = Counter(a), Counter(b)
    places = {number: j for j, number in enumerate(b) if in_a[number] == in_b[number] == 1}
    ends: list[_Pair] = []  # where the series of each length ends first in b
    before: dict[_Pair, _Pair] = {}
    for i, number in enumerate(a):
        if number in places:
            pair = (i, places[number])
            length = bisect_left(ends, pair[1], key=lambda end: end[1])
            ends[length : length + 1] = [pair]
            if length:
                before[pair] = ends[length - 1]
    series = ends[-1:]
    while series and series[-1] in before:
        series.append(before[series[-1]])
    return series[::-1]
