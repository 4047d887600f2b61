"""What readers do here. Only these functions write votes, messages and subscriptions."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Topic, Version

from . import emails
from .models import Message, Subscription, Vote

if TYPE_CHECKING:
    from accounts.models import User

CONFIRM_WITHIN = timedelta(days=7)
_CONFIRM, _LEAVE = "feedback.newsletter.confirm", "feedback.newsletter.leave"


def _reader(user: "User | None", visitor: str) -> dict[str, object]:
    return {"user": user, "visitor": ""} if user else {"user": None, "visitor": visitor}


def vote(version: Version, *, is_useful: bool, user: "User | None" = None, visitor: str = "") -> None:
    """Record a reader's answer, or change the one they gave. A reader is a member or a visitor's id."""
    reader = _reader(user, visitor)
    answer = {"is_useful": is_useful, "voted_at": timezone.now()}
    mine = Vote.objects.filter(version=version, **reader)
    if mine.update(**answer):
        return
    try:
        with transaction.atomic():
            Vote.objects.create(version=version, **reader, **answer)
    except IntegrityError:  # the same reader's other click came first
        mine.update(**answer)


def comment(version: Version, *, text: str, user: "User | None" = None, visitor: str = "") -> bool:
    """Add words to a reader's own vote. False when they have not voted."""
    return bool(Vote.objects.filter(version=version, **_reader(user, visitor)).update(comment=text))


@transaction.atomic
def send_message(*, key: UUID, body: str, email: str = "", user: "User | None" = None) -> Message:
    """Keep a message for the editors and tell them by mail. One sent twice (same key) is one message."""
    message, is_new = Message.objects.get_or_create(key=key, defaults={"body": body, "email": email, "user": user})
    if is_new:
        transaction.on_commit(partial(emails.message_arrived, message))
    return message


@transaction.atomic
def ask_to_subscribe(*, email: str, topic: Topic | None = None) -> None:
    """Send a link to confirm a subscription. Nothing else is sent to the address until it is used."""
    subscription = Subscription.objects.filter(email__iexact=email, topic=topic).first()
    if subscription is None:
        subscription = Subscription.objects.create(email=email, topic=topic)
    else:
        subscription.asked_at = timezone.now()
        subscription.save(update_fields=["asked_at"])
    token = signing.dumps(subscription.pk, salt=_CONFIRM)
    transaction.on_commit(partial(emails.confirm_subscription, subscription, token))


def to_confirm(token: str) -> Subscription | None:
    """The subscription that a link asks to confirm; None when the link is forged or over seven days old."""
    return _from_token(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN)


def to_leave(token: str) -> Subscription | None:
    """The subscription that a link asks to end; None when the link is forged. It never grows too old."""
    return _from_token(token, salt=_LEAVE)


def _from_token(token: str, *, salt: str, max_age: timedelta | None = None) -> Subscription | None:
    try:
        return Subscription.objects.filter(pk=signing.loads(token, salt=salt, max_age=max_age)).first()
    except signing.BadSignature:
        return None


@transaction.atomic
def confirm(subscription: Subscription) -> None:
    """Begin a subscription. The mail that says so carries the way out."""
    if subscription.confirmed_at and not subscription.ended_at:
        return
    subscription.confirmed_at, subscription.ended_at = timezone.now(), None
    subscription.save(update_fields=["confirmed_at", "ended_at"])
    token = signing.dumps(subscription.pk, salt=_LEAVE)
    transaction.on_commit(partial(emails.subscribed, subscription, token))


def leave(subscription: Subscription) -> None:
    """End a subscription."""
    if not subscription.ended_at:
        subscription.ended_at = timezone.now()
        subscription.save(update_fields=["ended_at"])
