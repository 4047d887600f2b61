"""Sending what waits in the queue: each mail once, whatever ends the sender in between (docs/decisions/0027).

A mail is handed over at the moment in which the dot that ends it is written to the mail server. Killed after it, before
the server's answer, nobody knows whether the mail went. A mail whose kind may repeat is marked right after the dot:
killed between the two, less than a thousandth of a second, it goes twice. One that must not is marked as in doubt right
before the dot, and as sent once the server has taken it: killed between the two, it stays in doubt, and staff decide.
"""

import logging
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from core.mail import encryption, kinds
from core.mail.kinds import Kind
from core.mail.models import LEASE, Mail, Turn
from core.mail.smtp import HandoverSMTP, HandoverSMTPS

log = logging.getLogger(__name__)

BATCH = 100
# Minutes until a mail is tried again after it was refused for now: servers that put off strangers (greylisting) ask for
# a few, and those that are full or being mended for hours. After the last a mail has failed.
PAUSES = [1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60]
STORED_FOR = timedelta(days=30)  # rows of mails that have come to an end
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_WIPED: dict[str, Any] = {"body": None, "recipient": ""}


class Taken(Exception):
    """Someone else has handed this mail over, or may have: whose turn it was by then."""


def send_all() -> int:
    """Send what is due of every kind. Returns how many; raises the first problem, once every kind has had its turn."""
    sent, problems = 0, []
    for kind in kinds.every():
        try:
            sent += send_due(kind)
        except OSError as problem:  # of the mail server, whose errors are OSErrors in smtplib too
            problems.append(problem)
    if problems:
        raise problems[0]
    return sent


def try_to_send(kind: Kind) -> None:
    """Send what is due of this kind; when the mail server is away, leave it to the timer."""
    try:
        send_due(kind)
    except OSError as problem:
        log.warning("Mail of kind %s waits: %s", kind.name, type(problem).__name__)


def send_due(kind: Kind) -> int:
    """Send what is due of this kind, unless someone else is at it. Returns how many mails were handed over.

    Raises what the mail server's absence raises; what has not gone by then goes the next time.
    """
    sent = 0
    # Again, for what was queued while this one finished: whoever queued it found the turn taken.
    while Mail.objects.due().filter(kind=kind.name).exists() and (turn := Turn.take(kind.name)):
        backend = get_connection("core.mail.smtp.HandoverBackend" if settings.EMAIL_BACKEND == _SMTP else None)
        try:
            backend.open()
            sent += _send_all_due(kind, turn, backend)
        finally:
            backend.close()
            turn.give_back()
    return sent


def _send_all_due(kind: Kind, turn: Turn, backend: BaseEmailBackend) -> int:
    sent, last, extended_at = 0, 0, time.monotonic()
    due = Mail.objects.due().filter(kind=kind.name).order_by("pk")
    while batch := list(due.filter(pk__gt=last)[:BATCH]):
        sources = kind.sources([mail.pk for mail in batch])
        for mail in batch:
            if time.monotonic() - extended_at > LEASE.total_seconds() / 4:
                extended_at = time.monotonic()
                if not turn.extend():
                    return sent
            sent += _Handover(kind, mail, sources.get(mail.pk), backend).send()
        last = batch[-1].pk
    return sent


