"""Intervals and trend against published values, values by hand, and those of a statistics package.

The package's values were computed once with statsmodels 0.15.0 and scipy 1.17.1:
proportion_confint(method="wilson"), confint_proportions_2indep(method="newcomb", compare="diff"),
Table(..., shift_zeros=False).test_ordinal_association(row_scores=[1, 0], col_scores=[0, 1, 2, 3]),
scipy.stats.pearsonr of one pair (score, answer) for each person, and OLS of the same pairs.
"""

from math import sqrt

import pytest

from feedback.votes import rates

ROWS = [(0, 26, 36), (1, 26, 31), (2, 23, 24), (3, 18, 20)]


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [
        (8, 10, 0.49016247153664183, 0.9433178485456247),
        (0, 7, 0, 0.3543304350666875),
        (7, 7, 0.6456695649333125, 1),
        (1, 1, 0.2065493143772374, 1),
        (56, 148, 0.30425405169196873, 0.4586565507245193),
        (81, 263, 0.2552885198782742, 0.36620957698280004),  # Newcombe 1998, Stat Med 17:857: 0.2553 to 0.3662
    ],
)
def test_the_interval_is_wilsons(yes, n, low, high):
    share = rates.share(yes, n)
    assert (share.low, share.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


def test_the_interval_by_hand():
    """Of 1 in 2 the middle is 0.5. z^2 = 3.8415; half is 1.96 * sqrt(0.125 + 0.2401) / 2.9207 = 0.4055."""
    share = rates.share(1, 2)
    assert (round(share.low, 4), round(share.high, 4)) == (0.0945, 0.9055)


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.05243147240236498, 0.33387265403690614),  # Newcombe 1998: 0.0524 to 0.3339
        ((9, 10), (3, 10), 0.1705227239345029, 0.809017973535488),
        ((10, 10), (0, 20), 0.6790860371419145, 1),
    ],
)
def test_the_interval_of_a_change_is_newcombes(after, before, low, high):
    changed = rates.change(rates.share(*before), rates.share(*after))
    assert (changed.low, changed.high) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


def test_the_trend_is_that_of_cochran_and_armitage():
    trend = rates.trend(ROWS)
    people = sum(n for _, _, n in ROWS)
    assert trend.z == pytest.approx(2.2448917266659376)  # sqrt(111) * pearsonr
    assert trend.p == pytest.approx(0.02477508419705459)
    assert trend.z * sqrt((people - 1) / people) == pytest.approx(2.2347567235433186)  # statsmodels' zscore: of n - 1
    assert trend.slope == pytest.approx(0.07176742, abs=1e-8)  # OLS


def test_the_trend_by_hand():
    """Of 0 in 2 and then 2 in 2: mean score 0.5, share 0.5; sum of (score - mean)(yes - n share) is 1; spread is 1."""
    trend = rates.trend([(0, 0, 2), (1, 2, 2)])
    assert (trend.slope, trend.z) == (1, pytest.approx(1 / sqrt(0.25)))
    assert trend.p == pytest.approx(0.0455002638963584)  # 2 * (1 - Phi(2))


@pytest.mark.parametrize("rows", [[], [(1, 3, 5)], [(1, 0, 5), (2, 0, 5)], [(1, 5, 5), (2, 3, 3)], [(1, 0, 0)]])
def test_where_nothing_can_be_said_nothing_is(rows):
    assert rates.trend(rows) is None
    assert rates.share(0, 0) is None
