"""Frozen summaries: freezing one, seeing it, taking its files, deleting it."""

import uuid

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from appraisal.models import ShareVisit, Summary
from appraisal.summaries import actions
from appraisal.summaries.document import build, written
from appraisal.summaries.files import sheet, store
from appraisal.summaries.forms import SummaryForm
from appraisal.summaries.freeze_forms import EmailForm, FreezeForm, ShareForm
from appraisal.summaries.views import SHOWN_VIEWS, page
from core.http import form_status, member_required

REFRESH_SECONDS = 5
LISTED_VISITS = 20


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def freeze(request: MemberRequest) -> HttpResponse:
    """What the member adds, the sheet as it will print, then the summary for good. The choices are in the address."""
    chosen = SummaryForm(request.GET, user=request.user)
    if not chosen.is_valid():
        return page(request, chosen)
    choices = chosen.choices()
    form = FreezeForm(request.POST or None, user=request.user, choices=choices)
    if request.POST.get("do") == "freeze" and form.is_valid():
        try:
            summary = actions.freeze(
                by=request.user,
                key=form.cleaned_data["key"],
                choices=choices,
                words=form.words(),
                supersedes=form.superseded(),
            )
        except actions.AlreadySuperseded:
            form.add_error("supersedes", form.fields["supersedes"].error_messages["invalid_choice"])
        else:
            messages.success(request, "Frozen. This summary can no longer be changed.")
            return redirect(summary)
    words = form.words() if form.is_bound and form.is_valid() else None
    document = build.summary(request.user, choices, words=words)
    context = {
        "form": form,
        "sheet": sheet.build(document, views=SHOWN_VIEWS),
        "finds": written.finds(document),
        "query": request.GET.urlencode(),
    }
    return render(request, "appraisal/freeze.html", context, status=form_status(form))


def owned(request: MemberRequest, summary_id: int) -> Summary:
    """A summary of this member's. Raises Http404 for any other."""
    return get_object_or_404(Summary.objects.owned_by(request.user), pk=summary_id)


@require_safe
@member_required
def frozen(request: MemberRequest, summary_id: int) -> HttpResponse:
    """The summary as it was frozen, its files, and the links that lead to it."""
    return detail(request, owned(request, summary_id))


def detail(
    request: MemberRequest,
    summary: Summary,
    *,
    share_form: ShareForm | None = None,
    email_form: EmailForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a summary. While files are missing it loads itself again, without scripts too."""
    files = {file.kind: file for file in summary.files.defer("content")}
    listed = [{"kind": kind, "code": code, "file": files.get(code)} for code, kind in store.KINDS.items()]
    is_late = timezone.now() - summary.frozen_at > store.OVERDUE
    context = {
        "summary": summary,
        "successor": Summary.objects.filter(supersedes=summary).defer("document").first(),
        "sheet": sheet.build(summary.data, stamp=stamp_of(summary), views=SHOWN_VIEWS),
        "files": listed,
        "made": len(files),
        "is_ready": len(files) == len(listed),
        "is_late": is_late,
        "json_size": len(summary.document.encode()),
        "shares": shares_of(summary),
        "share_form": share_form or ShareForm(initial={"key": uuid.uuid4(), "days": 30}),
        "email_form": email_form or EmailForm(),
    }
    response = render(request, "appraisal/frozen.html", context, status=status)
    if len(files) < len(listed) and not is_late:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def stamp_of(summary: Summary) -> sheet.Stamp:
    """What stands on the sheet of a frozen summary beside its words."""
    from appraisal.summaries.files import signing  # when first needed (appraisal/summaries/files/store.py)

    return sheet.Stamp(summary.sha256, signing.is_development_key())


def shares_of(summary: Summary) -> list[dict]:
    """The links to a summary, each with its token while it is open, how often it was opened, and the newest visits."""
    newest = Prefetch("visits", ShareVisit.objects.all()[:LISTED_VISITS], to_attr="newest")
    shares = summary.shares.annotate(count=Count("visits")).prefetch_related(newest)
    return [{"share": share, "token": actions.token_of(share) if share.is_open else None} for share in shares]


@require_safe
@member_required
def frozen_file(request: MemberRequest, summary_id: int, ending: str) -> HttpResponse:
    """One of its files, the same bytes each time. One that is not made yet is a 404."""
    return file_of(owned(request, summary_id), ending)


def file_of(summary: Summary, ending: str) -> HttpResponse:
    """The answer that hands a file over. Raises Http404."""
    if ending == store.JSON.ending:
        return handed(summary, store.JSON, summary.document.encode())
    for code, kind in store.KINDS.items():
        if kind.ending == ending and (file := summary.files.filter(kind=code).first()):
            return handed(summary, kind, bytes(file.content))
    raise Http404


def handed(summary: Summary, kind: store.Kind, content: bytes) -> HttpResponse:
    name = f"patientplus-summary-{summary.starts_on}-to-{summary.ends_on}.{kind.ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind.content_type, headers=headers)


@require_POST
@member_required
def prepare(request: MemberRequest, summary_id: int) -> HttpResponse:
    """Make the files that are missing, while the member waits."""
    summary = owned(request, summary_id)
    store.make(summary)
    return redirect(summary)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def frozen_delete(request: MemberRequest, summary_id: int) -> HttpResponse:
    """Delete a summary for good, once asked."""
    summary = owned(request, summary_id)
    if request.method == "POST":
        actions.delete(by=request.user, summary=summary)
        messages.success(request, "The summary, its files and its links are deleted.")
        return redirect("appraisal:summary")
    return render(request, "appraisal/frozen_delete.html", {"summary": summary})
