"""Writing, editing and deleting a note, with a script or without."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from articles import pages
from notes.access import is_fetch, member_required
from notes.actions import notes as actions
from notes.forms.note import EditForm, NoteForm
from notes.models import Note
from notes.panel import Panel


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
    except actions.Conflict as conflict:
        again = NoteForm({**request.POST.dict(), "key": uuid.uuid4()}, version=version, auto_id=False)
        return _conflict(request, conflict.note, words["body"], again=again)
    return _done(request, note, "Note saved.")


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
    except actions.Conflict as conflict:
        tags = [form["tags"], form["tags_before"]]
        return _conflict(request, conflict.note, form.cleaned_data["body"], tags=tags)
    return _done(request, note, "Note saved.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def delete(request: MemberRequest, note_id: int) -> HttpResponse:
    """Ask whether to delete a note, and delete it."""
    note = _mine(request, note_id)
    if request.method != "POST":
        return _form(request, "delete", {"note": note})
    actions.delete(note, by=request.user)
    return _done(request, note, "Note deleted.", place=note.get_absolute_url().partition("#")[0])


def _mine(request: MemberRequest, note_id: int) -> Note:
    """The member's own note. Raises Http404 alike for one that is not theirs and one that is not there."""
    return get_object_or_404(Note.objects.owned_by(request.user).select_related("version__article"), pk=note_id)


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
    panel = Panel(version=note.version, user=request.user, sections=pages.sections(note.version))
    changed = [section for section in panel.sections if section.notes or section.id == note.section]
    context = {"panel": panel, "version": note.version, "changed": changed, "note": note, "words": words}
    return render(request, "notes/_pieces.html", context)
