"""Who may open the pages of notes/: members, and nothing of them is kept by a browser or a cache."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

# The fields of our forms that hold what a member thought: of a note, an entry of the diary, an objective, a summary.
WRITTEN = (
    "body",
    "title",
    "what",
    "so_what",
    "what_next",
    "benefit",
    "plan",
    "reason",
    "outcome",
    "question",
    "overview",
    "ai_help",
)


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script asks, for a piece of a page rather than the whole."""
    return request.headers.get("X-Requested-With") == "fetch"


def typed(request: HttpRequest) -> str:
    """What someone wrote in a form of notes/, to be given back to them."""
    return "\n\n".join(filter(None, (request.POST.get(field) for field in WRITTEN)))


def member_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send those who are not signed in to sign in, and keep the answer out of every cache (`no-store, private`).

    Someone who was signed out while writing gets their words back with a 401, and someone who wrote in what is not
    there (any more) with the 404. Scripts are told whose page it is, so that nobody's words are sent as another's.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            response = _with_words(view, request, *args, **kwargs)
            if is_fetch(request):
                response["X-Member"] = str(request.user.pk)
            return response
        if is_fetch(request) or request.method == "POST":
            return render(request, "notes/signed_out.html", {"words": typed(request)}, status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def _with_words(view: Callable[..., HttpResponse], request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """The view's answer; when there is nothing to write in, the words that were sent."""
    try:
        return view(request, *args, **kwargs)
    except (Http404, ObjectDoesNotExist) as missing:
        if request.method == "POST" and (words := typed(request)):
            return render(request, "notes/gone.html", {"words": words}, status=404)
        raise Http404 from missing


@never_cache
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What Django answers when a form's CSRF token no longer holds: the words that were in it, to be kept.

    A form on another site gets none: what it sent was not written here.
    """
    here = {None, f"{request.scheme}://{request.get_host()}"}
    words = typed(request) if request.headers.get("Origin") in here else ""
    return render(request, "403_csrf.html", {"words": words}, status=403)
