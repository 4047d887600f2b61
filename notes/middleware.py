from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from . import reading


class PageViewMiddleware:
    """Logs that a member opened an article, and lets the page say so.

    `request.loaded_at` is when they asked for it, the moment by which the page names the visit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.loaded_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Once the view has found the page and before the page is rendered: one query for the log and the receipt."""
        version = getattr(request, "version", None)  # the article view names what it shows
        if version and response.status_code == 200 and is_reading(request) and request.user.is_authenticated:
            request.receipt = reading.log(request.user, version, request.loaded_at)  # type: ignore[attr-defined]
        return response


def is_reading(request: HttpRequest) -> bool:
    """Whether someone is looking: a GET that is not a browser's guess at what they may open next (Sec-Purpose)."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
