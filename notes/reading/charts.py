"""Geometry of the charts. The templates draw them as SVG: x in per cent, so that text never shrinks on a phone."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

BAR = 0.72  # of the room that a column has
LABELS = 22  # room above the tallest column for its value


@dataclass(frozen=True)
class Column:
    """One column: how much was read (tall, grey) and how much of it led to a note or reflection (ochre)."""

    label: str  # under the column: "Nov"
    name: str  # in the table: "November 2026"
    read: int
    led: int
    x: float  # left edge, per cent of the width
    width: float  # per cent
    middle: float  # per cent
    read_height: float
    led_height: float
    read_top: float
    led_top: float
    value_at: float


@dataclass(frozen=True)
class Chart:
    """Columns side by side on a line `height` below the top."""

    height: int
    columns: list[Column]

    @property
    def line(self) -> float:
        """Where the line under the columns lies: on half a pixel, so that it is sharp."""
        return self.height + 0.5

    @property
    def labels(self) -> int:
        """Where the names of the columns stand."""
        return self.height + 18

    @property
    def total_height(self) -> int:
        return self.height + 24


def columns(rows: Iterable[dict], height: int = 150) -> Chart:
    """The chart of rows that hold `label`, `name`, `read` and `led`, the tallest column filling the height."""
    rows = list(rows)
    top = max((row["read"] for row in rows), default=0) or 1
    step = 100 / max(len(rows), 1)

    def column(place: int, row: dict) -> Column:
        x, width = place * step + step * (1 - BAR) / 2, step * BAR
        tall, part = (round(row[key] / top * (height - LABELS), 1) for key in ("read", "led"))
        return Column(
            row["label"],
            row["name"],
            row["read"],
            row["led"],
            round(x, 2),
            round(width, 2),
            round(x + width / 2, 2),
            tall,
            part,
            round(height - tall, 1),
            round(height - part, 1),
            round(height - tall - 6, 1),
        )

    return Chart(height, [column(place, row) for place, row in enumerate(rows)])


# ---- A dot for each day ----

# How long a day's reading is to be for the next size of dot (seconds); static/css/diary.css says how big they are.
SIZES = (0, 1, 5 * 60, 15 * 60, 40 * 60)
GAP, TOP, LEFT = 19, 29, 6.0  # px between days and above the first; per cent left for the names of the days
DOT = "h.01"  # a line too short to be seen: its round ends are the dot, and some browsers draw none for a line of 0


@dataclass(frozen=True)
class Label:
    """The name of a month over the column of its first week."""

    words: str
    x: float  # per cent


@dataclass(frozen=True)
class Calendar:
    """Weeks side by side, Monday on top: for each size of dot one SVG path that says where (x in per cent, y in px)."""

    dots: list[str]
    labels: list[Label]


@dataclass(frozen=True)
class Calendars:
    """The whole period for wide screens, its second half for narrow ones, and the table for everyone."""

    year: Calendar
    half: Calendar
    days: list[tuple[date, int]]  # each day on which something was read, with its seconds, the newest first


def calendar(seconds: dict[date, int], start: date, end: date) -> Calendars:
    """The days from the first to the last, each with how long was read on it; half of the weeks for a phone."""
    half = max(start, end - timedelta(weeks=26))
    return Calendars(
        _calendar(seconds, start, end), _calendar(seconds, half, end), sorted(seconds.items(), reverse=True)
    )


def _calendar(seconds: dict[date, int], start: date, end: date) -> Calendar:
    first = start.weekday()  # how many days of the first week come before
    days = [start + timedelta(days=count) for count in range((end - start).days + 1)]
    step = (100 - LEFT) / ((first + len(days) - 1) // 7 + 1)
    dots, labels = ["" for _ in SIZES], []
    for place, day in enumerate(days, first):
        week, weekday = divmod(place, 7)
        left = LEFT + week * step
        size = bisect_right(SIZES, max(seconds[day], 1)) - 1 if day in seconds else 0
        dots[size] += f"M{left + step / 2:.2f} {TOP + weekday * GAP}{DOT}"
        if day.day == 1:
            labels.append(Label(f"{day:%b}", round(left, 2)))
    return Calendar(dots, labels)
