"""One entry of a member's diary: read it, write it, change it, delete it."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.regulators import Regulator
from accounts.regulators import regulators as registers
from accounts.requests import MemberRequest
from appraisal import rules
from appraisal.diary import actions
from appraisal.diary.forms import EntryForm
from appraisal.diary.views import with_sources
from appraisal.evidence.forms import EvidenceForm
from appraisal.inbox import themes
from appraisal.models import Entry
from core.errors import Conflict
from core.forms.rows import is_id
from core.http import form_status, member_required
from notes.models import Note, PageView


@require_safe
@member_required
def entry(request: MemberRequest, entry_id: int) -> HttpResponse:
    """One entry, as it is read."""
    return render(request, "appraisal/entry.html", page_context(request, mine(request, entry_id), EvidenceForm()))


def page_context(request: MemberRequest, entry: Entry, evidence_form: EvidenceForm) -> dict[str, Any]:
    """What the page of an entry shows, with the form for a file."""
    prefetch_related_objects([entry], "objectives", "evidence")
    return {"entry": entry, "shapes": shapes(request, entry), "evidence_form": evidence_form}


def shapes(request: MemberRequest, entry: Entry) -> list[tuple[Regulator, bool, list[rules.Line]]]:
    """Each regulator, whether it is the member's own, and the entry under its headings; their own first."""
    own = request.user.regulator
    found = [(it, code == own, rules.shape(entry, code)) for code, it in registers().items()]
    return sorted(found, key=lambda shape: not shape[1])


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
    if not is_asking(request) and form.may_be_saved():
        key = form.cleaned_data["key"] or uuid.uuid4()
        try:
            saved = actions.write(by=request.user, key=key, **form.words())
        except Conflict as conflict:
            return sent_before(request, conflict.current)
        except actions.TooManySignificant as refusal:
            form.add_error("is_significant", too_many(refusal))
        else:
            messages.success(request, "Your reflection is saved.")
            return redirect("appraisal:entry", saved.pk)
    return render(request, "appraisal/entry_new.html", {"form": form}, status=status_of(request, form))


def is_asking(request: MemberRequest) -> bool:
    """Whether the form was sent only to have its questions in other words."""
    return "ask" in request.POST


def status_of(request: MemberRequest, form: EntryForm) -> int:
    """422 when something is to be put right or looked at again before the form is saved."""
    return 200 if is_asking(request) else form_status(form)


def too_many(refusal: actions.TooManySignificant) -> str:
    """What to do when every place of a year is taken."""
    return (
        f"Three are marked already for the year from April {refusal.year} to March {refusal.year + 1}. "
        "Take the mark off one of them first."
    )


def sent_before(request: MemberRequest, saved: Entry) -> HttpResponse:
    """What was typed into a form that had been sent before, in one that saves a second entry, beside the first."""
    typed = request.POST.copy()
    typed["key"] = str(uuid.uuid4())
    form = EntryForm(typed, user=request.user)
    saved = mine(request, saved.pk)
    return render(request, "appraisal/entry_new.html", {"form": form, "saved": saved}, status=409)


def ids(request: MemberRequest, field: str) -> list[int]:
    """The ids in the address, as many as the inbox can name; what is no id is passed over."""
    return [int(pk) for pk in request.GET.getlist(field)[: themes.MOST] if is_id(pk)]


def chosen_views(request: MemberRequest) -> list[int]:
    """The member's visits that the address names, and all that wait in the inbox of the versions that it names.

    Of versions of which none waits, the newest visit.
    """
    versions = ids(request, "version")
    reads = themes.unreflected(request.user, versions)
    others = set(versions) - {read.version.pk for read in reads}
    newest = owned(PageView, request, version__in=others)[:1]
    waiting = [view.pk for read in reads for view in read.views]
    return [*newest, *waiting, *owned(PageView, request, pk__in=ids(request, "view"))]


def owned(model: type[PageView] | type[Note], request: MemberRequest, **which: object) -> list[int]:
    """The ids of those rows that are the member's own, newest first."""
    return list(model.objects.owned_by(request.user).filter(**which).values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def entry_edit(request: MemberRequest, entry_id: int) -> HttpResponse:
    """Change an entry. When it was saved elsewhere meanwhile (409), both texts are shown and nothing is lost."""
    entry = mine(request, entry_id)
    form = EntryForm(request.POST or None, user=request.user, instance=entry)
    if not is_asking(request) and form.may_be_saved():
        try:
            actions.revise(by=request.user, entry=entry, edits=form.cleaned_data["edits"] or 0, **form.words())
        except Conflict as conflict:
            return both(request, conflict.current)
        except actions.TooManySignificant as refusal:
            form.add_error("is_significant", too_many(refusal))
        else:
            messages.success(request, "Your changes are saved.")
            return redirect("appraisal:entry", entry.pk)
    context = {"form": form, "entry": entry}
    return render(request, "appraisal/entry_edit.html", context, status=status_of(request, form))


def both(request: MemberRequest, saved: Entry) -> HttpResponse:
    """What was typed, in a form that saves over what is saved now, beside what is saved now."""
    typed = request.POST.copy()
    typed["edits"] = str(saved.edits)
    form = EntryForm(typed, user=request.user, instance=mine(request, saved.pk))
    return render(request, "appraisal/entry_edit.html", {"form": form, "entry": saved, "saved": saved}, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def entry_delete(request: MemberRequest, entry_id: int) -> HttpResponse:
    """Ask first, then delete an entry for good."""
    entry = mine(request, entry_id)
    if request.method == "POST":
        actions.delete(by=request.user, entry=entry)
        messages.success(request, "Your reflection is deleted.")
        return redirect("appraisal:diary")
    return render(request, "appraisal/entry_delete.html", {"entry": entry})
