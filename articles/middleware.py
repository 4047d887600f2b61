"""Pages for everyone, served from memory."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from . import editions


class KeptPage(NamedTuple):
    """A kept page is a finished answer that is the same for everyone, with the headers that every answer carries."""

    content: bytes
    headers: dict[str, str]


class KeptPageMiddleware:
    """Keeps the pages of `for_everyone` for as long as the edition lasts, and serves them before anything else runs.

    Only for readers without a cookie, at addresses without a query: what they see is the same for all, and there are
    no more such addresses than pages. A page that sets a cookie or carries a nonce is made for one reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or request.META.get("HTTP_COOKIE") or request.META["QUERY_STRING"]:
            return self.get_response(request)
        address = (request.scheme, request.META.get("HTTP_HOST"), request.path_info)
        page = editions.recall(address)
        if page is None:
            response = self.get_response(request)
            if is_for_everyone(request, response):
                editions.keep(request.memory, address, KeptPage(response.content, dict(response.items())))  # type: ignore[attr-defined]
            return response
        response = HttpResponse(page.content, headers=page.headers)
        return get_conditional_response(request, etag=page.headers["ETag"], response=response) or response


def is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer can be given to anyone who asks for the same address without a cookie."""
    return (
        hasattr(request, "memory")  # the view said so (for_everyone)
        and request.method == "GET"
        and response.status_code == 200
        and response.headers.get("Cache-Control", "").startswith("public")
        and not response.cookies
        and "'nonce-" not in response.headers.get("Content-Security-Policy", "")
    )
