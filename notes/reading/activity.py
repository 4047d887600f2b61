"""What was logged for a member: as charts, and visit by visit."""

from itertools import groupby

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from core import periods
from core.http import member_required
from core.paging import page_of
from notes.reading import charts, coverage, history
from notes.reading.views import REMOVED

PER_PAGE = 50


@require_safe
@member_required
def activity(request: MemberRequest) -> HttpResponse:
    """Every view logged for the member, newest first, and the last twelve months as charts."""
    today = timezone.localdate()
    since = periods.twelve_months_to(today)
    read = history.Reading.of(request.user, since, today)
    wrote = history.written(request.user, since, today, paused_at=F("reading_pause__paused_at"))
    months = read.by_month()
    is_hidden = "hidden" in request.GET
    views = history.visits(request.user).filter(hidden_at__isnull=not is_hidden)
    page = page_of(views, request.GET.get("page"), PER_PAGE)
    context = {
        "since": since,
        "totals": read.totals | wrote,
        "chart": charts.columns(months),
        "calendar": charts.calendar(read.seconds_by_day(), since, today),
        "topics": coverage.by_topic(request.user, since, today),
        "read": sum(bool(month["read"]) for month in months),
        "led": sum(bool(month["led"]) for month in months),
        "page": page,
        "days": [(day, list(rows)) for day, rows in groupby(page, key=lambda view: timezone.localdate(view.opened_at))],
        "paused_at": wrote["paused_at"],
        "is_hidden": is_hidden,
        "removed": REMOVED in request.session,
    }
    return render(request, "notes/activity.html", context)
