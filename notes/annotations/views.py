"""Writing, editing and deleting a note, with a script or without."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from articles.models import Version
from articles.public import pages
from articles.text.sections import sections_of
from core.errors import Conflict
from core.http import is_fetch, member_required
from core.paging import page_of
from notes.annotations import actions
from notes.annotations.collection.listing import UNREAD
from notes.annotations.forms import EditForm, NoteForm
from notes.annotations.panel import Panel
from notes.models import UNDO_DELETE, Note

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def create(request: MemberRequest, version_id: int) -> HttpResponse:
    """Write a note on a version that readers can open."""
    version = pages.released(version_id)
    form = NoteForm(request.POST or None, version=version, initial={"section": request.GET.get("section", "")})
    if not form.is_valid():
        return _form(request, "create", {"form": form, "version": version})
    words = form.cleaned_data
    place = {name: words[name] for name in ("key", "body", "section", "anchor", "tags")}
    try:
        note = actions.write(by=request.user, version=version, **place)
    except Conflict as conflict:
        again = NoteForm({**request.POST.dict(), "key": uuid.uuid4()}, version=version, auto_id=False)
        return _conflict(request, conflict.current, words["body"], again=again)
    page = version.article if version.is_live else version
    return _done(request, note, "Note saved.", place=f"{page.get_absolute_url()}#n{note.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit(request: MemberRequest, note_id: int) -> HttpResponse:
    """Change the words of a note. Words that were saved meanwhile are never overwritten."""
    note = _mine(request, note_id)
    form = EditForm(request.POST or None, initial=EditForm.initial_of(note), auto_id=f"n{note.pk}_%s")
    if not form.is_valid():
        return _form(request, "edit", {"form": form, "note": note})
    try:
        note = actions.edit(note, by=request.user, **form.words())
    except Conflict as conflict:
        tags = [form["tags"], form["tags_before"]]
        return _conflict(request, conflict.current, form.cleaned_data["body"], tags=tags)
    return _done(request, note, "Note saved.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def delete(request: MemberRequest, note_id: int) -> HttpResponse:
    """Ask whether to delete a note, and delete it. Its place says so, and offers to undo it."""
    note = _mine(request, note_id)
    if request.method != "POST":
        return _form(request, "delete", {"note": note, "days": UNDO_DELETE.days})
    place = note.get_absolute_url()
    actions.delete(note, by=request.user)
    return _done(request, note, "Note deleted.", place=place)


@require_POST
@member_required
def restore(request: MemberRequest, note_id: int) -> HttpResponse:
    """Bring a deleted note back."""
    note = _deleted(request, note_id)
    actions.restore(note, by=request.user)
    return _done(request, note, "Note brought back.")


@require_safe
@member_required
def deleted(request: MemberRequest) -> HttpResponse:
    """The notes that a member deleted and can still bring back."""
    notes = Note.objects.deleted_by(request.user).select_related("version__article").defer(*UNREAD)
    page = page_of(notes, request.GET.get("page"), PER_PAGE)
    return render(request, "notes/deleted.html", {"page": page, "days": UNDO_DELETE.days})


@require_POST
@member_required
def erase(request: MemberRequest, note_id: int) -> HttpResponse:
    """Remove a deleted note for good, before its time."""
    actions.erase(_deleted(request, note_id), by=request.user)
    messages.success(request, "Note removed for good.")
    return redirect("notes:deleted")


def _mine(request: MemberRequest, note_id: int) -> Note:
    """The member's own note. Raises Http404 alike for one that is not theirs and one that is not there."""
    mine = Note.objects.owned_by(request.user).with_standing().select_related("version__article")
    return get_object_or_404(mine, pk=note_id)


def _deleted(request: MemberRequest, note_id: int) -> Note:
    """A note that the member deleted. Raises Http404 as `_mine` does."""
    deleted = Note.objects.deleted_by(request.user).with_standing().select_related("version__article")
    return get_object_or_404(deleted, pk=note_id)


def _form(request: MemberRequest, name: str, context: dict) -> HttpResponse:
    """A page with a form, or the form alone for a script; 422 when what was sent needs another look."""
    form = context.get("form")
    template = f"notes/_{name}_form.html" if is_fetch(request) else f"notes/{name}.html"
    return render(request, template, context, status=422 if form and form.is_bound else 200)


def _conflict(
    request: MemberRequest,
    note: Note,
    words: str,
    again: NoteForm | None = None,
    tags: Sequence[BoundField] = (),
) -> HttpResponse:
    """Both texts, the saved one and the writer's, for the writer to choose. `again` would save theirs as a new note;
    `tags` are the fields of what they meant to change in its tags."""
    context = {"note": note, "words": words, "again": again, "tags": tags}
    template = "notes/_conflict_form.html" if is_fetch(request) else "notes/conflict.html"
    return render(request, template, context, status=409)


def _done(request: MemberRequest, note: Note, words: str, *, place: str = "") -> HttpResponse:
    """Back to the page, or for a script the pieces of the page that are now different."""
    if not is_fetch(request):
        messages.success(request, words)
        return redirect(place or note.get_absolute_url())
    version = _page(request, note)
    panel = Panel(version=version, user=request.user, sections=sections_of(version))
    changed = [part for part in panel.sections if part.notes or part.deleted or part.id == note.section]
    if version != note.version:  # it may have stood in any of them
        changed = panel.sections
    context = {"panel": panel, "version": version, "changed": changed, "note": note, "words": words}
    return render(request, "notes/_pieces.html", context)


def _page(request: MemberRequest, note: Note) -> Version:
    """The version whose page the member is on (`on`): a note may stand in a later version than its own."""
    on = request.GET.get("on", "")
    later = note.version.article.versions.released().select_related("article")
    return (on.isdecimal() and len(on) < 10 and later.filter(pk=on).first()) or note.version
