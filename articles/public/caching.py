"""Pages that are the same for everyone, and what caches are told of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

from articles import generations


def for_everyone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that is the same for everyone who carries no cookie: caches may keep it and ask each time whether it
    still holds (ETag), and this process keeps it in memory (middleware.py). What a member sees is kept by nobody."""

    @require_safe
    @conditional_page
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.page_cache = generations.page_cache()  # type: ignore[attr-defined]  # asked for before anything is read
        response = view(request, *args, **kwargs)
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        else:
            response["Cache-Control"] = f"{'private' if request.COOKIES else 'public'}, max-age=0, must-revalidate"
        patch_vary_headers(response, ["Cookie"])
        return response

    return inner


def moved(request: HttpRequest, address: str) -> HttpResponse:
    """A lasting redirect that keeps the query string."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{address}?{query}" if query else address, permanent=True)
