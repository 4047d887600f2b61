"""Stretches of days as a member lives them: midnight to midnight in their time zone, whatever the clocks do."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Trunc, TruncDate
from django.utils import timezone

from .models import Entry, Note, PageView

if TYPE_CHECKING:
    from accounts.models import User

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


def reading_by_month(user: "User", start: date, end: date) -> list[dict]:
    """What was read in each month of the period: `starts_on`, `label`, `name`, `read` and `led`, in one query.

    `read` counts articles, each once a month; `led` those of them that led to a note or a reflection. A long period is
    counted by quarter or by year instead, so that a chart of it stays readable.
    """
    kind = next(kind for kind in STEPS if kind == "year" or len(firsts(start, end, kind)) <= MOST_COLUMNS)
    since, until = moments(start, end)
    mine = Note.objects.owned_by(user).annotate(written=Trunc("created_at", kind))
    noted = mine.filter(version=OuterRef("version"), written=OuterRef("opened"))
    reflected = Entry.page_views.through.objects.filter(pageview=OuterRef("pk"))
    counted = {
        row["opened"].date(): row
        for row in PageView.objects.owned_by(user)
        .shown()
        .filter(opened_at__gte=since, opened_at__lt=until)
        .annotate(opened=Trunc("opened_at", kind), is_led=Exists(noted) | Exists(reflected))
        .order_by()
        .values("opened")
        .annotate(
            read=Count("version__article", distinct=True),
            led=Count("version__article", distinct=True, filter=Q(is_led=True)),
        )
    }
    return [
        {
            "starts_on": first,
            **dict(zip(("label", "name"), names(first, kind), strict=True)),
            "read": counted[first]["read"] if first in counted else 0,
            "led": counted[first]["led"] if first in counted else 0,
        }
        for first in firsts(start, end, kind)
    ]


def seconds_by_day(user: "User", start: date, end: date) -> dict[date, int]:
    """How long was read on each day on which an article was opened, in seconds. One query."""
    since, until = moments(start, end)
    days = (
        PageView.objects.owned_by(user)
        .shown()
        .filter(opened_at__gte=since, opened_at__lt=until)
        .annotate(on=TruncDate("opened_at"))
        .order_by()
        .values("on")
        .annotate(seconds=Sum("active_seconds"))
    )
    return dict(days.values_list("on", "seconds"))


def firsts(start: date, end: date, kind: str) -> list[date]:
    """The first day of every month, quarter or year that the period touches."""
    step = STEPS[kind]
    first = months_on(start, -((start.month - 1) % step))
    found = []
    while first <= end:
        found.append(first)
        first = months_on(first, step)
    return found


def names(first: date, kind: str) -> tuple[str, str]:
    """What a column is called under the chart, where room is short, and in the table."""
    if kind == "year":
        return f"{first:%Y}", f"{first:%Y}"
    if kind == "quarter":
        return f"{first:%b %y}", f"{first:%B} to {months_on(first, 2):%B %Y}"
    return f"{first:%b}", f"{first:%B %Y}"
