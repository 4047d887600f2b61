"""What models of several apps have in common. Django looks for the models of this app here."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models

from core.mail.models import Mail, Turn

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

__all__ = ["Mail", "OwnedQuerySet", "Turn"]

M = TypeVar("M", bound=models.Model)


class OwnedQuerySet(models.QuerySet[M]):
    """Rows that belong to one member. Every page begins from `owned_by`."""

    def owned_by(self, user: "AbstractBaseUser | AnonymousUser") -> Self:
        """The rows of this member; none for someone who is not signed in."""
        return self.filter(user=user) if user.is_authenticated else self.none()
