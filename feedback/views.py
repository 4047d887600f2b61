from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles import pages

from . import actions, visitors
from .forms import CommentForm, MessageForm, SubscribeForm
from .models import Vote

VOTES_PER_HOUR, MESSAGES_PER_HOUR, SUBSCRIPTIONS_PER_HOUR = 120, 20, 60
MAILS_PER_HOUR = 5  # to one address, when it asks for the newsletter


def _reader(request: HttpRequest) -> dict[str, Any]:
    """Who is answering: the member, or the visitor's id."""
    if request.user.is_authenticated:
        return {"user": request.user}
    return {"visitor": visitors.known(request)}


def _too_many(request: HttpRequest, what: str) -> HttpResponse:
    return render(request, "429.html", {"what": what}, status=429)


def _wants_piece(request: HttpRequest) -> bool:
    """Whether a script asks for the piece of the page only, to put in place itself."""
    return request.headers.get("X-Requested-With") == "fetch"


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def vote(request: HttpRequest, version_id: int) -> HttpResponse:
    """Was this article useful? The answer can be changed, and words added, on the page that thanks for it."""
    version = pages.released(version_id)
    reader = _reader(request)
    if request.method != "POST":
        mine = Vote.objects.filter(version=version, **reader).first() if any(reader.values()) else None
        form = CommentForm(initial={"comment": mine.comment if mine else ""})
        return render(request, "feedback/vote.html", {"version": version, "vote": mine, "form": form})
    answer = {"yes": True, "no": False}.get(request.POST.get("useful", ""))
    if answer is None:
        return redirect("feedback:vote", version.pk)
    is_new_visitor = not any(reader.values())
    if is_new_visitor:
        if not visitors.allowed(request, "vote", per_hour=VOTES_PER_HOUR):
            return _too_many(request, "answers")
        reader = {"visitor": visitors.new_id()}
    actions.vote(version, is_useful=answer, **reader)
    if _wants_piece(request):
        context = {"version": version, "vote": {"is_useful": answer}, "form": CommentForm()}
        response = render(request, "feedback/_thanks.html", context)
    else:
        response = redirect("feedback:vote", version.pk)
    if is_new_visitor:
        visitors.remember(response, str(reader["visitor"]))
    return response


@require_http_methods(["POST"])
@visitors.same_origin_required
def comment(request: HttpRequest, version_id: int) -> HttpResponse:
    """Add words to one's own vote."""
    version = pages.released(version_id)
    form = CommentForm(request.POST)
    is_kept = form.is_valid() and actions.comment(version, text=form.cleaned_data["comment"], **_reader(request))
    if not is_kept:
        if not form.errors:
            form.add_error(None, "Say yes or no first, then send your comment. What you wrote is still here.")
        context = {"version": version, "vote": Vote.objects.filter(version=version, **_reader(request)).first()}
        template = "feedback/_thanks.html" if _wants_piece(request) else "feedback/vote.html"
        return render(request, template, {**context, "form": form}, status=422)
    if _wants_piece(request):
        return render(request, "feedback/_received.html")
    messages.success(request, "Thank you. An editor will read your comment.")
    return redirect(version.article.get_absolute_url() + "#feedback")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def message(request: HttpRequest) -> HttpResponse:
    """We would love to hear your feedback."""
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not visitors.allowed(request, "message", per_hour=MESSAGES_PER_HOUR):
            form.add_error(None, "That is a lot of messages in an hour. Yours is still here: send it a little later.")
            return render(request, "feedback/message.html", {"form": form}, status=429)
        cleaned = form.cleaned_data
        if not cleaned["website"]:
            user = request.user if request.user.is_authenticated else None
            actions.send_message(key=cleaned["key"], body=cleaned["body"], email=cleaned["email"], user=user)
        return redirect("feedback:sent")
    return render(request, "feedback/message.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """A message arrived."""
    return render(request, "feedback/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """Ask for the newsletter. The answer is the same whether or not the address is known."""
    form = SubscribeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not visitors.allowed(request, "subscribe", per_hour=SUBSCRIPTIONS_PER_HOUR):
            return _too_many(request, "subscriptions")
        # Whose address it is, nobody knows yet: they are not written to again and again because someone asks for it.
        if visitors.within("mail", form.cleaned_data["email"].lower(), per_hour=MAILS_PER_HOUR):
            actions.ask_to_subscribe(**form.cleaned_data)
        return render(request, "feedback/asked.html", {"email": form.cleaned_data["email"]})
    return render(request, "feedback/subscribe.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@visitors.same_origin_required
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin a subscription. A button, since mail filters follow links before people do."""
    subscription = actions.to_confirm(token)
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
    subscription = actions.to_leave(token)
    if subscription is None:
        return render(request, "feedback/link_is_old.html", status=404)
    if request.method == "POST":
        actions.leave(subscription)
    return render(request, "feedback/unsubscribe.html", {"subscription": subscription})
