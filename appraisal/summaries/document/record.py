"""The learning of a period as regulators list it: a row for every entry, chosen or not; topics; and gaps."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from appraisal.models import Entry
from appraisal.rules import shapes
from core import periods
from notes.reading import history

if TYPE_CHECKING:
    from accounts.models import User


def rows(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Every entry of the period that may go into a summary, in one line, oldest first. Minutes are declared ones."""
    entries = (
        Entry.objects.owned_by(user)
        .filter(learned_on__range=(start, end), is_in_summary=True)
        .order_by("learned_on", "pk")
    )
    return [
        {
            "date": entry.learned_on.isoformat(),
            "ended_on": entry.ended_on.isoformat() if entry.ended_on else None,
            "title": entry.title,
            "method": shapes.learning_type(entry, user.regulator),
            "standards": shapes.standards(entry, user.regulator).splitlines(),
            "role": entry.role,
            "claimed_minutes": entry.claimed_minutes,
            "participatory_minutes": entry.participatory_minutes,
        }
        for entry in entries
    ]


def by_topic(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Articles read in each topic, the most read first. An article in two topics counts in both."""
    counted = (
        history.visible(user, start, end)
        .filter(version__article__topics__isnull=False)
        .order_by()
        .values("version__article__topics__name")
        .annotate(articles=Count("version__article", distinct=True), active_seconds=Coalesce(Sum("active_seconds"), 0))
        .order_by("-articles", "version__article__topics__name")
        .values_list("version__article__topics__name", "articles", "active_seconds")
    )
    return [dict(zip(("name", "articles", "active_seconds"), row, strict=True)) for row in counted]


def by(learned: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """How many entries, and how many declared minutes, there are for each value of a key of the record."""
    found: dict[str, dict[str, Any]] = {}
    for row in learned:
        for name in row[key] if isinstance(row[key], list) else [row[key]]:
            group = found.setdefault(name, {"name": name, "entries": 0, "claimed_minutes": 0})
            group["entries"] += 1
            group["claimed_minutes"] += row["claimed_minutes"]
    return sorted((group for name, group in found.items() if name), key=lambda it: (-it["entries"], it["name"]))


def gaps(learned: list[dict[str, Any]], start: date, end: date, months: int) -> list[dict[str, str]]:
    """Stretches of so many whole calendar months or more in which nothing was learned: first and last day of each."""
    busy = {first for row in learned for first in months_of(row)}
    found: list[list[date]] = []
    run: list[date] = []
    for first in periods.firsts(start, end, "month"):
        run = [] if first in busy else [*run, first]
        if len(run) == months:
            found.append(run)
        elif len(run) > months:
            found[-1] = run
    return [{"from": max(run[0], start).isoformat(), "to": min(last_of(run[-1]), end).isoformat()} for run in found]


def months_of(row: dict[str, Any]) -> list[date]:
    """The first day of every month in which a piece of learning took place."""
    began = date.fromisoformat(row["date"])
    return periods.firsts(began, date.fromisoformat(row["ended_on"]) if row["ended_on"] else began, "month")


def last_of(first: date) -> date:
    """The last day of the month that begins on this day."""
    return date.fromordinal(periods.months_on(first, 1).toordinal() - 1)
