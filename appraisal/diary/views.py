"""A member's reflective diary, as a whole."""

from datetime import date
from itertools import groupby

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from appraisal.diary.suggestions import worth_a_few_lines
from appraisal.models import Action, Entry, Source
from core import periods
from core.http import member_required
from core.paging import page_of
from notes.models import Note
from notes.reading import history

PER_PAGE = 20
RECENT_MONTHS = 3  # how far back a suggestion looks: further, and the reading is forgotten


@require_safe
@member_required
def diary(request: MemberRequest) -> HttpResponse:
    """The member's entries by month, newest first, and the reads that may be worth a few lines."""
    entries = with_sources(Entry.objects.owned_by(request.user))
    page = page_of(entries, request.GET.get("page"), PER_PAGE)
    today = timezone.localdate()
    context = {
        "page": page,
        "months": [(month, list(entries)) for month, entries in groupby(page, key=month_of)],
        "due": Action.objects.owned_by(request.user).due(today).select_related("entry")[:5],
        "worth": worth_a_few_lines(request.user, periods.months_on(today, -RECENT_MONTHS), today),
    }
    return render(request, "appraisal/diary.html", context)


def month_of(entry: Entry) -> date:
    return entry.learned_on.replace(day=1)


def with_sources(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each entry with what it came from and its action, in two more queries however many there are."""
    sources, notes = history.linked(Source.objects.all()), history.linked(Note.objects.not_deleted())
    return entries.select_related("action").prefetch_related(Prefetch("sources", sources), Prefetch("notes", notes))
