"""The discussion of an article, for members whose registration staff have confirmed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from articles.models import Article, Version
from core.errors import NotAllowed
from core.http import form_status
from core.paging import page_of
from feedback.discussion import actions, tokens
from feedback.discussion.access import may_discuss
from feedback.discussion.forms import FlagForm, SayForm
from feedback.models import Comment, JournalClub, Lock, Watch

PER_PAGE = 50


def confirmed_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in members whose registration staff have confirmed; tell the others how that happens."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_discuss(request.user):
            status = 200 if request.method in {"GET", "HEAD"} else 403  # links lead here, and what they lead to is this
            return render(request, "feedback/not_confirmed.html", status=status)
        return view(request, *args, **kwargs)

    return guarded


def version_of(document_id: int) -> Version:
    """The live version of an article, or the last that was. Raises Http404 when readers never had one."""
    versions = Version.objects.released().filter(article__document_id=document_id).defer(*Version.LONG)
    version = versions.select_related("article").order_by("-number").first()
    if version is None:
        raise Http404
    return version


def place(comment: Comment) -> str:
    """Where a comment stands. Top comments are shown by page, replies under theirs."""
    top = comment.reply_to_id or comment.pk
    before = Comment.objects.filter(version__article=comment.version.article_id, reply_to=None, pk__lt=top).count()
    page = before // PER_PAGE + 1
    address = reverse("feedback:discussion", args=[comment.version.article.document_id])
    return f"{address}{f'?page={page}' if page > 1 else ''}#comment-{comment.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_required
def discussion(request: MemberRequest, document_id: int) -> HttpResponse:
    """The comments on an article, and a box to write another: on its own, or as a reply (`?reply=`)."""
    version = version_of(document_id)
    reply_to = _reply_to(request, version.article)
    form = SayForm(request.POST or None)
    if form.is_valid():
        try:
            comment = actions.say(version, by=request.user, reply_to=reply_to, **form.cleaned_data)
        except NotAllowed as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Your comment is there. You can change it for fifteen minutes.")
            return redirect(place(comment))
    context = _context(request, version) | {"form": form, "reply_to": reply_to}
    return render(request, "feedback/discussion.html", context, status=form_status(form))


def _reply_to(request: MemberRequest, article: Article) -> Comment | None:
    """The comment that the address names, if it can be replied to."""
    pk = request.GET.get("reply", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    comments = Comment.objects.on(article).shown().filter(reply_to=None)
    return comments.select_related("user", "version").defer(*_unread("version")).filter(pk=pk).first()


def _unread(path: str) -> list[str]:
    return [f"{path}__{name}" for name in Version.LONG]


def _context(request: MemberRequest, version: Version) -> dict[str, Any]:
    """All that a page of the discussion shows, in a fixed number of queries."""
    comments = Comment.objects.on(version.article).select_related("user", "version").defer(*_unread("version"))
    top = comments.filter(reply_to=None).prefetch_related(Prefetch("replies", comments)).order_by("pk")
    clubs = JournalClub.objects.filter(version__article=version.article, cancelled_at=None)
    return {
        "version": version,
        "article": version.article,
        "page": page_of(top, request.GET.get("page"), PER_PAGE),
        "people": actions.people(version.article),
        "lock": Lock.objects.filter(article=version.article).first(),
        "is_watching": Watch.objects.filter(article=version.article, user=request.user).exists(),
        "clubs": clubs.select_related("organiser").order_by("-held_at")[:5],
        "attended": set(
            clubs.filter(attendances__user=request.user).values_list("pk", flat=True),
        ),
    }


def _comment(comment_id: int) -> Comment:
    """A comment that can be read. Raises Http404."""
    shown = Comment.objects.shown().select_related("version__article", "user").defer(*_unread("version"))
    return get_object_or_404(shown, pk=comment_id)


def _mine(request: MemberRequest, comment_id: int) -> Comment:
    """A member's own comment. Raises Http404 alike for another's and for none."""
    comment = _comment(comment_id)
    if comment.user_id != request.user.pk:
        raise Http404
    return comment


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_required
def comment_edit(request: MemberRequest, comment_id: int) -> HttpResponse:
    """Change one's own words, for fifteen minutes."""
    comment = _mine(request, comment_id)
    form = SayForm(
        {**request.POST.dict(), "key": comment.key} if request.POST else None, initial={"body": comment.body}
    )
    if form.is_valid():
        try:
            actions.edit(comment, by=request.user, body=form.cleaned_data["body"])
        except NotAllowed as why:
            form.add_error(None, str(why))
        else:
            return redirect(place(comment))
    return _page(request, "comment_edit", form, comment)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_required
def comment_remove(request: MemberRequest, comment_id: int) -> HttpResponse:
    """Ask first, then take one's own words back."""
    comment = _mine(request, comment_id)
    if request.method == "POST":
        actions.remove(comment, by=request.user)
        messages.success(request, "Your comment is removed.")
        return redirect(place(comment))
    return _page(request, "comment_remove", SayForm(), comment)


@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_required
def comment_flag(request: MemberRequest, comment_id: int) -> HttpResponse:
    """Ask a moderator to look at a comment."""
    comment = _comment(comment_id)
    form = FlagForm(request.POST or None)
    if form.is_valid():
        actions.flag(comment, by=request.user, **form.cleaned_data)
        messages.success(request, "Thank you. A moderator will look at this comment.")
        return redirect(place(comment))
    return _page(request, "comment_flag", form, comment)


def _page(request: MemberRequest, name: str, form: Form, comment: Comment) -> HttpResponse:
    context = {"form": form, "comment": comment, "article": comment.version.article}
    return render(request, f"feedback/{name}.html", context, status=form_status(form))


@require_POST
@confirmed_required
def watch(request: MemberRequest, document_id: int) -> HttpResponse:
    """Hear of every comment by email, or no more."""
    article = version_of(document_id).article
    is_wanted = request.POST.get("watch") == "yes"
    actions.watch(article, by=request.user, is_wanted=is_wanted)
    words = "We will write to you of every comment." if is_wanted else "We will not write to you of comments here."
    messages.success(request, words)
    return redirect("feedback:discussion", document_id)


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # the mail client's server posts here (RFC 8058); the signed token is the authority
@never_cache
def unwatch(request: HttpRequest, token: str) -> HttpResponse:
    """Hear no more of a discussion, from the link in a mail and without signing in."""
    found = tokens.to_leave(token)
    if found is None:
        return render(request, "feedback/link_is_old.html", status=404)
    if request.method == "POST":
        actions.leave(*found)
    return render(request, "feedback/unwatch.html", {"article": found[0], "is_done": request.method == "POST"})
