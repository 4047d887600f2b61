"""When the next check of an article is due."""

from datetime import date, timedelta

from django.db.models import Count

from articles.models import Version

CHECK_EVERY_YEARS = 3
SPREAD = timedelta(days=56)  # how much earlier a check may fall due, so that not all do at once


def next_check(checked_on: date) -> date:
    """Three years after a check, or up to eight weeks earlier: the latest of the days on which the fewest are due."""
    latest = _years_later(checked_on, CHECK_EVERY_YEARS)
    days = [latest - timedelta(days=days) for days in range(SPREAD.days)]
    live = Version.objects.due_for_check(on=latest).order_by()
    counted = live.filter(next_check_on__gte=days[-1]).values("next_check_on").annotate(count=Count("pk"))  # type: ignore[misc]  # annotated
    due = {row["next_check_on"]: row["count"] for row in counted}
    return min(days, key=lambda day: due.get(day, 0))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
