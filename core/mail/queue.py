"""How apps send mail: put it in the queue, in the transaction of what caused it. It is sent once that is committed.

Nothing is raised when the mail server is away: the timer sends what waits (`run_due`).
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.mail import encryption, headers, kinds, sender, tasks
from core.mail.kinds import ComposedKind, Kind
from core.mail.models import Mail, MailQuerySet

SOON = 50  # mails that whoever causes them waits for, where no worker runs


def put(kind: Kind, *messages: EmailMessage, expires_in: timedelta | None = None) -> None:
    """Queue these messages, each to one address, their text encrypted.

    `expires_in` is for one that cannot wait as long as others of its kind.
    """
    rows = [_row(kind, message, expires_in or kind.expires_in) for message in messages]
    if Mail.objects.bulk_create(rows):
        send_soon(kind)


def _row(kind: Kind, message: EmailMessage, expires_in: timedelta | None) -> Mail:
    [recipient] = message.to
    message.extra_headers = headers.stamps() | message.extra_headers
    body = encryption.encrypt(message)
    return Mail(kind=kind.name, recipient=recipient, body=body, expires_at=_expiry(expires_in))


def reserve(kind: ComposedKind, count: int) -> list[Mail]:
    """Queue so many mails for rows from which they are composed: save each row with one as its `mail`."""
    expires_at = _expiry(kind.expires_in)
    rows = Mail.objects.bulk_create([Mail(kind=kind.name, expires_at=expires_at) for _ in range(count)], 500)
    if rows:
        send_soon(kind)
    return rows


def _expiry(expires_in: timedelta | None) -> datetime | None:
    return None if expires_in is None else timezone.now() + expires_in


def send_soon(kind: Kind) -> None:
    """Have what is due of a kind sent after the commit; the timer sends the rest."""

    def send() -> None:
        _send(kind)

    transaction.on_commit(send, robust=True)


def _send(kind: Kind) -> None:
    """Send at once what someone waits for; what else there is by the worker, or at once if it is little."""
    if kind.is_urgent:
        sender.try_to_send(kind)
    elif settings.BACKGROUND_WORKER or Mail.objects.due().filter(kind=kind.name)[: SOON + 1].count() <= SOON:
        tasks.send.enqueue(kind.name)


def send_again(mails: MailQuerySet) -> int:
    """Send mails that failed or are in doubt once more, but for those whose text was wiped. Returns how many."""
    composed = [kind.name for kind in kinds.every() if isinstance(kind, ComposedKind)]
    possible = mails.filter(Q(failed_at__isnull=False) | Q(in_doubt_at__isnull=False))
    possible = possible.filter(Q(body__isnull=False) | Q(kind__in=composed))
    names = set(possible.values_list("kind", flat=True).order_by())
    count = possible.update(due_at=timezone.now(), tries=0, failed_at=None, in_doubt_at=None)
    for name in names:
        send_soon(kinds.get(name))
    return count
