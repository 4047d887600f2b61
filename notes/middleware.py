from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import reading


class PageViewMiddleware:
    """Logs that a member opened an article, once the page was served.

    `request.loaded_at` is when they asked for it. The page's receipt names the visit by that moment, because the
    page is made before the visit is logged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.loaded_at = timezone.now()  # type: ignore[attr-defined]
        response = self.get_response(request)
        version = getattr(request, "version", None)  # the article view names what it showed
        if version and response.status_code == 200 and is_reading(request) and request.user.is_authenticated:
            reading.log(request.user, version, request.loaded_at)  # type: ignore[attr-defined]
        return response


def is_reading(request: HttpRequest) -> bool:
    """Whether someone is looking: a GET that is not a browser's guess at what they may open next (Sec-Purpose)."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
