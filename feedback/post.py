"""Sending mails that must go to each of many once, whatever ends the sender in between (decision 21).

A mail is handed over at the moment in which the dot that ends it is written to the mail server. Killed after it, before
the server's answer, nobody knows whether the mail went. One that must reach its reader is marked right after the dot:
killed between the two, less than a thousandth of a second, it goes twice. One that must not come twice (`GOES_AGAIN` is
False) is marked as in doubt right before the dot, and as sent once the server has taken it: killed between the two, it
stays in doubt, and staff decide.
"""

import smtplib
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from feedback.models.post import LEASE, Sendable, Turn

BATCH = 100
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_END = b".\r\n"


class Taken(Exception):
    """Someone else has handed this mail over, or may have: whose turn it was by then."""


class _Told(smtplib.SMTP):
    """Lets something be done around the moment in which a mail is handed over: when its last byte is on its way."""

    handing_over: Callable[[], AbstractContextManager] = staticmethod(nullcontext)
    is_handed_over = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As in smtplib (RFC 5321, 4.1.1.4), with the dot at the end sent on its own, or the mail cut off before it."""
        self.is_handed_over = False
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        # Without this the dot would wait for the answer to what is before it (Nagle): 40 ms a mail.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]
        text = smtplib._quote_periods(msg)  # type: ignore[attr-defined]
        self.send(text if text.endswith(b"\r\n") else text + b"\r\n")
        try:
            with self.handing_over():
                self.send(_END)
                self.is_handed_over = True
        except BaseException:
            self.close()
            raise
        return self.getreply()


class _ToldSSL(smtplib.SMTP_SSL):
    handing_over: Callable[[], AbstractContextManager] = staticmethod(nullcontext)
    is_handed_over = False
    data = _Told.data


class ToldBackend(EmailBackend):
    """Django's SMTP backend, with mails that say when they are handed over."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _ToldSSL if self.use_ssl else _Told


def send_waiting(kind: type[Sendable]) -> int:
    """Send what waits of this kind, unless someone else is at it. Returns how many mails were handed over.

    Raises what the mail server's absence raises; what has not gone by then goes the next time.
    """
    if not kind.objects.waiting().exists() or not (turn := Turn.take(kind._meta.label)):
        return 0
    backend = get_connection(f"{__name__}.ToldBackend" if settings.EMAIL_BACKEND == _SMTP else None)
    try:
        backend.open()
        return _send_all(kind, turn, backend)
    finally:
        backend.close()
        turn.give_back()


def _send_all(kind: type[Sendable], turn: Turn, backend: BaseEmailBackend) -> int:
    sent, last, kept_at = 0, 0, time.monotonic()
    waiting = kind.objects.waiting().prefetch_related(*kind.NEEDS).order_by("pk")
    while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
        for row in batch:
            if time.monotonic() - kept_at > LEASE.total_seconds() / 4:
                kept_at = time.monotonic()
                if not turn.keep():
                    return sent
            sent += _send(row, backend)
        last = batch[-1].pk
    return sent


def _send(row: Sendable, backend: BaseEmailBackend) -> bool:
    """Send one mail. False when it did not go: nobody wants it any more, or it was refused for now or for good.

    Raises SMTPSenderRefused and OSError: no other mail would go either.
    """
    mail = row.mail()
    if mail is None:
        row.delete()
        return False
    server: Any = getattr(backend, "connection", None)
    tells = isinstance(server, (_Told, _ToldSSL))
    if tells:
        server.handing_over = partial(_marking, row)
    try:
        backend.send_messages([mail])
    except Taken:
        _connect_again(backend)
        return False
    except smtplib.SMTPRecipientsRefused as refusal:
        return _refused(row, next(iter(refusal.recipients.values()))[0])
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException) as problem:
        _failed(row, problem, is_handed_over=tells and server.is_handed_over)
        if isinstance(problem, smtplib.SMTPSenderRefused) and problem.smtp_code != 421:
            raise
        _connect_again(backend)
        return False
    except OSError:
        _mark(row, tries=F("tries") + 1)
        raise
    if not (tells and row.GOES_AGAIN):
        _mark(row, sent_at=timezone.now(), **row.no_doubt())
    return True


def _connect_again(backend: BaseEmailBackend) -> None:
    """Servers end a connection after so many mails (421), and after half of one: the next one goes by another."""
    backend.close()
    backend.open()


@contextmanager
def _marking(row: Sendable) -> Iterator[None]:
    """Mark a row in the moment in which its mail is handed over. Raises Taken when it no longer waits.

    Nothing stands between the dot and the commit that comes after it, or before it; not the disk either.
    """
    if row.GOES_AGAIN:
        with transaction.atomic():
            _claim(row, sent_at=timezone.now())
            yield
    else:
        with _not_waiting_for_the_disk():
            _claim(row, in_doubt_at=timezone.now())
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


def _claim(row: Sendable, **fields: Any) -> None:
    if not type(row)._default_manager.waiting().filter(pk=row.pk).update(**fields):  # type: ignore[attr-defined]
        raise Taken


def _failed(row: Sendable, problem: smtplib.SMTPException, *, is_handed_over: bool) -> None:
    """A mail did not go, or nobody knows: the server was gone before it answered for it."""
    if not is_handed_over:
        _mark(row, tries=F("tries") + 1, **row.no_doubt())
    elif row.GOES_AGAIN or isinstance(problem, smtplib.SMTPResponseException):
        _mark(row, tries=F("tries") + 1, sent_at=None, **row.no_doubt())


def _refused(row: Sendable, code: int) -> bool:
    """Try again later, or never when the server means it (5yz, RFC 5321, 4.2.1)."""
    if code < 500:
        _mark(row, tries=F("tries") + 1)
    else:
        _mark(row, refused_at=timezone.now())
        row.refused()
    return False


def _mark(row: Sendable, **fields: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**fields)
