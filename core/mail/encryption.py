"""Messages as the queue stores them: encrypted, since some hold what signs a person in.

Encrypted with a key made of SECRET_KEY: whoever reads the database, or a backup of it, reads no mail.
"""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils.crypto import salted_hmac

_FIELDS = ("subject", "body", "from_email", "to", "reply_to", "extra_headers", "content_subtype")


class Unreadable(Exception):
    """A stored message that cannot be read: it was encrypted under a SECRET_KEY that is gone."""


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac("core.mail", "body", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def encrypt(message: EmailMessage) -> bytes:
    """A message as bytes that only this site can read. Raises ValueError for what the queue cannot store."""
    if message.attachments or message.cc or message.bcc:
        raise ValueError("the queue stores no attachments and no copies")
    fields: dict[str, Any] = {name: getattr(message, name) for name in _FIELDS}
    fields["alternatives"] = [[part.content, part.mimetype] for part in getattr(message, "alternatives", [])]
    return _cipher().encrypt(json.dumps(fields).encode())


def decrypt(body: bytes | memoryview) -> EmailMessage:
    """The message that was stored. Raises Unreadable."""
    try:
        fields = json.loads(_cipher().decrypt(bytes(body)))
    except InvalidToken as problem:
        raise Unreadable from problem
    alternatives, subtype = fields.pop("alternatives"), fields.pop("content_subtype")
    message = EmailMultiAlternatives(headers=fields.pop("extra_headers"), alternatives=alternatives, **fields)
    message.content_subtype = subtype
    return message
