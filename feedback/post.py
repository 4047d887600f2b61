"""Sending mails that must go to each of many once, whatever ends the sender in between (decision 21).

A mail is handed over at the moment in which the dot that ends it is written to the mail server. Its row is marked
right then, before the server's answer, so that a sender that is killed at any other moment leaves a row that tells the
truth: the mark is written before the dot and committed right after it. What is left is the time between those two, less
than a thousandth of a second: killed in it, the mail goes twice. It never goes not at all.
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
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .models.post import LEASE, Sendable, Turn

BATCH = 100
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_END = b".\r\n"


class _Told(smtplib.SMTP):
    """Lets something be done around the moment in which a mail is handed over: when its last byte is on its way."""

    handing_over: Callable[[], AbstractContextManager] = staticmethod(nullcontext)

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As in smtplib (RFC 5321, 4.1.1.4), with the dot at the end sent on its own."""
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        # Without this the dot would wait for the answer to what is before it (Nagle): 40 ms a mail.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]
        text = smtplib._quote_periods(msg)  # type: ignore[attr-defined]
        self.send(text if text.endswith(b"\r\n") else text + b"\r\n")
        with self.handing_over():
            self.send(_END)
        return self.getreply()


class _ToldSSL(smtplib.SMTP_SSL):
    handing_over: Callable[[], AbstractContextManager] = staticmethod(nullcontext)
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
    connection = get_connection(f"{__name__}.ToldBackend" if settings.EMAIL_BACKEND == _SMTP else None)
    try:
        connection.open()
        return _send_all(kind, turn, connection)
    finally:
        connection.close()
        turn.give_back()


def _send_all(kind: type[Sendable], turn: Turn, connection: BaseEmailBackend) -> int:
    sent, last, kept_at = 0, 0, time.monotonic()
    waiting = kind.objects.waiting().prefetch_related(*kind.NEEDS).order_by("pk")
    while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
        for row in batch:
            if time.monotonic() - kept_at > LEASE.total_seconds() / 4:
                kept_at = time.monotonic()
                if not turn.keep():
                    return sent
            sent += _send(row, connection)
        last = batch[-1].pk
    return sent


def _send(row: Sendable, connection: BaseEmailBackend) -> bool:
    """Send one mail. False when it did not go: nobody wants it any more, or it was refused for now or for good.

    Raises SMTPSenderRefused and OSError: no other mail would go either.
    """
    mail = row.mail()
    if mail is None:
        row.delete()
        return False
    mark = partial(_mark, row, sent_at=timezone.now())
    server = getattr(connection, "connection", None)
    tells = isinstance(server, (_Told, _ToldSSL))
    if tells:
        server.handing_over = partial(_marking, mark)  # type: ignore[union-attr]
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _refused(row, next(iter(refusal.recipients.values()))[0])
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException) as problem:
        _mark(row, sent_at=None, tries=F("tries") + 1)
        if isinstance(problem, smtplib.SMTPSenderRefused) and problem.smtp_code != 421:
            raise
        connection.close()  # servers end a connection after so many mails (421): the next one goes by a new one
        connection.open()
        return False
    except OSError:
        _mark(row, sent_at=None, tries=F("tries") + 1)
        raise
    if not tells:
        mark()
    return True


@contextmanager
def _marking(mark: Callable[[], None]) -> Iterator[None]:
    """Mark a row and do something, with nothing left to do after it but to commit the mark."""
    with transaction.atomic():
        mark()
        yield


def _refused(row: Sendable, code: int) -> bool:
    """Try again later, or never when the server means it (5yz, RFC 5321, 4.2.1)."""
    if code < 500:
        _mark(row, sent_at=None, tries=F("tries") + 1)
    else:
        _mark(row, sent_at=None, refused_at=timezone.now())
        row.refused()
    return False


def _mark(row: Sendable, **fields: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**fields)
