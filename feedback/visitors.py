"""Readers who are not signed in: how they are told apart, and how their forms are kept from being forged.

Pages that anyone may read carry no cookie and no CSRF token, so that one copy serves everyone. Their forms are
instead accepted only from a page of this site (the browser says where a form stands, in Sec-Fetch-Site and Origin).
"""

import secrets
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from core.limits import network, scrambled, within

COOKIE = "reader"
COOKIE_AGE = 365 * 24 * 60 * 60
SAME_CLICK = 10  # seconds
_SALT = "feedback.visitor"

View = Callable[..., HttpResponse]


def same_origin_required(view: View) -> View:
    """Accept a form only from a page of this site, instead of a CSRF token.

    Browsers send Origin with every POST (Fetch standard, "append a request Origin header"); one without it is refused.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} and not _from_here(request):
            raise PermissionDenied("This form was not sent from a page of this site.")
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def _from_here(request: HttpRequest) -> bool:
    here = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return site == "same-origin" and request.headers.get("Origin") in here


def known(request: HttpRequest) -> str:
    """The visitor's random id from their signed cookie; empty when they have none, or a forged one."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return ""


def new_id() -> str:
    """A random id for a visitor who has none: 128 bits in hexadecimal."""
    return secrets.token_hex(16)


def remember(response: HttpResponse, visitor: str) -> None:
    """Let the browser keep the visitor's id for a year."""
    response.set_cookie(
        COOKIE,
        signing.dumps(visitor, salt=_SALT),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def allowed(request: HttpRequest, action: str, *, per_hour: int) -> bool:
    """Count one more `action` of a member, or from the network of someone who is not one; whether it is within limits.

    A member is counted alone: a ward, or a whole hospital, can share one address.
    """
    if request.user.is_authenticated:
        return within(action, f"member {request.user.pk}", per_hour=per_hour)
    return within(action, network(request.META.get("REMOTE_ADDR", "")), per_hour=per_hour)


def network_of(request: HttpRequest) -> str:
    """The network that a visitor comes from, scrambled for the day."""
    return scrambled(network(request.META.get("REMOTE_ADDR", "")))


def newcomer(request: HttpRequest, about: str) -> tuple[str, bool]:
    """The id for a visitor without a cookie, and whether it is a new one.

    Two clicks before the first answer came carry no cookie, and would be two visitors: what one browser of one network
    sends about the same thing within SAME_CLICK seconds of the last is taken for one click. So are two people there
    with the same browser in the same moment (decision 21).
    """
    browser = [request.headers.get(name, "") for name in ("User-Agent", "Accept-Language")]
    key = f"newcomer:{about}:{scrambled(str([network(request.META.get('REMOTE_ADDR', '')), *browser]))}"
    visitor = new_id()
    if cache.add(key, visitor, timeout=SAME_CLICK):
        return visitor, True
    known_as = cache.get(key)
    cache.touch(key, SAME_CLICK)
    return known_as or visitor, not known_as
