"""The appraiser's link: made and ended by the member, opened by anyone who has it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from appraisal.models import Share, Summary
from appraisal.summaries import actions
from appraisal.summaries.files import sheet
from appraisal.summaries.freeze_forms import ShareForm
from appraisal.summaries.frozen_views import detail, file_of, owned, stamp_of
from core.http import member_required


@require_POST
@member_required
def share(request: MemberRequest, summary_id: int) -> HttpResponse:
    """Make a link, which then stands on the page of the summary."""
    summary = owned(request, summary_id)
    form = ShareForm(request.POST)
    if not form.is_valid():
        return detail(request, summary, share_form=form, status=422)
    actions.share(by=request.user, summary=summary, key=form.cleaned_data["key"], days=form.cleaned_data["days"])
    return redirect(f"{summary.get_absolute_url()}#links")


@require_POST
@member_required
def share_revoke(request: MemberRequest, summary_id: int, share_id: int) -> HttpResponse:
    """End a link now."""
    summary = owned(request, summary_id)
    actions.revoke(by=request.user, share=get_object_or_404(summary.shares, pk=share_id))
    messages.success(request, "That link leads nowhere now.")
    return redirect(f"{summary.get_absolute_url()}#links")


def by_token(view: Callable[[HttpRequest, Share, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to whoever has its link: kept by no cache, found by no search engine, told to no other site.

    A link that has expired, was revoked or never was is answered alike.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        found = actions.opened(token)
        response = view(request, found, token) if found else render(request, "appraisal/shared_over.html", status=404)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@require_safe
@by_token
def shared(request: HttpRequest, share: Share, token: str) -> HttpResponse:
    """The summary, to be read. Each time that it is opened is listed for the member."""
    if request.method == "GET":
        actions.visit(share)
    summary = share.summary
    content = sheet.build(summary.data, stamp=stamp_of(summary))
    has_pdf = summary.files.filter(kind="pdf").exists()
    context = {
        "summary": summary,
        "share": share,
        "token": token,
        "sheet": content,
        "has_pdf": has_pdf,
        "is_superseded": Summary.objects.filter(supersedes=summary).exists(),
    }
    return render(request, "appraisal/shared.html", context)


@require_safe
@by_token
def shared_pdf(request: HttpRequest, share: Share, token: str) -> HttpResponse:
    """The signed PDF."""
    return file_of(share.summary, "pdf")
