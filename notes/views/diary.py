"""A member's reflective diary: its pages, and the forms that write an entry."""

import uuid
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from notes import history, periods
from notes.access import member_required
from notes.actions import diary as actions
from notes.forms.entry import EntryForm
from notes.forms.rows import is_id
from notes.models import Entry, Note, PageView

PER_PAGE = 20
RECENT_MONTHS = 3  # how far back a suggestion looks: further, and the reading is forgotten


@require_safe
@member_required
def diary(request: MemberRequest) -> HttpResponse:
    """The member's entries by month, newest first, and the reads that may be worth a few lines."""
    page = Paginator(with_sources(Entry.objects.owned_by(request.user)), PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "months": [(month, list(entries)) for month, entries in groupby(page, key=month_of)],
        "worth": history.worth_a_few_lines(request.user, periods.months_on(today, -RECENT_MONTHS), today),
    }
    return render(request, "notes/diary.html", context)


def month_of(entry: Entry) -> date:
    return entry.learned_on.replace(day=1)


def with_sources(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Each entry with the views and notes it came from, in two more queries however many there are."""
    views = PageView.objects.select_related("version__article").defer(*history.LONG)
    notes = Note.objects.kept().select_related("version__article").defer(*history.LONG)
    return entries.prefetch_related(Prefetch("page_views", views), Prefetch("notes", notes))


@require_safe
@member_required
def entry(request: MemberRequest, entry_id: int) -> HttpResponse:
    """One entry, as it is read."""
    return render(request, "notes/entry.html", {"entry": mine(request, entry_id)})


def mine(request: MemberRequest, entry_id: int) -> Entry:
    """That entry of the member's; anyone else's is not there (404)."""
    return get_object_or_404(with_sources(Entry.objects.owned_by(request.user)), pk=entry_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def entry_new(request: MemberRequest) -> HttpResponse:
    """Write an entry. The address may name what it comes from: `?view=`, `?version=`, `?note=`."""
    form = EntryForm(
        request.POST or None,
        user=request.user,
        views=chosen_views(request),
        notes=owned(Note, request, pk__in=ids(request, "note")),
        initial={"learned_on": timezone.localdate()},
    )
    if form.is_valid():
        key = form.cleaned_data["key"] or uuid.uuid4()
        try:
            saved = actions.write(by=request.user, key=key, **form.words())
        except actions.Conflict as conflict:
            return sent_before(request, conflict.entry)
        messages.success(request, "Your reflection is saved.")
        return redirect("notes:entry", saved.pk)
    return render(request, "notes/entry_new.html", {"form": form}, status=422 if form.errors else 200)


def sent_before(request: MemberRequest, saved: Entry) -> HttpResponse:
    """What was typed into a form that had been sent before, in one that saves a second entry, beside the first."""
    typed = request.POST.copy()
    typed["key"] = str(uuid.uuid4())
    form = EntryForm(typed, user=request.user)
    saved = mine(request, saved.pk)
    return render(request, "notes/entry_new.html", {"form": form, "saved": saved}, status=409)


def ids(request: MemberRequest, field: str) -> list[int]:
    """The ids in the address, as many as a form can use; what is no id is passed over."""
    return [int(pk) for pk in request.GET.getlist(field)[:50] if is_id(pk)]


def chosen_views(request: MemberRequest) -> list[int]:
    """The member's views that the address names, and the newest of the version that it names."""
    newest = owned(PageView, request, version__in=ids(request, "version")[:1])[:1]
    return newest + owned(PageView, request, pk__in=ids(request, "view"))


def owned(model: type[PageView] | type[Note], request: MemberRequest, **which: object) -> list[int]:
    """The ids of those rows that are the member's own, newest first."""
    return list(model.objects.owned_by(request.user).filter(**which).values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def entry_edit(request: MemberRequest, entry_id: int) -> HttpResponse:
    """Change an entry. When it was saved elsewhere meanwhile (409), both texts are shown and nothing is lost."""
    entry = mine(request, entry_id)
    form = EntryForm(request.POST or None, user=request.user, instance=entry)
    if form.is_valid():
        try:
            actions.revise(by=request.user, entry=entry, edits=form.cleaned_data["edits"] or 0, **form.words())
        except actions.Conflict as conflict:
            return both(request, conflict.entry)
        messages.success(request, "Your changes are saved.")
        return redirect("notes:entry", entry.pk)
    context = {"form": form, "entry": entry}
    return render(request, "notes/entry_edit.html", context, status=422 if form.errors else 200)


def both(request: MemberRequest, saved: Entry) -> HttpResponse:
    """What was typed, in a form that saves over what is saved now, beside what is saved now."""
    typed = request.POST.copy()
    typed["edits"] = str(saved.edits)
    form = EntryForm(typed, user=request.user, instance=mine(request, saved.pk))
    return render(request, "notes/entry_edit.html", {"form": form, "entry": saved, "saved": saved}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def entry_delete(request: MemberRequest, entry_id: int) -> HttpResponse:
    """Ask first, then delete an entry for good."""
    entry = mine(request, entry_id)
    if request.method == "POST":
        actions.delete(by=request.user, entry=entry)
        messages.success(request, "Your reflection is deleted.")
        return redirect("notes:diary")
    return render(request, "notes/entry_delete.html", {"entry": entry})
