"""Journal clubs: arranged by a member, and in the diary of each who says that they took part."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from articles.models import Version
from core.errors import NotAllowed
from core.http import form_status
from feedback.discussion import actions
from feedback.discussion.forms import ClubForm
from feedback.discussion.views import confirmed_required, version_of
from feedback.models import JournalClub


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_required
def club_new(request: MemberRequest, document_id: int) -> HttpResponse:
    """Arrange a journal club on an article."""
    version = version_of(document_id)
    form = ClubForm(request.POST or None)
    if form.is_valid():
        try:
            actions.arrange(version, by=request.user, **form.cleaned_data)
        except NotAllowed as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Your journal club is arranged. Members who discuss this article see it.")
            return redirect("feedback:discussion", document_id)
    context = {"form": form, "article": version.article}
    return render(request, "feedback/club_new.html", context, status=form_status(form))


def _club(club_id: int) -> JournalClub:
    clubs = JournalClub.objects.select_related("version__article")
    return get_object_or_404(clubs.defer(*(f"version__{name}" for name in Version.LONG)), pk=club_id)


@require_POST
@confirmed_required
def club_attend(request: MemberRequest, club_id: int) -> HttpResponse:
    """Say that one took part."""
    club = _club(club_id)
    try:
        actions.took_part(club, by=request.user)
        messages.success(request, f"It is in your diary, with {club.minutes} minutes. Add there what you learned.")
    except NotAllowed as why:
        messages.error(request, str(why))
    return redirect("feedback:discussion", club.version.article.document_id)


@require_POST
@confirmed_required
def club_cancel(request: MemberRequest, club_id: int) -> HttpResponse:
    """Call off one's own journal club."""
    club = _club(club_id)
    actions.cancel(club, by=request.user)
    return redirect("feedback:discussion", club.version.article.document_id)
