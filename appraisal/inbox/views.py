"""The inbox of the diary: what was read and not reflected on; and what a member has chosen for their diary."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from appraisal.inbox import themes as waiting
from appraisal.inbox import weekly_digest
from core.http import form_status, member_required
from notes.models import LoggingOptOut, Preference
from notes.reading import actions, preferences
from notes.reading.forms import PreferenceForm, view_ids

DISMISSED = "dismissed_views"  # where in the session what was dismissed last waits to be asked about again


@require_safe
@member_required
def inbox(request: MemberRequest) -> HttpResponse:
    """What was read and not reflected on, by theme: one reflection for many, or none."""
    context = {"themes": waiting.themes(request.user), "dismissed": request.session.pop(DISMISSED, None)}
    return render(request, "appraisal/inbox.html", context)


@require_POST
@member_required
def inbox_dismiss(request: MemberRequest) -> HttpResponse:
    """Ask no more about these visits; the next page offers to undo that."""
    request.session[DISMISSED] = actions.dismiss(by=request.user, view_ids=view_ids(request.POST))
    return redirect("appraisal:inbox")


@require_POST
@member_required
def inbox_restore(request: MemberRequest) -> HttpResponse:
    """Ask about these visits again."""
    actions.ask_again(by=request.user, view_ids=view_ids(request.POST))
    messages.success(request, "They are in your inbox again.")
    return redirect("appraisal:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def preference(request: MemberRequest) -> HttpResponse:
    """How long the log is stored, which topics one's work covers, the weekly email, and what is never logged."""
    mine = Preference.objects.owned_by(request.user).first()
    form = PreferenceForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        preferences.prefer(by=request.user, **form.cleaned_data)
        messages.success(request, "Your wishes are saved.")
        return redirect("appraisal:preference")
    opt_outs = LoggingOptOut.objects.owned_by(request.user).select_related("article")
    context = {"form": form, "opt_outs": opt_outs}
    return render(request, "appraisal/preference.html", context, status=form_status(form))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the email of the week with one click, without signing in (RFC 8058): the link in the mail is the proof."""
    user_id = weekly_digest.leaving(token)
    if user_id is not None and request.method == "POST":
        preferences.end_mails(user_id=user_id)
    status = 404 if user_id is None else 200
    return render(request, "appraisal/unsubscribe.html", {"is_known": user_id is not None}, status=status)
