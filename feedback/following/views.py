"""What a member follows, and recalls of what they read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from articles.models import Article
from feedback.following import actions, tokens
from feedback.models import RECALLS, Notice


@require_safe
@login_required
@never_cache
def following(request: MemberRequest) -> HttpResponse:
    """The articles that a member follows, by their own word or for a note, and the recalls that reached them."""
    chosen = Article.objects.filter(follows__user=request.user, follows__ended_at=None)
    recalls = Notice.objects.filter(user=request.user, announcement__kind__in=RECALLS)
    context = {
        "chosen": chosen.order_by("working_title"),
        "noted": actions.followed_for_notes(request.user).order_by("working_title"),
        "recalls": recalls.for_list(),
    }
    return render(request, "feedback/following.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def follow(request: MemberRequest, document_id: int) -> HttpResponse:
    """Follow an article, or no more, with one button."""
    article = get_object_or_404(Article, document_id=document_id)
    if not article.versions.released().exists():
        raise Http404
    if request.method == "POST":
        is_wanted = request.POST.get("follow") == "yes"
        (actions.follow if is_wanted else actions.unfollow)(article, by=request.user)
        messages.success(request, f"You {'follow' if is_wanted else 'no longer follow'} {article.working_title}.")
        return redirect("feedback:following")
    context = {"article": article, "is_following": actions.is_following(article, by=request.user)}
    return render(request, "feedback/follow.html", context)


@require_POST
@login_required
@never_cache
def acknowledge(request: MemberRequest, notice_id: int) -> HttpResponse:
    """A member has seen a recall."""
    if not actions.acknowledge(notice_id, by=request.user):
        raise Http404
    messages.success(request, "Thank you. You will not be shown this again.")
    return redirect("feedback:following")


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # the mail client's server posts here (RFC 8058); the signed token is the authority
@never_cache
def unfollow(request: HttpRequest, token: str) -> HttpResponse:
    """Follow an article no more, from the link in a mail and without signing in."""
    found = tokens.to_leave(token)
    if found is None:
        return render(request, "feedback/link_is_old.html", status=404)
    article, user = found
    if request.method == "POST":
        actions.unfollow(article, by=user)
    return render(request, "feedback/unfollow.html", {"article": article, "is_done": request.method == "POST"})
