from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Utf8Middleware:
    """Reads every request as UTF-8, as browsers send it, whatever encoding its Content-Type names.

    Others (UTF-7, unicode_escape) make halves of characters, which no database keeps and no page can show.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding is not None:
            request.encoding = "utf-8"
        return self.get_response(request)
