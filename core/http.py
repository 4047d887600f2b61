"""Who may open pages for members, what a page with a form answers, and that no text typed into one is lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from core.forms.text_fields import typed_text


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script asks, for a piece of a page rather than the whole."""
    return request.headers.get("X-Requested-With") == "fetch"


def form_status(form: BaseForm) -> int:
    """The status of a page with a form: 422 when it is to be put right, or looked at again for what the guard found."""
    return 422 if bool(form.errors) or bool(getattr(form, "finds", ())) else 200


def member_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send those who are not signed in to sign in, and keep the answer out of every cache (`no-store, private`).

    Someone who was signed out while writing gets their text back with a 401, and someone who wrote in what is not
    there (any more) with the 404. `X-Member` tells scripts whose page it is, so that no text is sent as another's.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            response = _with_text(view, request, *args, **kwargs)
            if is_fetch(request):
                response["X-Member"] = str(request.user.pk)
            return response
        if is_fetch(request) or request.method == "POST":
            return render(request, "core/signed_out.html", {"words": typed_text(request.POST)}, status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def _with_text(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The view's response; when there is nothing to write in, the text that was sent."""
    try:
        return view(request, *args, **kwargs)
    except (Http404, ObjectDoesNotExist) as missing:
        if request.method == "POST" and (text := typed_text(request.POST)):
            return render(request, "core/gone.html", {"words": text}, status=404)
        raise Http404 from missing


@never_cache
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose CSRF token is no longer valid: the text that was typed into it, to copy.

    A form on another site gets none: what it sent was not written here.
    """
    here = {None, f"{request.scheme}://{request.get_host()}"}
    text = typed_text(request.POST) if request.headers.get("Origin") in here else ""
    return render(request, "403_csrf.html", {"words": text}, status=403)
