"""Comments on passages at the desk: made, answered, resolved."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from articles import actions
from articles.desk import changes, rounds
from articles.models import OPEN, ReviewComment, Version
from articles.public import pages
from articles.text.sections import sections_of
from core.errors import NotAllowed


class ReplyForm(forms.Form):
    """An answer to a comment. Sent twice, its key makes one."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(label="Reply", max_length=5000, widget=forms.Textarea(attrs={"rows": 2, "cols": 60}))


class CommentForm(forms.Form):
    """A comment on a passage: selected in the page, or typed."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    before = forms.CharField(required=False, strip=False, max_length=200, widget=forms.HiddenInput)
    after = forms.CharField(required=False, strip=False, max_length=200, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, widget=forms.HiddenInput)
    quote = forms.CharField(
        label="The words it is about",
        help_text="Copy them from the text as they are, or select them in it.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
    )
    body = forms.CharField(label="Your comment", max_length=5000, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))


def may_comment(version: Version, person: Any) -> bool:
    """Whether someone can comment on a version: who writes or reviews, until it is published."""
    is_concerned = person.has_perm("articles.review_version") or person.has_perm("articles.change_version")
    return version.status in OPEN and is_concerned


def to_read(version: Version, person: Any) -> dict[str, Any]:
    """What a page takes to show a version that is not published yet to whoever reviews or writes it."""
    if version.status not in OPEN:
        return {}
    last = rounds.last_round(version)
    comments = rounds.comments(version)
    shown = actions.current_page(version)
    return {
        "last_round": last,
        "since_last": rounds.compared(version, rounds.as_version(last)) if last else None,
        "sections": sections_of(shown),
        "cited": pages.references(version, shown.page),
        "is_first": changes.before(version) is None,
        "comments": comments,
        "open_count": sum(comment.resolved_at is None for comment in comments),
        "comment_form": CommentForm(auto_id="id_comment_%s") if may_comment(version, person) else None,
        "reply_key": uuid4,
    }


class Reviewing(admin.ModelAdmin):
    """What VersionAdmin does with comments on passages."""

    def reviewing_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/comment/", wrap(require_POST(self.comment)), name="articles_version_comment"),
            path("comments/<int:pk>/reply/", wrap(require_POST(self.reply)), name="articles_version_reply"),
            path("comments/<int:pk>/resolve/", wrap(require_POST(self.resolve)), name="articles_version_resolve"),
        ]

    def comment(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Comment on a passage of a version."""
        version = self._concerned(request, pk)
        return self._act(request, version, CommentForm(request.POST), actions.comment_on, version, "Comment")

    def reply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer a comment."""
        comment = get_object_or_404(ReviewComment.objects.select_related("version__article"), pk=pk)
        version = self._concerned(request, comment.version_id)
        return self._act(request, version, ReplyForm(request.POST), actions.reply, comment, "Reply")

    def resolve(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say that a comment is settled."""
        comment = get_object_or_404(ReviewComment.objects.select_related("version__article"), pk=pk)
        version = self._concerned(request, comment.version_id)
        return self._act(request, version, forms.Form(request.POST), actions.resolve, comment, "Resolve")

    def _concerned(self, request: HttpRequest, pk: int) -> Version:
        """The version, for someone who writes or reviews. Raises PermissionDenied for anyone else."""
        version = self._seen(request, pk)  # type: ignore[attr-defined]  # of Reading
        person = request.user
        if not (person.has_perm("articles.review_version") or person.has_perm("articles.change_version")):
            raise PermissionDenied
        return version

    def _act(
        self, request: HttpRequest, version: Version, form: forms.Form, act: Any, on: Any, title: str
    ) -> HttpResponse:
        """Do it and go back to the version; or say why not, with what was typed still there."""
        status = 422
        if form.is_valid():
            try:
                act(on, by=cast(User, request.user), **form.cleaned_data)
            except NotAllowed as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, {"Comment": "Commented.", "Reply": "Answered."}.get(title, "Resolved."))
                return redirect(reverse("admin:articles_version_change", args=[version.pk]) + "#comments")
        context = self._page(request, version, title=title, form=form)  # type: ignore[attr-defined]  # too
        return render(request, "admin/articles/version/comment.html", context, status=status)
