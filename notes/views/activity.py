"""What was logged for a member, and what they want logged."""

from datetime import UTC, datetime
from itertools import groupby

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from notes import charts, history, periods, reading
from notes.access import member_required
from notes.models import Pause

PER_PAGE = 50


class PageForm(forms.Form):
    """Which page in which visit: its version, and the moment when it was loaded. No one types it."""

    version = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    at = forms.CharField()

    def clean_at(self) -> datetime:
        """A moment in ISO 8601; without a time zone it is in UTC."""
        try:
            at = datetime.fromisoformat(self.cleaned_data["at"])
            return at.astimezone(UTC) if timezone.is_aware(at) else timezone.make_aware(at, UTC)
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError("Not a moment.") from error


class BeatForm(PageForm):
    """How long the reader has been active in the visit, in seconds."""

    seconds = forms.IntegerField(min_value=0, max_value=2**31 - 1)


@require_safe
@member_required
def activity(request: MemberRequest) -> HttpResponse:
    """Every view logged for the member, newest first, and the last twelve months as a chart."""
    today = timezone.localdate()
    since = periods.twelve_months_to(today)
    page = Paginator(history.visits(request.user), PER_PAGE).get_page(request.GET.get("page"))
    months = periods.reading_by_month(request.user, since, today)
    context = {
        "since": since,
        "totals": history.totals(request.user, since, today),
        "chart": charts.columns(months),
        "read": sum(bool(month["read"]) for month in months),
        "led": sum(bool(month["led"]) for month in months),
        "page": page,
        "days": [(day, list(rows)) for day, rows in groupby(page, key=lambda view: timezone.localdate(view.opened_at))],
        "pause": Pause.objects.owned_by(request.user).first(),
    }
    return render(request, "notes/activity.html", context)


@require_POST
def heartbeat(request: HttpRequest) -> HttpResponse:
    """What static/js/reading.js sends while someone reads: 204 whether or not it counts, 400 when it makes no sense."""
    form = BeatForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("version, at and seconds are needed.", content_type="text/plain")
    sent = form.cleaned_data
    if request.user.is_authenticated:
        reading.beat(by=request.user, version_id=sent["version"], loaded_at=sent["at"], seconds=sent["seconds"])
    return HttpResponse(status=204)


@require_POST
@member_required
def view_remove(request: MemberRequest, view_id: int) -> HttpResponse:
    """Remove one view from the member's log."""
    if not reading.remove(by=request.user, view_id=view_id):
        raise Http404
    messages.success(request, "Removed. That page is no longer in your activity.")
    return HttpResponseRedirect(came_from(request))


@require_POST
@member_required
def visit_remove(request: MemberRequest) -> HttpResponse:
    """Remove the visit that an article's receipt names. Once it is gone, removing it again changes nothing."""
    form = PageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("version and at are needed.", content_type="text/plain")
    page = form.cleaned_data
    reading.remove_visit(by=request.user, version_id=page["version"], loaded_at=page["at"])
    messages.success(request, "Removed. That visit is no longer in your activity.")
    return redirect("notes:activity")


@require_POST
@member_required
def pause(request: MemberRequest) -> HttpResponse:
    """Log nothing from now on."""
    reading.pause(by=request.user)
    messages.success(request, "Logging is paused. What you read is not logged until you resume.")
    return HttpResponseRedirect(came_from(request))


@require_POST
@member_required
def resume(request: MemberRequest) -> HttpResponse:
    """Log again."""
    reading.resume(by=request.user)
    messages.success(request, "Logging has resumed. What you read is logged from now on.")
    return HttpResponseRedirect(came_from(request))


def came_from(request: MemberRequest) -> str:
    """The page of ours that the form stood on, or the activity page."""
    page = request.POST.get("next", "")
    is_ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, {request.get_host()})
    return page if is_ours else reverse("notes:activity")
