"""All notes of a member: looking among them, and what can be done with several at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from core.http import member_required
from core.paging import page_of
from notes.annotations import actions
from notes.annotations.collection import actions as tags
from notes.annotations.collection import listing
from notes.annotations.collection.chosen_forms import MOST, ChosenForm, RestoreForm
from notes.annotations.collection.search_forms import SearchForm
from notes.annotations.exports import KINDS
from notes.models import UNDO_DELETE

PER_PAGE = 25


@require_safe
@member_required
def index(request: MemberRequest) -> HttpResponse:
    """All notes of a member, newest first, narrowed as the address says."""
    return listed(request, ChosenForm(user=request.user))


def listed(request: MemberRequest, chosen: ChosenForm, status: int = 200) -> HttpResponse:
    """The page of the list that the address names, with the form for what was chosen on it.

    `undo` in the address are the notes that were deleted together to get there.
    """
    form = SearchForm(request.GET, user=request.user)
    notes = form.narrow(listing.with_details(listing.notes(request.user)))
    page = page_of(notes, request.GET.get("page"), PER_PAGE)
    context = {
        "form": form,
        "chosen": chosen,
        "page": page,
        "notes": listing.titled(page.object_list),
        "query": form.query(),
        "here": _here(request),
        "undo": request.GET.getlist("undo")[:MOST],
        "days": UNDO_DELETE.days,
        "kinds": KINDS.values(),
    }
    return render(request, "notes/index.html", context, status=status)


@require_POST
@member_required
def chosen(request: MemberRequest) -> HttpResponse:
    """Do with the chosen notes what was asked, and go back to the same page of the list."""
    form = ChosenForm(request.POST, user=request.user)
    if not form.is_valid():
        return listed(request, form, status=422)
    notes, act, words = form.cleaned_data["note"], form.cleaned_data["act"], form.cleaned_data["tags"]
    ids = urlencode([("note", note.pk) for note in notes])
    if act == "reflect":
        return redirect(f"{reverse('appraisal:entry_new')}?{ids}")
    if act in KINDS:
        return redirect(f"{reverse('notes:export', args=[act])}?{ids}")
    here = _here(request)
    if act == "delete":
        actions.delete_all(notes, by=request.user)
        here = "&".join(filter(None, [here, urlencode([("undo", note.pk) for note in notes])]))
    elif act == "tag":
        tags.add(words, to=notes, by=request.user)
    else:
        tags.remove(words, of=notes, by=request.user)
    messages.success(request, form.done())
    return redirect(f"{reverse('notes:index')}?{here}")


@require_POST
@member_required
def chosen_restore(request: MemberRequest) -> HttpResponse:
    """Bring back what was deleted together, and go back to the same page of the list."""
    form = RestoreForm(request.POST, user=request.user)
    if form.is_valid():
        actions.restore_all(form.cleaned_data["note"], by=request.user)
        messages.success(request, "Your notes are back.")
    else:
        messages.error(request, "Not all of them can be brought back. Deleted shows those that can.")
    return redirect(f"{reverse('notes:index')}?{_here(request)}")


def _here(request: MemberRequest) -> str:
    """The page of the list, as the address names it."""
    asked = request.GET.copy()
    asked.pop("undo", None)
    return asked.urlencode()
