"""What staff do to people's accounts."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.errors import NotAllowed


@transaction.atomic
def confirm_registration(user: User, *, by: User) -> User:
    """Record that `by` looked the registration number up in the regulator's register and found this person.

    Raises NotAllowed without a number to confirm, and for one's own.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.registration_number:
        raise NotAllowed(f"{user.name} has given no registration number yet.")
    if user.pk == by.pk:
        raise NotAllowed("Nobody confirms their own registration. Ask a colleague.")
    user.confirmed_by, user.confirmed_at = by, timezone.now()
    user.save(update_fields=["confirmed_by", "confirmed_at"])
    return user
