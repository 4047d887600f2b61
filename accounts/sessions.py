"""Sessions that know whose they are. How somebody signs in and how that is verified is Django's; it is asked at once.

Django keeps the id of a member inside the text of their session: it asks for the session, and then for the member.
"""

from typing import Any

from allauth.account import auth_backends
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Session, User
from accounts.requests import user_of


class SessionStore(db.SessionStore):
    """Django's sessions in the database; each brings along the member whose it is."""

    _brought: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """What is written: the member beside the text is always the one in it."""
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]  # our model
        session.user_id = data.get(SESSION_KEY)
        return session

    def load(self) -> dict[str, Any]:
        sessions = Session.objects.select_related("user")
        try:
            session = sessions.get(session_key=self.session_key, expire_date__gt=timezone.now())
        except Session.DoesNotExist:
            self._session_key = None
            return {}
        self._brought = session.user
        return self.decode(session.session_data)

    def take_user(self, user_id: int) -> User | None:
        """The member who came with the session, if it is this one. Once: whoever asks again asks the database."""
        user, self._brought = self._brought, None
        return user if user and user.pk == user_id else None


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """allauth's, which takes the member from the session of the request that is being answered."""

    def get_user(self, user_id: int) -> User | None:
        """Called by django.contrib.auth.get_user, which then verifies the session's hash of their password."""
        session = getattr(context.request, "session", None)
        user = session.take_user(user_id) if isinstance(session, SessionStore) else None
        if user is None:
            return super().get_user(user_id)
        return user if self.user_can_authenticate(user) else None


def has_second_factor(request: HttpRequest) -> bool:
    """Whether a second factor that the account still has was used to sign in, or sign in again, in this session."""
    records = get_authentication_records(request, user_of(request))
    used = [record.get("id") for record in records if record["method"] == "mfa"]
    return bool(used) and Authenticator.objects.filter(user_id=request.user.pk, pk__in=used).exists()


def end_others(request: HttpRequest, user: User) -> None:
    """End every session of this account but the one of the request (ASVS 5.0, 7.4.3)."""
    key = request.session.session_key
    Session.objects.filter(user=user).exclude(pk=key).delete()
    UserSession.objects.filter(user=user).exclude(session_key=key).delete()