class _Handover:
    """A handover is the sending of one mail by one connection."""

    def __init__(self, kind: Kind, mail: Mail, source: Any, backend: BaseEmailBackend) -> None:
        self.kind, self.mail, self.source, self.backend = kind, mail, source, backend
        server: Any = getattr(backend, "connection", None)
        self.server = server if isinstance(server, HandoverSMTP | HandoverSMTPS) else None

    def send(self) -> bool:
        """Send the mail. False when it did not go: nobody wants it, or it failed for now or for good.

        Raises SMTPSenderRefused and OSError: no other mail would go either.
        """
        try:
            message = self.message()
        except Exception as problem:  # of one mail; others are whole
            log.error("%s of kind %s cannot be composed: %s", self.mail, self.kind.name, type(problem).__name__)
            self.try_later(type(problem).__name__)
            return False
        if message is None:
            self.drop()
            return False
        if self.server:
            self.server.handing_over = self.marking
        return self.hand_over(message)

    def message(self) -> EmailMessage | None:
        """The message to send; None when its reader no longer wants it."""
        if self.mail.body is not None:
            return encryption.decrypt(self.mail.body)
        compose = getattr(self.kind, "compose", None)
        return compose(self.source) if compose and self.source is not None else None

    def hand_over(self, message: EmailMessage) -> bool:
        try:
            self.backend.send_messages([message])
        except Taken:
            self.connect_again()
            return False
        except smtplib.SMTPRecipientsRefused as refusal:
            self.refused(next(iter(refusal.recipients.values()))[0])
            return False
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException) as problem:
            self.broken_off(problem)
            return False
        except OSError as problem:
            self.try_later(type(problem).__name__)
            raise
        self.sent()
        return True

    def sent(self) -> None:
        """The server has taken the mail. Where its row was marked at the dot, only what it holds is still to go."""
        if not (self.server and self.kind.may_repeat):
            self.mark(sent_at=timezone.now(), in_doubt_at=None, error="", **_WIPED)
        elif self.mail.body is not None:
            self.mark(error="", **_WIPED)

    def refused(self, code: int) -> None:
        """Try again later, or never when the server means it (5yz, RFC 5321, 4.2.1)."""
        if code < 500:
            return self.try_later(str(code))
        self.mark(failed_at=timezone.now(), tries=F("tries") + 1, error=str(code))
        if self.source is not None:
            self.kind.refused(self.source)

    def broken_off(self, problem: smtplib.SMTPException) -> None:
        """The server refused the mail, or was gone before it answered for it."""
        code = getattr(problem, "smtp_code", 0)
        is_handed_over = bool(self.server and self.server.is_handed_over)
        if not is_handed_over or self.kind.may_repeat or isinstance(problem, smtplib.SMTPResponseException):
            self.try_later(str(code) if code else type(problem).__name__)
        if isinstance(problem, smtplib.SMTPSenderRefused) and code != 421:
            raise problem
        self.connect_again()

    def try_later(self, error: str) -> None:
        """Count a try, and let the mail wait for the pause that follows it, or give it up after the last."""
        fields: dict[str, Any] = {"sent_at": None, "in_doubt_at": None, "tries": self.mail.tries + 1, "error": error}
        if self.mail.tries < len(PAUSES):
            fields["due_at"] = timezone.now() + timedelta(minutes=PAUSES[self.mail.tries])
        else:
            fields["failed_at"] = timezone.now()
        self.mark(**fields)

    def drop(self) -> None:
        """Forget a mail that nobody wants, and the row that it would have been composed from."""
        if self.source is not None:
            self.source.delete()
        Mail.objects.filter(pk=self.mail.pk).delete()

    def connect_again(self) -> None:
        """Servers end a connection after so many mails (421), and after half of one: the next one goes by another."""
        self.backend.close()
        self.backend.open()

    def mark(self, **fields: Any) -> None:
        Mail.objects.filter(pk=self.mail.pk).update(**fields)

    def claim(self, **fields: Any) -> None:
        """Mark a mail that still waits. Raises Taken when it no longer does."""
        if not Mail.objects.waiting().filter(pk=self.mail.pk).update(**fields):
            raise Taken

    @contextmanager
    def marking(self) -> Iterator[None]:
        """Mark the row in the moment in which its mail is handed over. Raises Taken when it no longer waits.

        Nothing stands between the dot and the commit that comes after it, or before it; not the disk either.
        """
        if self.kind.may_repeat:
            with transaction.atomic():
                self.claim(sent_at=timezone.now())
                yield
        else:
            with _not_waiting_for_the_disk():
                self.claim(in_doubt_at=timezone.now())
            yield


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    """Commit what is done in here at once. A process that is killed loses nothing by it; a power cut might.

    Waiting for the disk takes longer than all else that is done with a mail here, so most of the killed would be in it.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                cursor.execute("SET LOCAL synchronous_commit TO off")
                yield
        elif connection.in_atomic_block:  # of a test: there is no commit
            yield
        else:
            cursor.execute("PRAGMA synchronous=NORMAL")
            try:
                yield
            finally:
                cursor.execute("PRAGMA synchronous=FULL")


def expire() -> int:
    """Give up what is too late, wipe what was sent or is too late, and delete the rows of mails that ended long ago.

    Returns how many were too late. Rows for mails that are composed hold no text and no address, and stay: the rows
    that they were composed from say by them when they went.
    """
    now = timezone.now()
    count = Mail.objects.waiting().filter(expires_at__lte=now).update(failed_at=now, error="expired")
    # A sender that was killed after the dot, before the server's answer, has wiped nothing; one at work will.
    is_over = Q(sent_at__lte=now - LEASE) | Q(expires_at__lte=now)
    Mail.objects.filter(is_over, body__isnull=False).update(**_WIPED)
    stored = [kind.name for kind in kinds.every() if not isinstance(kind, kinds.ComposedKind)]
    ended = Mail.objects.filter(Q(sent_at__isnull=False) | Q(failed_at__isnull=False))
    ended.filter(kind__in=stored, queued_at__lte=now - STORED_FOR).delete()
    return count
