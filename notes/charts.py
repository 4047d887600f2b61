"""Geometry of the months chart. The templates draw it as SVG: x in per cent, so that text never shrinks on a phone."""

from collections.abc import Iterable
from dataclasses import dataclass

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
