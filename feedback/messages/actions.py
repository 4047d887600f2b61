"""What people write to the editors, and what the editors do about it."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Q, QuerySet

from articles.models import RELEASED, Version
from core.mail import queue
from feedback.messages import emails, passages
from feedback.models import Message, MessageStatus, Reply

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
    fields = {"body": body, "email": email, "quote": quote, "version": version, "user": user}
    fields["section"] = passages.section_of(version, quote) if version else ""
    message, is_new = Message.objects.get_or_create(key=key, defaults=fields)
    if any(getattr(message, name) != fields[name] for name in ("body", "email", "quote", "version")):
        again = uuid5(key, f"{email}\n{version and version.pk}\n{quote}\n{body}")
        message, is_new = Message.objects.get_or_create(key=again, defaults=fields)
    if is_new:
        emails.message_arrived(message)
    return message


@transaction.atomic
def handle(
    message: Message,
    *,
    by: "User",
    key: UUID,
    status: str,
    owner: "User | None" = None,
    fixed_in: Version | None = None,
    reply: str = "",
) -> Message:
    """What an editor does with a message: whose it is, where it stands, an answer, the version that puts it right.

    `key` makes a form that was sent twice one answer. A version that is not published yet leaves the message in hand:
    it is fixed, and its writer told, once that version is (`settle_fixes`).
    """
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if fixed_in and (locked.status, locked.fixed_in) == (MessageStatus.FIXED, fixed_in):
        status = MessageStatus.FIXED  # and its writer was told
    elif fixed_in or status == MessageStatus.FIXED or (status == MessageStatus.NEW and (reply or owner)):
        status = MessageStatus.OPEN
    locked.owner, locked.status, locked.fixed_in = owner, status, fixed_in
    locked.save(update_fields=["owner", "status", "fixed_in"])
    if reply and locked.email:
        _reply(locked, reply, key=key, by=by)
    settle_fixes(Message.objects.filter(pk=locked.pk))
    return locked


def _reply(message: Message, body: str, *, key: UUID | None = None, by: "User | None" = None) -> None:
    """Write back to a message, by mail, once for each key."""
    fields = {"message": message, "body": body, "editor": by}
    reply, is_new = Reply.objects.get_or_create(key=key or uuid4(), defaults=fields)
    if is_new:
        [reply.mail] = queue.reserve(emails.REPLY, 1)
        reply.save(update_fields=["mail"])


def set_status(messages: QuerySet[Message], *, status: str) -> int:
    """Put several messages in hand, or close them. Those that are fixed stay so."""
    fixed = Q(status=MessageStatus.FIXED)
    return messages.exclude(fixed).update(status=status, **({"fixed_in": None} if status == "closed" else {}))


def take(messages: QuerySet[Message], *, by: "User") -> int:
    """Make several messages an editor's own; what was new is in hand."""
    taken = messages.update(owner=by)
    messages.filter(status=MessageStatus.NEW).update(status=MessageStatus.OPEN)
    return taken


def settle_fixes(messages: QuerySet[Message] | None = None) -> int:
    """Tell the writers of messages whose version has been published that it puts right what they wrote of.

    Returns how many messages became fixed. Safe to do again and at once: the change of status happens once.
    """
    ready = (Message.objects.all() if messages is None else messages).filter(
        status=MessageStatus.OPEN, fixed_in__status__in=RELEASED
    )
    return sum(_settle(message) for message in ready.select_related("fixed_in__article"))


@transaction.atomic
def _settle(message: Message) -> int:
    assert message.fixed_in is not None  # noqa: S101 - it was asked for by its version
    open_one = Message.objects.filter(pk=message.pk, status=MessageStatus.OPEN, fixed_in=message.fixed_in)
    if not open_one.update(status=MessageStatus.FIXED):
        return 0
    if message.email:
        _reply(message, emails.fixed(message.fixed_in))
    return 1
