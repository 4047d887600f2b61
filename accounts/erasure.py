"""Erasing an account. What a member keeps goes with it; what others rely on stays, and no longer leads to a person."""

import logging
from collections.abc import Callable, Iterator

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignObjectRel, QuerySet

from accounts.emails import account_erased
from accounts.models import User
from core.contributions import Question
from core.errors import NotAllowed

log = logging.getLogger(__name__)


# What each app does in its personal_data.py before an account is erased, in the same transaction: for what no key
# to the person leads to, or what outlives the key. Takes the user and `keeps_name`.
steps: Question[..., None] = Question()


@transaction.atomic
def erase(user: User, *, keeps_name: bool = False) -> None:
    """Erase an account with all that is its owner's, at once and for good, and say so in a last mail.

    What someone wrote, approved or did as staff stays on record (UK GDPR, article 17(3)), in the name of an account
    that holds nothing and that nobody can sign in to. Their name is taken off what was printed, unless `keeps_name`.
    Raises NotAllowed for the only administrator: nobody could give permissions to anyone then.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise NotAllowed("You are the only administrator. Make somebody else one first.")
    steps.ask(user, keeps_name=keeps_name)
    mentions = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    mentions.update(object_repr="Erased account")
    number, address = user.pk, user.email
    if is_on_record(user):
        _empty(user)
    else:
        user.delete()
    account_erased(address)
    # Whoever puts back an older backup erases it again.
    transaction.on_commit(lambda: log.warning("Account %s was erased.", number), robust=True)


def is_on_record(user: User) -> bool:
    """Whether they did something as staff that stays, such as writing a version or confirming a registration."""
    return any(rows.exists() for _, rows in _rows(user, PROTECT)) or LogEntry.objects.filter(user=user).exists()


def _rows(user: User, rule: Callable) -> Iterator[tuple[str, QuerySet]]:
    """The rows that lead to this person by a key with this rule of deletion, and the key's name, table by table.

    The admin's log is none of them: it stays on record, although its key would let it go.
    """
    for key in User._meta.get_fields(include_hidden=True):
        if isinstance(key, ForeignObjectRel) and key.on_delete is rule and key.related_model is not LogEntry:
            yield key.field.name, key.related_model._base_manager.filter(**{key.field.name: user})


def _empty(user: User) -> None:
    """Leave of an account only that it was there."""
    for _, rows in _rows(user, CASCADE):
        rows.delete()
    for name, rows in _rows(user, SET_NULL):
        rows.update(**{name: None})
    user.email = f"erased-account-{user.pk}@erased.invalid"  # no such place, ever (RFC 2606)
    user.display_name = user.profession = user.regulator = user.registration_number = ""
    user.confirmed_by = user.confirmed_at = user.last_login = None
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
