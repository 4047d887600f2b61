"""What people write to the editors: about the site, or about a version and a passage of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.models import Version
from articles.public import pages
from core.http import form_status
from feedback import visitors
from feedback.limits import LONGEST_QUOTE, MESSAGES_PER_HOUR
from feedback.messages import actions
from feedback.messages.forms import MessageForm, ReportForm

WAIT = "That is a lot of messages in an hour. Yours is still here: send it a little later."


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def message(request: HttpRequest) -> HttpResponse:
    """We would love to hear your feedback."""
    return _write(request, MessageForm(request.POST or None), "feedback/message.html")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def report(request: HttpRequest, version_id: int) -> HttpResponse:
    """Report a problem in a version. The address may bring the words that were selected: `?quote=`."""
    quote = " ".join(request.GET.get("quote", "").split())[:LONGEST_QUOTE]
    form = ReportForm(request.POST or None, initial={"quote": quote})
    return _write(request, form, "feedback/report.html", version=pages.released(version_id))


def _write(request: HttpRequest, form: MessageForm, template: str, version: Version | None = None) -> HttpResponse:
    """The page with the form; or keep what was written in it, unless a program filled it in, and say thank you."""
    context = {"form": form, "version": version}
    if not form.is_valid():
        return render(request, template, context, status=form_status(form))
    if not visitors.allowed(request, "message", per_hour=MESSAGES_PER_HOUR):
        form.add_error(None, WAIT)
        return render(request, template, context, status=429)
    words = form.cleaned_data
    if not words.pop("website"):
        user = request.user if request.user.is_authenticated else None
        actions.send_message(**words, version=version, user=user)
    return redirect("feedback:sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """A message arrived."""
    return render(request, "feedback/sent.html")
