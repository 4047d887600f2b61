"""Was this useful? Asked at the end of every article."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.models import Version
from articles.public import pages
from feedback import visitors
from feedback.limits import VOTES_PER_HOUR, too_many
from feedback.models import Vote
from feedback.votes import actions
from feedback.votes.forms import CommentForm

TEXT_FIELDS = ("comment", "reason", "quote")


def _reader(request: HttpRequest) -> dict[str, Any]:
    """Who is answering: the member, or the visitor's id."""
    if request.user.is_authenticated:
        return {"user": request.user}
    return {"visitor": visitors.known(request)}


def _mine(version: Version, reader: dict[str, Any]) -> Vote | None:
    return Vote.objects.filter(version=version, **reader).first() if any(reader.values()) else None


def _wants_piece(request: HttpRequest) -> bool:
    """Whether a script asks for the piece of the page only, to put in place itself."""
    return request.headers.get("X-Requested-With") == "fetch"


def _form(vote: Vote | None) -> CommentForm:
    """The words to add to a vote, with what a member said already.

    What a visitor said is not shown again: their cookie may be in two browsers, or theirs a ward's (decision 21).
    """
    given = {name: getattr(vote, name) for name in TEXT_FIELDS} if vote and vote.user_id else {}
    return CommentForm(initial=given, vote=vote)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def vote(request: HttpRequest, version_id: int) -> HttpResponse:
    """Was this article useful? The answer can be changed, and words added, on the page that thanks for it."""
    version = pages.released(version_id)
    reader = _reader(request)
    answer = {"yes": True, "no": False}.get(request.POST.get("useful", ""))
    if request.method != "POST":
        mine = _mine(version, reader)
        return render(request, "feedback/vote.html", {"version": version, "vote": mine, "form": _form(mine)})
    if answer is None:
        return redirect("feedback:vote", version.pk)
    if any(reader.values()):
        who = {"visitor": visitors.known(request)} | reader  # of a member also whom they were here before signing in
        actions.vote(version, is_useful=answer, network=visitors.network_of(request), **who)
        return _thanks(request, version, reader)
    visitor = _vote_of_newcomer(request, version, is_useful=answer)
    if not visitor:
        return too_many(request, "answers")
    response = _thanks(request, version, {"visitor": visitor})
    visitors.remember(response, visitor)
    return response


@transaction.atomic  # one commit for the limits, the tallies and the vote
def _vote_of_newcomer(request: HttpRequest, version: Version, *, is_useful: bool) -> str:
    """Record the answer of somebody without a cookie. Returns the id they get; none when their network has sent too
    many."""
    visitor, is_new = visitors.newcomer(request, f"vote:{version.pk}")
    if is_new and not visitors.allowed(request, "vote", per_hour=VOTES_PER_HOUR):
        return ""
    network = visitors.network_of(request)
    actions.vote(version, is_useful=is_useful, visitor=visitor, network=network, is_new=is_new)
    return visitor


def _thanks(request: HttpRequest, version: Version, reader: dict[str, Any]) -> HttpResponse:
    """What follows a vote: the page of thanks, or for a script the piece of it."""
    if not _wants_piece(request):
        return redirect("feedback:vote", version.pk)
    mine = _mine(version, reader)
    return render(request, "feedback/_thanks.html", {"version": version, "vote": mine, "form": _form(mine)})


@require_http_methods(["POST"])
@visitors.same_origin_required
def comment(request: HttpRequest, version_id: int) -> HttpResponse:
    """Add words to one's own vote."""
    version = pages.released(version_id)
    mine = _mine(version, _reader(request))
    form = CommentForm(request.POST, vote=mine)
    is_saved = form.is_valid() and actions.comment(version, **_reader(request), **form.words())
    if not is_saved:
        if not form.errors:
            form.add_error(None, "Say yes or no first, then send your comment. What you wrote is still here.")
        template = "feedback/_thanks.html" if _wants_piece(request) else "feedback/vote.html"
        return render(request, template, {"version": version, "vote": mine, "form": form}, status=422)
    if _wants_piece(request):
        return render(request, "feedback/_received.html")
    messages.success(request, "Thank you. An editor will read your comment.")
    return redirect(version.article.get_absolute_url() + "#feedback")
