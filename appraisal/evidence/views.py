"""Files that a member keeps with an entry: added, handed out to their owner alone, deleted."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from appraisal.diary.entry_views import mine, page_context
from appraisal.evidence import actions
from appraisal.evidence.forms import EvidenceForm
from appraisal.models import Evidence
from core.http import member_required


@require_POST
@member_required
def evidence_add(request: MemberRequest, entry_id: int) -> HttpResponse:
    """Keep a file with an entry."""
    entry = mine(request, entry_id)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.keep(by=request.user, entry=entry, file=form.cleaned_data["file"], kind=form.cleaned_data["kind"])
        except actions.TooMany:
            form.add_error("file", "You keep 200 files, which is the most. Delete one that you no longer need.")
        else:
            messages.success(request, "Your file is kept with this entry.")
            return redirect("appraisal:entry", entry.pk)
    return render(request, "appraisal/entry.html", page_context(request, entry, form), status=422)


@require_safe
@member_required
def evidence(request: MemberRequest, evidence_id: int) -> HttpResponse:
    """The file, to be saved: never shown as a page of ours."""
    evidence_file = get_object_or_404(Evidence.objects.owned_by(request.user), pk=evidence_id)
    with evidence_file.file.open() as file:
        response = HttpResponse(file.read(), content_type=evidence_file.kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=evidence_file.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
@member_required
def evidence_delete(request: MemberRequest, evidence_id: int) -> HttpResponse:
    """Delete a file for good."""
    evidence_file = get_object_or_404(Evidence.objects.owned_by(request.user), pk=evidence_id)
    actions.discard(by=request.user, evidence=evidence_file)
    messages.success(request, "Deleted. That file is no longer evidence_file.")
    return redirect("appraisal:entry", evidence_file.entry_id)
