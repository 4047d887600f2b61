"""Whose request it is, where the frameworks' types do not say that somebody is signed in."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User


class MemberRequest(HttpRequest):
    """A request that `login_required` has let through: its user is a member."""

    user: User


def user_of(request: HttpRequest) -> User:
    """Who is signed in, on a page that nobody else can open, such as those of the desk."""
    return cast("User", request.user)
