from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from core import guard
from notes.reading import tracking
from notes.requests import PageRequest

# The longest question that is stored, in characters (PageView.question).
LONGEST = 300


class PageViewMiddleware:
    """Logs that a member opened an article, for the page to show.

    `request.loaded_at` is when they asked for it, the moment by which the page names the visit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        request.loaded_at = timezone.now()
        return self.get_response(request)

    def process_template_response(self, request: PageRequest, response: TemplateResponse) -> TemplateResponse:
        """Once the view has found the page and before the page is rendered: one query for the log and the receipt."""
        version = getattr(request, "version", None)  # the article view names what it shows
        if version and response.status_code == 200 and is_reading(request) and request.user.is_authenticated:
            request.receipt = tracking.log(request.user, version, request.loaded_at, searched(request))
        return response


def is_reading(request: HttpRequest) -> bool:
    """Whether someone is looking: a GET that is not a browser's guess at what they may open next (Sec-Purpose)."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def searched(request: HttpRequest) -> str:
    """What was asked of our own search, when its page led here: the browser says so, without a script.

    Nothing of it is kept when it could identify someone.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host() or came_from.path != reverse("articles:search"):
        return ""
    words = " ".join(parse_qs(came_from.query).get("q", [""])[0].split())
    return "" if len(words) > LONGEST or "\0" in words or guard.find(words) else words
