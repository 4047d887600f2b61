"""What people write to the editors."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from articles.models import Version

from .. import emails, passages
from ..models import Message

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def send_message(
    *,
    key: UUID,
    body: str,
    email: str = "",
    quote: str = "",
    version: Version | None = None,
    user: "User | None" = None,
) -> Message:
    """Keep a message for the editors and tell them by mail; with a version, it is a report about it and words of it.

    One sent twice (same key, same words) is one message. Browsers may give a form back with its key after it was sent:
    other words in it are another message.
    """
    said = {"body": body, "email": email, "quote": quote, "version": version, "user": user}
    said["section"] = passages.section_of(version, quote) if version else ""
    message, is_new = Message.objects.get_or_create(key=key, defaults=said)
    if any(getattr(message, name) != said[name] for name in ("body", "email", "quote", "version")):
        again = uuid5(key, f"{email}\n{version and version.pk}\n{quote}\n{body}")
        message, is_new = Message.objects.get_or_create(key=again, defaults=said)
    if is_new:
        # It is kept, so a mail server that does not answer is the editors' trouble and not the reader's.
        transaction.on_commit(lambda: emails.message_arrived(message), robust=True)
    return message
