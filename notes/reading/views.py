"""What a member does with single visits of their log."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from articles.models import Article
from core.http import form_status, is_fetch, member_required
from notes.models import PageView
from notes.reading import actions, tracking
from notes.reading.forms import BeatForm, PageForm, QuestionForm, ViewForm
from notes.reading.history import linked

REMOVED = "removed_view"  # where in the session what was removed last waits to be put back, until the next page


@require_POST
def heartbeat(request: HttpRequest) -> HttpResponse:
    """What static/js/reading.js sends while someone reads: 204 whether or not it counts, 400 when it makes no sense."""
    form = BeatForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("version, at and seconds are needed.", content_type="text/plain")
    sent = form.cleaned_data
    if request.user.is_authenticated:
        tracking.beat(by=request.user, version_id=sent["version"], loaded_at=sent["at"], seconds=sent["seconds"])
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def view_edit(request: MemberRequest, view_id: int) -> HttpResponse:
    """Say what led to a visit and how long it took, or hide it."""
    mine = linked(PageView.objects.owned_by(request.user))
    view = get_object_or_404(mine, pk=view_id)
    form = ViewForm(request.POST or None, instance=view)
    if request.method == "POST" and form.may_be_saved():
        saved = mine.get(pk=view_id)  # the form has changed the other one
        actions.correct(by=request.user, view=saved, **form.cleaned_data)
        messages.success(request, "Your changes are saved.")
        return redirect("notes:activity")
    return render(request, "notes/view_edit.html", {"form": form, "view": view}, status=form_status(form))


@require_POST
@member_required
def view_remove(request: MemberRequest, view_id: int) -> HttpResponse:
    """Remove one view from the member's log; the next page offers to put it back."""
    view = PageView.objects.owned_by(request.user).filter(pk=view_id).first()
    if view is None:
        raise Http404
    _remove(request, view)
    return HttpResponseRedirect(came_from(request))


@require_POST
@member_required
def visit_remove(request: MemberRequest) -> HttpResponse:
    """Remove the visit that an article's receipt names. Once it is gone, removing it again changes nothing."""
    form = PageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("version and at are needed.", content_type="text/plain")
    if view := _visit(request, form):
        _remove(request, view)
    return redirect("notes:activity")


@require_POST
@member_required
def view_restore(request: MemberRequest) -> HttpResponse:
    """Put back what was removed last."""
    if removed := request.session.pop(REMOVED, None):
        moments = {name: parse_datetime(value) for name, value in removed.items() if name.endswith("_at") and value}
        actions.put_back(by=request.user, removed=removed | moments)
        messages.success(request, "Put back. That page is in your activity again.")
    else:
        messages.info(request, "There is nothing left to put back.")
    return redirect("notes:activity")


@require_POST
@member_required
def visit_question(request: MemberRequest) -> HttpResponse:
    """Keep what led to the visit that a receipt names."""
    form = QuestionForm(request.POST)
    if not form.may_be_saved():
        if form.finds and (view := _visit(request, form)):
            edit = ViewForm({"question": form.cleaned_data["question"]}, instance=view)
            edit.may_be_saved()
            return render(request, "notes/view_edit.html", {"form": edit, "view": view}, status=422)
        return HttpResponseBadRequest("version, at and a question of 300 characters at most are needed.")
    if view := _visit(request, form):
        actions.ask(by=request.user, view=view, question=form.cleaned_data["question"])
        messages.success(request, "Saved with this visit.")
    return HttpResponse(status=204) if is_fetch(request) else HttpResponseRedirect(came_from(request))


@require_POST
@member_required
def visit_unlog(request: MemberRequest) -> HttpResponse:
    """Remove the visit that a receipt names, and log nothing of its article from now on."""
    form = PageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("version and at are needed.", content_type="text/plain")
    if view := _visit(request, form):
        actions.stop_logging(by=request.user, version=view.version)
        _remove(request, view)
    return HttpResponseRedirect(came_from(request))


@require_POST
@member_required
def article_log(request: MemberRequest, article_id: int) -> HttpResponse:
    """Log an article again."""
    actions.log_again(by=request.user, article=get_object_or_404(Article, pk=article_id))
    messages.success(request, "This article is logged again from now on.")
    return HttpResponseRedirect(came_from(request))


@require_POST
@member_required
def pause(request: MemberRequest) -> HttpResponse:
    """Log nothing from now on."""
    actions.pause(by=request.user)
    messages.success(request, "Logging is paused. What you read is not logged until you resume.")
    return HttpResponseRedirect(came_from(request))


@require_POST
@member_required
def resume(request: MemberRequest) -> HttpResponse:
    """Log again."""
    actions.resume(by=request.user)
    messages.success(request, "Logging has resumed. What you read is logged from now on.")
    return HttpResponseRedirect(came_from(request))


def _visit(request: MemberRequest, form: PageForm) -> PageView | None:
    sent = form.cleaned_data
    return actions.visit_of(by=request.user, version_id=sent["version"], loaded_at=sent["at"])


def _remove(request: MemberRequest, view: PageView) -> None:
    """Remove a visit, and let the session hold what brings it back until the next page has offered that."""
    removed = actions.remove(by=request.user, view=view)
    request.session[REMOVED] = {name: _plain(value) for name, value in removed.items()}
    messages.success(request, "Removed. That page is no longer in your activity.")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def came_from(request: MemberRequest) -> str:
    """The page of ours that the form stood on, or the activity page."""
    page = request.POST.get("next", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, {request.get_host()})
    return page if is_ours else reverse("notes:activity")
