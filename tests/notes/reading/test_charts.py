"""A dot for each day: where it lies, and how big it is."""

import re
from datetime import date, timedelta

import pytest

from notes.reading import charts

START, END = date(2025, 12, 1), date(2026, 11, 17)  # a Monday, and a Tuesday


def places(path: str) -> list[tuple[float, int]]:
    """Where the dots of a path lie: per cent of the width, and px from the top."""
    return [(float(x), int(y)) for x, y in re.findall(r"M([\d.]+) (\d+)h", path)]


def test_each_day_has_one_dot_in_the_row_of_its_weekday():
    year = charts.calendar({END: 60}, START, END).year
    dots = [place for path in year.dots for place in places(path)]
    assert len(dots) == len(set(dots)) == (END - START).days + 1
    mondays = [x for x, y in dots if y == charts.TOP]
    assert mondays == sorted(mondays)
    assert len(mondays) == 51
    assert charts.LEFT < mondays[0] < mondays[-1] < 100
    assert places(year.dots[1]) == [(mondays[-1], charts.TOP + charts.GAP)]


@pytest.mark.parametrize(
    ("seconds", "size"), [(0, 1), (1, 1), (299, 1), (300, 2), (899, 2), (900, 3), (2399, 3), (2400, 4)]
)
def test_a_longer_read_has_a_bigger_dot(seconds, size):
    dots = charts.calendar({END: seconds}, START, END).year.dots
    assert [len(places(path)) for path in dots[1:]] == [int(size == place) for place in (1, 2, 3, 4)]


def test_months_stand_over_their_first_week_and_a_phone_shows_half():
    both = charts.calendar({}, START, END)
    assert [label.words for label in both.year.labels][:3] == ["Dec", "Jan", "Feb"]
    assert [label.words for label in both.half.labels] == ["Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
    assert len(places(both.half.dots[0])) == 26 * 7 + 1


def test_the_table_has_the_days_on_which_something_was_read_the_newest_first():
    before = END - timedelta(days=300)
    assert charts.calendar({before: 0, END: 60}, START, END).days == [(END, 60), (before, 0)]
