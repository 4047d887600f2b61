from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.http import form_status
from core.limits import within
from feedback import visitors
from feedback.limits import MAILS_PER_HOUR, SUBSCRIPTIONS_PER_HOUR, too_many
from feedback.newsletter import actions, tokens
from feedback.newsletter.forms import SubscribeForm


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the newsletter. The answer is the same whether or not the address is known."""
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not visitors.allowed(request, "subscribe", per_hour=SUBSCRIPTIONS_PER_HOUR):
            return too_many(request, "subscriptions")
        # Whose address it is, nobody knows yet: they are not written to again and again because someone asks for it.
        if within("mail", form.cleaned_data["email"].lower(), per_hour=MAILS_PER_HOUR):
            actions.ask_to_subscribe(**form.cleaned_data)
        return render(request, "feedback/asked.html", {"email": form.cleaned_data["email"]})
    return render(request, "feedback/subscribe.html", {"form": form}, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin a subscription. A button, since mail filters follow links before people do."""
    subscription = tokens.to_confirm(token)
    if subscription is None:
        return render(request, "feedback/link_is_old.html", status=404)
    if request.method == "POST":
        actions.confirm(subscription)
        return redirect(reverse("feedback:confirmed"))
    return render(request, "feedback/confirm.html", {"subscription": subscription})


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    """A subscription has begun."""
    return render(request, "feedback/confirmed.html")


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # the mail client's server posts here (RFC 8058); the signed token is the authority
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End a subscription with one click."""
    subscription = tokens.to_leave(token)
    if subscription is None:
        return render(request, "feedback/link_is_old.html", status=404)
    if request.method == "POST":
        actions.leave(subscription)
    return render(request, "feedback/unsubscribe.html", {"subscription": subscription})
