from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers


class NothingKeptMiddleware:
    """Keeps what a member is shown out of every cache, so that after signing out Back brings nothing back.

    Pages that say themselves how they may be kept are left as they are: articles, and what others wrote that way.
    Signing out, by whichever door, empties the browser's storage too: notes that were not saved yet are in it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = self.get_response(request)
        if is_known and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        # Whoever asks is found when first needed, lazily; only logout() puts somebody there who is plainly nobody.
        if type(getattr(request, "user", None)) is AnonymousUser:
            response["Clear-Site-Data"] = '"storage"'
        return response
