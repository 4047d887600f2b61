"""Django's SMTP backend, with mails of which one hears the moment in which they are handed over.

That is when the dot that ends a mail is written to the mail server (RFC 5321, 4.1.1.4).
"""

import smtplib
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

_END = b".\r\n"


class HandoverSMTP(smtplib.SMTP):
    """A connection that does something around the moment of handing over, such as marking a row."""

    handing_over: Callable[[], AbstractContextManager[None]] = staticmethod(nullcontext)
    is_handed_over = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        """As in smtplib, with the dot at the end sent on its own, or the mail cut off before it."""
        self.is_handed_over = False
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        # Without this the dot would wait for the answer to what is before it (Nagle): 40 ms a mail.
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]  # it is connected
        text = smtplib._quote_periods(msg)  # type: ignore[attr-defined] # smtplib's own, not in its public types
        self.send(text if text.endswith(b"\r\n") else text + b"\r\n")
        try:
            with self.handing_over():
                self.send(_END)
                self.is_handed_over = True
        except BaseException:
            self.close()
            raise
        return self.getreply()


class HandoverSMTPS(smtplib.SMTP_SSL):
    """The same over TLS from the start."""

    handing_over: Callable[[], AbstractContextManager[None]] = staticmethod(nullcontext)
    is_handed_over = False
    data = HandoverSMTP.data


class HandoverBackend(EmailBackend):
    """Django's SMTP backend, by connections that tell of the handover."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return HandoverSMTPS if self.use_ssl else HandoverSMTP
