"""Pages about the site itself. They hold words only: no query, and the same for everybody."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe


@require_safe
def log_your_activity(request: HttpRequest) -> HttpResponse:
    """What Notes, Track and Print are, for someone deciding whether to join."""
    return render(request, "pages/log_your_activity.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How articles are written and reviewed."""
    return render(request, "pages/about.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored about whom, and how to have it downloaded or erased."""
    return render(request, "pages/privacy.html")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The articles kept on this device; and what a browser shows without a network, when it asks for another page."""
    return render(request, "pages/offline.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It stands at the root, since it may only serve what lies below it."""
    return render(request, "worker.js", content_type="text/javascript")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness of the site (RFC 9116). It holds for half a year from when it is asked for."""
    addresses = {"contact": reverse("feedback:message"), "here": reverse("pages:security")}
    context = {name: request.build_absolute_uri(where) for name, where in addresses.items()}
    context["expires"] = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return render(request, "security.txt", context, content_type="text/plain; charset=utf-8")


app_name = "pages"
urlpatterns = [
    path("log-your-activity/", log_your_activity, name="log_your_activity"),
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("offline/", offline, name="offline"),
    path("worker.js", worker, name="worker"),
    path(".well-known/security.txt", security, name="security"),
]
