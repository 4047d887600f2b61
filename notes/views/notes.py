"""Notes of a member: the list, and writing, editing and deleting one, with a script or without."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import MemberRequest
from articles import pages
from articles.models import Article, Version
from notes.access import is_fetch, member_required
from notes.actions import notes as actions
from notes.forms.note import EditForm, NoteForm, SearchForm
from notes.models import Note
from notes.panel import Panel

PER_PAGE = 25
# Columns of a version that a list of notes does not need.
UNREAD = [f"version__{name}" for name in Version.LONG]


@require_safe
@member_required
def index(request: MemberRequest) -> HttpResponse:
    """All notes of a member, newest first, searched by words and narrowed to one article."""
    mine = Note.objects.owned_by(request.user)
    articles = Article.objects.filter(versions__notes__in=mine).distinct().order_by("working_title")
    form = SearchForm(request.GET, articles=articles)
    notes = form.narrow(mine.with_standing().select_related("version__article").defer(*UNREAD))
    page = Paginator(notes, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notes/index.html", {"form": form, "page": page, "query": form.query()})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def create(request: MemberRequest, version_id: int) -> HttpResponse:
    """Write a note on a version that readers can open."""
    version = pages.released(version_id)
    form = NoteForm(request.POST or None, version=version, initial={"section": request.GET.get("section", "")})
    if not form.is_valid():
        return _form(request, "create", {"form": form, "version": version})
    words = form.cleaned_data
    place = {name: words[name] for name in ("key", "body", "section", "anchor")}
    try:
        note = actions.write(by=request.user, version=version, **place)
    except actions.Conflict as conflict:
        again = NoteForm({**request.POST.dict(), "key": uuid.uuid4()}, version=version, auto_id=False)
        return _conflict(request, conflict.note, words["body"], again=again)
    page = version.article if version.is_live else version
    return _done(request, note, "Note saved.", place=f"{page.get_absolute_url()}#n{note.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit(request: MemberRequest, note_id: int) -> HttpResponse:
    """Change the words of a note. Words that were saved meanwhile are never overwritten."""
    note = _mine(request, note_id)
    start = {"body": note.body, "edits": note.edits}
    form = EditForm(request.POST or None, initial=start, auto_id=f"n{note.pk}_%s")
    if not form.is_valid():
        return _form(request, "edit", {"form": form, "note": note})
    try:
        note = actions.edit(note, by=request.user, **form.cleaned_data)
    except actions.Conflict as conflict:
        return _conflict(request, conflict.note, form.cleaned_data["body"])
    return _done(request, note, "Note saved.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def delete(request: MemberRequest, note_id: int) -> HttpResponse:
    """Ask whether to delete a note, and delete it."""
    note = _mine(request, note_id)
    if request.method != "POST":
        return _form(request, "delete", {"note": note})
    place = note.get_absolute_url().partition("#")[0]
    actions.delete(note, by=request.user)
    return _done(request, note, "Note deleted.", place=place)


def _mine(request: MemberRequest, note_id: int) -> Note:
    """The member's own note. Raises Http404 alike for one that is not theirs and one that is not there."""
    mine = Note.objects.owned_by(request.user).with_standing().select_related("version__article")
    return get_object_or_404(mine, pk=note_id)


def _form(request: MemberRequest, name: str, context: dict) -> HttpResponse:
    """A page with a form, or the form alone for a script; 422 when what was sent needs another look."""
    form = context.get("form")
    template = f"notes/_{name}_form.html" if is_fetch(request) else f"notes/{name}.html"
    return render(request, template, context, status=422 if form and form.is_bound else 200)


def _conflict(request: MemberRequest, note: Note, words: str, again: NoteForm | None = None) -> HttpResponse:
    """Both texts, the saved one and the writer's, for the writer to choose. `again` would save theirs as a new note."""
    context = {"note": note, "words": words, "again": again}
    template = "notes/_conflict_form.html" if is_fetch(request) else "notes/conflict.html"
    return render(request, template, context, status=409)


def _done(request: MemberRequest, note: Note, words: str, *, place: str = "") -> HttpResponse:
    """Back to the page, or for a script the pieces of the page that are now different."""
    if not is_fetch(request):
        messages.success(request, words)
        return redirect(place or note.get_absolute_url())
    version = _page(request, note)
    panel = Panel(version=version, user=request.user, sections=pages.sections(version))
    changed = [section for section in panel.sections if section.notes or section.id == note.section]
    if version != note.version:  # it may have stood in any of them
        changed = panel.sections
    context = {"panel": panel, "version": version, "changed": changed, "note": note, "words": words}
    return render(request, "notes/_pieces.html", context)


def _page(request: MemberRequest, note: Note) -> Version:
    """The version whose page the member is on (`on`): a note may stand in a later version than its own."""
    on = request.GET.get("on", "")
    later = note.version.article.versions.released().select_related("article")
    return (on.isdecimal() and len(on) < 10 and later.filter(pk=on).first()) or note.version
