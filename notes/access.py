"""Who may open the pages of notes/: members, and nothing of them is kept by a browser or a cache."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

# The fields of our forms that hold what a member thought: of a note, and of an entry of the diary.
WRITTEN = ("body", "title", "what", "so_what", "what_next")


def is_fetch(request: HttpRequest) -> bool:
    """Whether a script asks, for a piece of a page rather than the whole."""
    return request.headers.get("X-Requested-With") == "fetch"


def typed(request: HttpRequest) -> str:
    """What someone wrote in a form of notes/, to be given back to them."""
    return "\n\n".join(filter(None, (request.POST.get(field) for field in WRITTEN)))


def member_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send those who are not signed in to sign in, and keep the answer out of every cache (`no-store, private`).

    Someone who was signed out while writing gets their words back with a 401.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if is_fetch(request) or request.method == "POST":
            return render(request, "notes/signed_out.html", {"words": typed(request)}, status=401)
        return redirect_to_login(request.get_full_path())

    return guarded
