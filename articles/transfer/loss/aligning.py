"""Long sequences of words aligned even where no word of theirs occurs only once, as in tables of like figures."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.text.alignment import FEW, align

STEPS = 300  # differences that are followed at once (E. W. Myers, An O(ND) difference algorithm, 1986)

_Pair = tuple[int, int]


def aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[_Pair]:
    """The positions of equal words, in order in both. An empty word is equal to none."""
    found = [(i, j) for i, j in align(old, new, "") if old[i]]
    ends = [(-1, -1), *found, (len(old), len(new))]
    for (i, j), (next_i, next_j) in pairwise(ends):
        if (next_i - i - 1) * (next_j - j - 1) > FEW:
            yield from _greedy(old, new, (i + 1, j + 1), (next_i, next_j))
    yield from found


def _greedy(old: Sequence[str], new: Sequence[str], start: _Pair, end: _Pair) -> Iterator[_Pair]:
    """Pairs of the way with the fewest differences, sought for so many differences at a time."""
    i, j = start
    while i < end[0] and j < end[1]:
        path = _path(old[i : end[0]], new[j : end[1]])
        for x, y, length in path:
            yield from ((i + x + step, j + y + step) for step in range(length) if old[i + x + step])
        if not path:
            return
        x, y, length = path[-1]
        i, j = i + x + length, j + y + length


def _path(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Equal stretches from the start on, as where they begin in both and how long they are."""
    furthest = {1: 0}
    trail: list[dict[int, int]] = []
    for differences in range(STEPS):
        trail.append(dict(furthest))
        for diagonal in range(-differences, differences + 1, 2):
            is_down = diagonal == -differences or (
                diagonal != differences and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1)
            )
            x = furthest.get(diagonal + 1, 0) if is_down else furthest.get(diagonal - 1, -1) + 1
            y = x - diagonal
            while x < len(old) and 0 <= y < len(new) and old[x] == new[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(old) and y >= len(new):
                return _stretches(trail, diagonal, x)
    best = max(furthest, key=lambda diagonal: _reach(furthest[diagonal], diagonal, len(old), len(new)))
    return _stretches(trail, best, furthest[best])


def _reach(x: int, diagonal: int, old: int, new: int) -> int:
    return 2 * x - diagonal if x <= old and 0 <= x - diagonal <= new else -1


def _stretches(trail: list[dict[int, int]], diagonal: int, x: int) -> list[tuple[int, int, int]]:
    found = []
    for differences in range(len(trail) - 1, -1, -1):
        before = trail[differences]
        is_down = diagonal == -differences or (
            diagonal != differences and before.get(diagonal - 1, -1) < before.get(diagonal + 1, -1)
        )
        start = before.get(diagonal + 1, 0) if is_down else before.get(diagonal - 1, -1) + 1
        if x > start:
            found.append((start, start - diagonal, x - start))
        if differences == 0:
            break
        diagonal += 1 if is_down else -1
        x = before.get(diagonal, 0)
    return found[::-1]
