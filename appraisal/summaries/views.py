"""The appraisal summary: choose, see it as it will print, take it away."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from appraisal.models import Summary
from appraisal.summaries.document import build, written
from appraisal.summaries.files import as_csv, as_json, as_pdf, sheet
from appraisal.summaries.forms import SummaryForm, entries_of
from core.http import member_required


@require_safe
@member_required
def summary(request: MemberRequest) -> HttpResponse:
    """The choices on the left, the sheet on the right. Every choice is in the address, so a reload shows it."""
    form = SummaryForm(request.GET, user=request.user)
    return page(request, form)


# The newest views of the log that the page shows.
SHOWN_VIEWS = 100


def page(request: MemberRequest, form: SummaryForm) -> HttpResponse:
    """The builder's page; without its sheet, and with 422, when the choices make no sense."""
    frozen = Summary.objects.owned_by(request.user).listed()
    if not form.is_valid():
        return render(request, "appraisal/summary.html", {"form": form, "frozen": frozen}, status=422)
    choices = form.choices()
    document = build.summary(request.user, choices)
    context = {
        "form": form,
        "choices": choices,
        "entries": entries_of(request.user).filter(learned_on__range=(choices.start, choices.end)),
        "sheet": sheet.build(document, views=SHOWN_VIEWS),
        "finds": written.finds(document),
        "frozen": frozen,
        "query": request.GET.urlencode(),
    }
    return render(request, "appraisal/summary.html", context)


@require_safe
@member_required
def summary_pdf(request: MemberRequest) -> HttpResponse:
    """The summary to print or upload: tagged PDF."""
    return download(request, as_pdf.render, "pdf", "application/pdf")


@require_safe
@member_required
def summary_csv(request: MemberRequest) -> HttpResponse:
    """The summary for a spreadsheet."""
    return download(request, as_csv.render, "csv", "text/csv; charset=utf-8")


@require_safe
@member_required
def summary_json(request: MemberRequest) -> HttpResponse:
    """The summary for other programs."""
    return download(request, as_json.render, "json", "application/json")


def download(
    request: MemberRequest, renderer: Callable[[dict[str, Any]], str | bytes], ending: str, kind: str
) -> HttpResponse:
    """A file made from the same document as the page, or the page with its messages when the choices make no sense."""
    form = SummaryForm(request.GET, user=request.user)
    if not form.is_valid():
        return page(request, form)
    choices = form.choices()
    content = renderer(build.summary(request.user, choices))
    name = f"patientplus-summary-{choices.start}-to-{choices.end}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
