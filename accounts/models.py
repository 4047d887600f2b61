from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """People are found by their email address, whatever its case."""

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account. Without a password nobody can sign in to it until one is set."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account that may do anything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A user is someone who signs in: a reader who keeps notes, an author, a reviewer, a publisher."""

    username = None  # type: ignore[assignment]  # takes the field away
    first_name = None  # type: ignore[assignment]  # takes the field away
    last_name = None  # type: ignore[assignment]  # takes the field away
    email = models.EmailField("email address", unique=True, error_messages={"unique": "This address has an account."})
    display_name = models.CharField(
        max_length=100, blank=True, help_text="As it appears on summaries and, for authors and reviewers, on articles."
    )
    profession = models.CharField(max_length=60, blank=True)
    regulator = models.CharField(max_length=20, blank=True)
    registration_number = models.CharField(max_length=20, blank=True)
    confirmed_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, editable=False, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[assignment,misc]  # a manager of another model class

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message="This address has an account.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="accounts_user_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(registration_number="") | ~Q(regulator=""), name="accounts_user_number_has_regulator"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What to call this person on a page: never their whole email address."""
        return self.display_name or self.email.partition("@")[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Session(AbstractBaseSession):
    """A session is one browser that the site knows again; `user` is who has signed in there, if somebody has.

    The database does not hold the key to the user itself: Django's store takes a refused row for a random key that was
    taken, and would try for ever to store the session of someone whose account is being erased.
    """

    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, editable=False, related_name="sessions", db_constraint=False
    )

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store that the settings name: it imports this module."""
        return import_module(settings.SESSION_ENGINE).SessionStore
