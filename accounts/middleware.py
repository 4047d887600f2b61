from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class NothingKeptMiddleware:
    """Keeps what a member is shown out of every cache, so that after signing out Back brings nothing back.

    Pages that say themselves how they may be kept are left as they are: articles, and what others wrote that way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = self.get_response(request)
        if is_known and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response
