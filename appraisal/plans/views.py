"""What comes after learning: what to do next and whether it was done, objectives, and what a regulator asks."""

import uuid

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.regulators import regulators as registers
from accounts.requests import MemberRequest
from appraisal import rules as regulators
from appraisal.models import Action, Objective
from appraisal.plans import actions
from appraisal.plans.forms import ActionForm, ObjectiveForm
from core.http import form_status, member_required
from core.paging import page_of

PER_PAGE = 50
FORM = ["GET", "HEAD", "POST"]


@require_safe
@member_required
def progress(request: MemberRequest) -> HttpResponse:
    """What the member's regulator names, and how much of it there is: information, never a verdict."""
    today = timezone.localdate()
    rules, since, targets = regulators.progress(request.user, request.user.regulator, today)
    register = registers().get(request.user.regulator)
    context = {"rules": rules, "since": since, "targets": targets, "register": register}
    return render(request, "appraisal/progress.html", context)


@require_safe
@member_required
def action_list(request: MemberRequest) -> HttpResponse:
    """Everything that is to be done next, the soonest first, and what was done."""
    mine = Action.objects.owned_by(request.user).select_related("entry")
    page = page_of(mine.exclude(done_on=None).order_by("-done_on", "-pk"), request.GET.get("page"), PER_PAGE)
    context = {"open": mine.filter(done_on=None)[:PER_PAGE], "page": page, "today": timezone.localdate()}
    return render(request, "appraisal/action_list.html", context)


@require_http_methods(FORM)
@member_required
def action(request: MemberRequest, action_id: int) -> HttpResponse:
    """Was it done, and what changed?"""
    mine = get_object_or_404(Action.objects.owned_by(request.user).select_related("entry"), pk=action_id)
    form = ActionForm(request.POST or None, instance=mine, initial={} if mine.done_on else {"done_on": None})
    if form.may_be_saved():
        actions.answer(by=request.user, action=mine, **form.cleaned_data)
        messages.success(request, "Saved. What came of it stands with your reflection.")
        return redirect("appraisal:entry", mine.entry_id)
    context = {"form": form, "action": mine}
    return render(request, "appraisal/action.html", context, status=form_status(form))


@require_http_methods(FORM)
@member_required
def objective_list(request: MemberRequest) -> HttpResponse:
    """The member's development plan: every objective with how much was learned for it, and the form for another."""
    form = ObjectiveForm(request.POST or None)
    if form.may_be_saved():
        actions.set_out(by=request.user, key=form.cleaned_data["key"] or uuid.uuid4(), **form.words())
        messages.success(request, "Your objective is saved.")
        return redirect("appraisal:objective_list")
    counted = Objective.objects.owned_by(request.user).annotate(entry_count=Count("entries"))
    mine = counted.order_by(*Objective.ORDER)
    context = {"form": form, "page": page_of(mine, request.GET.get("page"), PER_PAGE)}
    return render(request, "appraisal/objective_list.html", context, status=form_status(form))


@require_http_methods(FORM)
@member_required
def objective(request: MemberRequest, objective_id: int) -> HttpResponse:
    """Change an objective, say that it was reached, and see what was learned for it."""
    mine = get_object_or_404(Objective.objects.owned_by(request.user), pk=objective_id)
    form = ObjectiveForm(request.POST or None, instance=mine)
    if form.may_be_saved():
        actions.revise(by=request.user, objective=mine, **form.words())
        messages.success(request, "Your changes are saved.")
        return redirect("appraisal:objective_list")
    context = {"form": form, "objective": mine, "entries": mine.entries.all()[:PER_PAGE]}
    return render(request, "appraisal/objective.html", context, status=form_status(form))


@require_http_methods(FORM)
@member_required
def objective_delete(request: MemberRequest, objective_id: int) -> HttpResponse:
    """Ask first, then delete an objective for good."""
    mine = get_object_or_404(Objective.objects.owned_by(request.user), pk=objective_id)
    if request.method == "POST":
        actions.drop(by=request.user, objective=mine)
        messages.success(request, "Your objective is deleted.")
        return redirect("appraisal:objective_list")
    return render(request, "appraisal/objective_delete.html", {"objective": mine})
