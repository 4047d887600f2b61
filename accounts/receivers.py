"""What follows when somebody changes how they sign in, as allauth says by its signals."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from accounts.sessions import end_others

PASSWORD = [password_changed, password_reset, password_set]
SECOND_FACTOR = [authenticator_added, authenticator_removed, authenticator_reset]


@receiver([*PASSWORD, *SECOND_FACTOR])
def end_other_sessions(sender: type, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever else was signed in to the account has to sign in the new way."""
    end_others(request, user)
