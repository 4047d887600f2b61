"""What became of a note in a later version, and what its member says of it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.requests import MemberRequest
from articles.models import RELEASED
from core.http import member_required
from notes.annotations.panel import locate
from notes.annotations.placements import actions
from notes.annotations.placements.forms import place_form
from notes.models import Placement

DONE = {
    "accept": "Your note stands here now.",
    "move": "Your note was moved.",
    "keep": "Your note stays with the version it was written on.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def placement(request: MemberRequest, placement_id: int) -> HttpResponse:
    """Where a note was found in a version: accept it, choose another place, or keep the note with its own version."""
    placement = get_object_or_404(_mine(request), pk=placement_id)
    decision = request.POST.get("decision", "")
    form = place_form(placement, request.POST if decision == "move" else None)
    if decision == "move" and form.is_valid():
        section, anchor = form.place()
        actions.move(placement, by=request.user, section=section, anchor=anchor)
    elif decision == "accept":
        actions.accept(placement, by=request.user)
    elif decision == "keep":
        actions.keep(placement, by=request.user)
    else:
        note, version = placement.note, placement.version
        locate(note, placement, version)
        note.version_number = note.version.number  # type: ignore[attr-defined]  # as in a panel
        context = {"placement": placement, "note": note, "version": version, "form": form}
        return render(request, "notes/placement.html", context, status=422 if request.method == "POST" else 200)
    messages.success(request, DONE[decision])
    page = placement.version.article if placement.version.is_live else placement.version
    return redirect(f"{page.get_absolute_url()}#n{placement.note_id}")


def _mine(request: MemberRequest) -> QuerySet[Placement]:
    """The member's placements in versions that can be read, with all that the page says."""
    mine = Placement.objects.owned_by(request.user).filter(version__status__in=RELEASED, note__deleted_at=None)
    return mine.select_related("note__version__article", "version__article")
