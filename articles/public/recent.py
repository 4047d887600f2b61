"""What changed lately in all the articles, week by week: for readers who keep up."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Status, Transition, Version
from articles.public.caching import for_everyone
from core.paging import page_of

PER_PAGE = 50


@for_everyone
def recent(request: HttpRequest) -> HttpResponse:
    """Every version that was published or withdrawn, the newest first, under the Monday of its week."""
    page = page_of(moves(), request.GET.get("page"), PER_PAGE)
    return render(request, "articles/recent.html", {"page": page, "weeks": by_week(page.object_list)})


def moves() -> QuerySet[Transition]:
    """Publications and withdrawals, the newest first, each with its version and article."""
    long = [f"version__{name}" for name in Version.LONG]
    released = Transition.objects.filter(to_status__in=[Status.PUBLISHED, Status.WITHDRAWN])
    return released.select_related("version__article").defer(*long).order_by("-made_at", "-pk")


def by_week(moves: Iterable[Transition]) -> list[tuple[date, list[Transition]]]:
    """Moves in their order, under the Monday on which their week began."""
    return [(week, list(group)) for week, group in groupby(moves, key=_monday)]


def _monday(move: Transition) -> date:
    day = timezone.localdate(move.made_at)
    return day - timedelta(days=day.weekday())
