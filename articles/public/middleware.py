"""Pages for everyone, served from the page cache."""

from collections.abc import Callable
from typing import NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import get_conditional_response

from articles import generations
from articles.public.requests import PageRequest

SEARCHES = "searches"
MOST_SEARCHES = 200  # pages of what was found that a process keeps; one takes about 15 kB
LONGEST_SEARCH = 200  # characters of a query string


class CachedPage(NamedTuple):
    """A cached page is a finished response that is the same for everyone, with the headers that every one carries."""

    content: bytes
    headers: ResponseHeaders


class PageCacheMiddleware:
    """Caches the pages of `for_everyone` for one cache generation, and serves them before anything else runs.

    Only for readers without a cookie: what they see is the same for all. At addresses without a query, of which there
    are no more than pages; and of those with one, the last searches that found something (`request.is_search`).
    A page that sets a cookie or carries a nonce is made for one reader.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or request.META.get("HTTP_COOKIE"):
            return self.get_response(request)
        asked = request.META["QUERY_STRING"]
        address = (request.scheme, request.META.get("HTTP_HOST"), request.path_info, asked)
        page = (generations.get(SEARCHES) or {}).get(address) if asked else generations.get(address)
        if page is None:
            response = self.get_response(request)
            if is_for_everyone(request, response):
                page = CachedPage(response.content, ResponseHeaders(dict(response.items())))
                cache = cast(PageRequest, request).page_cache
                if not asked:
                    generations.store(cache, address, page)
                elif getattr(request, "is_search", False) and len(asked) <= LONGEST_SEARCH:
                    generations.store_few(cache, SEARCHES, address, page, most=MOST_SEARCHES)
            return response
        response = HttpResponse(page.content)
        response.headers = page.headers  # not copied: nothing that runs after this changes a header
        return get_conditional_response(request, etag=page.headers["ETag"], response=response) or response


def is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this answer can be given to anyone who asks for the same address without a cookie."""
    return (
        hasattr(request, "page_cache")  # the view said so (for_everyone)
        and request.method == "GET"
        and response.status_code == 200
        and response.headers.get("Cache-Control", "").startswith("public")
        and not response.cookies
        and "'nonce-" not in response.headers.get("Content-Security-Policy", "")
    )
