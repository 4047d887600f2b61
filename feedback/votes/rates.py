"""How sure a share is, and whether it has changed: intervals and a trend, without a package.

Sources: Wilson's score interval (Wilson 1927, J Am Stat Assoc 22:209); its difference for two shares (Newcombe 1998,
Stat Med 17:873, method 10); the Cochran-Armitage test for a trend in shares (Armitage 1955, Biometrics 11:375).
"""

from collections.abc import Sequence
from math import erfc, sqrt
from typing import NamedTuple

Z = 1.959963984540054  # of a two-sided interval of 95%


class Share(NamedTuple):
    """A share is how many of `n` said yes, as a part of 1, with the interval in which it lies with 95% confidence."""

    yes: int
    n: int
    value: float
    low: float
    high: float


class Change(NamedTuple):
    """A change is how much a share rose from one version to the next, with its interval of 95%."""

    value: float
    low: float
    high: float


class Trend(NamedTuple):
    """A trend is how fast a share rises for each step of the score; z, and p of there being none (two-sided)."""

    slope: float
    z: float
    p: float


def share(yes: int, n: int) -> Share | None:
    """The share and its Wilson interval; None of nobody."""
    if not n:
        return None
    part, square = yes / n, Z * Z
    middle = (part + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * sqrt(part * (1 - part) / n + square / (4 * n * n))
    return Share(yes, n, part, max(0.0, middle - half), min(1.0, middle + half))


def change(before: Share, after: Share) -> Change:
    """How much a share changed, with Newcombe's interval."""
    value = after.value - before.value
    low = value - sqrt((after.value - after.low) ** 2 + (before.high - before.value) ** 2)
    high = value + sqrt((after.high - after.value) ** 2 + (before.value - before.low) ** 2)
    return Change(value, low, high)


def trend(rows: Sequence[tuple[float, int, int]]) -> Trend | None:
    """The trend in rows of (score, yes, n); None when all scores or all answers are the same."""
    total = sum(n for _, _, n in rows)
    if not total:
        return None
    part = sum(yes for _, yes, _ in rows) / total
    mean = sum(score * n for score, _, n in rows) / total
    spread = sum(n * (score - mean) ** 2 for score, _, n in rows)
    if not spread or part in {0, 1}:
        return None
    together = sum((score - mean) * (yes - n * part) for score, yes, n in rows)
    z = together / sqrt(part * (1 - part) * spread)
    return Trend(together / spread, z, erfc(abs(z) / sqrt(2)))
