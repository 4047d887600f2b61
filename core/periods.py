"""Stretches of days as a member lives them: midnight to midnight in their time zone, whatever the clocks do.

Measured times are put in words here too, rounded down: never more than was measured.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

MOST_COLUMNS = 13  # a year whose first and last month are cut
STEPS = {"month": 1, "quarter": 3, "year": 12}


def moments(start: date, end: date) -> tuple[datetime, datetime]:
    """The moment when the first day begins, and the moment when the last day is over."""
    return midnight(start), midnight(end + timedelta(days=1))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def twelve_months_to(day: date) -> date:
    """The first day of the twelve calendar months of which this day's month is the last."""
    return months_on(day, -11)


def months_on(day: date, months: int) -> date:
    """The first day of the month that lies so many months after this day's."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def year_before(day: date) -> date:
    """The first day of the year that ends with this day."""
    try:
        return day.replace(year=day.year - 1) + timedelta(days=1)
    except ValueError:  # 29 February
        return date(day.year - 1, 3, 1)


def appraisal_year(day: date) -> int:
    """The calendar year in which the appraisal year of this day began: appraisal years begin on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def columns(start: date, end: date) -> tuple[str, list[date]]:
    """By what a chart of the period counts so that it stays readable, and the first day of each of its columns."""
    kind = next(kind for kind in STEPS if kind == "year" or len(firsts(start, end, kind)) <= MOST_COLUMNS)
    return kind, firsts(start, end, kind)


def firsts(start: date, end: date, kind: str) -> list[date]:
    """The first day of every month, quarter or year that the period touches."""
    step = STEPS[kind]
    first = months_on(start, -((start.month - 1) % step))
    found = []
    while first <= end:
        found.append(first)
        first = months_on(first, step)
    return found


def names(first: date, kind: str) -> dict[str, str]:
    """What a column is called under the chart, where room is short (`label`), and in the table (`name`)."""
    if kind == "year":
        return {"label": f"{first:%Y}", "name": f"{first:%Y}"}
    if kind == "quarter":
        return {"label": f"{first:%b %y}", "name": f"{first:%B} to {months_on(first, 2):%B %Y}"}
    return {"label": f"{first:%b}", "name": f"{first:%B %Y}"}


def in_words(seconds: int) -> str:
    """A measured time in whole minutes, rounded down: "12 minutes", "14 hours 20 minutes", "under a minute"."""
    if seconds < 60:
        return "under a minute" if seconds else "no time measured"
    return minutes_in_words(seconds // 60)


def minutes_in_words(minutes: int) -> str:
    """Whole minutes: "1 minute", "2 hours", "14 hours 20 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in [(hours, "hour"), (rest, "minute")] if count
    ]
    return " ".join(parts) or "0 minutes"
