"""What models of several apps have in common. Django looks for the models of this app here."""

from django.db import models

from core.mail.models import Mail, Turn

__all__ = ["Mail", "OwnedQuerySet", "Turn"]


class OwnedQuerySet(models.QuerySet):
    """Rows that belong to one member. Every page begins from `owned_by`."""

    def owned_by(self, user):
        """The rows of this member; none for someone who is not signed in."""
        return self.filter(user=user) if user.is_authenticated else self.none()
