"""The learning of a period as regulators list it: a row for every entry, chosen or not; topics; and gaps."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from notes import periods
from notes.models import Entry, PageView

if TYPE_CHECKING:
    from accounts.models import User


def rows(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Every entry of the period in one line, oldest first. Minutes are declared ones."""
    entries = (
        Entry.objects.owned_by(user)
        .filter(learned_on__range=(start, end))
        .order_by("learned_on", "pk")
        .values("learned_on", "title", "claimed_minutes")
    )
    return [{"date": row.pop("learned_on").isoformat(), **row} for row in entries]


def by_topic(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Articles read in each topic, the most read first. An article in two topics counts in both."""
    since, until = periods.moments(start, end)
    counted = (
        PageView.objects.owned_by(user)
        .filter(opened_at__gte=since, opened_at__lt=until, version__article__topics__isnull=False)
        .order_by()
        .values("version__article__topics__name")
        .annotate(articles=Count("version__article", distinct=True), active_seconds=Coalesce(Sum("active_seconds"), 0))
        .order_by("-articles", "version__article__topics__name")
    )
    return [{"name": row.pop("version__article__topics__name"), **row} for row in counted]


def gaps(user: "User", start: date, end: date, months: int) -> list[dict[str, str]]:
    """Stretches of so many whole calendar months or more in which nothing was learned: first and last day of each."""
    days = Entry.objects.owned_by(user).filter(learned_on__range=(start, end)).values_list("learned_on", flat=True)
    learned = {day.replace(day=1) for day in days}
    found: list[list[date]] = []
    run: list[date] = []
    for first in periods.firsts(start, end, "month"):
        run = [] if first in learned else [*run, first]
        if len(run) == months:
            found.append(run)
        elif len(run) > months:
            found[-1] = run
    return [{"from": max(run[0], start).isoformat(), "to": min(last_of(run[-1]), end).isoformat()} for run in found]


def last_of(first: date) -> date:
    """The last day of the month that begins on this day."""
    return date.fromordinal(periods.months_on(first, 1).toordinal() - 1)
