"""A real mail server on this machine, for tests of what is sent."""

import socket
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller


class Log:
    """What a mail server took in, and what it refuses: codes by address, or of every mail."""

    def __init__(self):
        self.mails = []
        self.refuses = {}
        self.hangs_up = 0  # after so many mails, instead of answering
        self.server = None
        self.look = lambda arrived, is_whole: None  # called when a mail begins, and before one is answered for

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refuses:
            return f"{self.refuses[address]} no"
        envelope.rcpt_tos.append(address)
        self.look(len(self.mails), is_whole=False)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "" in self.refuses:
            return self.refuses.pop("")
        self.mails.append(message_from_bytes(envelope.original_content, policy=policy.default))
        self.look(len(self.mails), is_whole=True)
        if len(self.mails) == self.hangs_up:
            server.transport.abort()
        return "250 OK"

    def come(self, port):
        """Begin to answer at this port of this machine."""
        self.port, self.server = port, Controller(self, hostname="127.0.0.1", port=port)
        self.server.start()

    def go_away(self):
        """Refuse connections until it comes back."""
        self.server.stop()
        self.server = None

    def come_back(self):
        self.come(self.port)

    def to(self, address):
        return [mail for mail in self.mails if mail["To"] == address]


@pytest.fixture
def smtp(settings):
    """A real mail server on this machine, to which Django sends."""
    log = Log()
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port = any_port.getsockname()[1]
    log.come(port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield log
    if log.server:
        log.go_away()
