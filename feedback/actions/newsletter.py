"""Who gets the newsletter: asked for, confirmed, left."""

from datetime import timedelta
from functools import partial

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Topic

from .. import emails
from ..models import Subscription

CONFIRM_WITHIN = timedelta(days=7)
ASK_AGAIN = timedelta(minutes=2)
_CONFIRM, _LEAVE = "feedback.newsletter.confirm", "feedback.newsletter.leave"


@transaction.atomic
def ask_to_subscribe(*, email: str, topic: Topic | None = None) -> None:
    """Send a link to confirm a subscription. Nothing else is sent to the address until it is used.

    Asking again at once, as a double click or a reload does, sends no second mail.
    """
    asked_at = timezone.now()
    subscription = Subscription.objects.filter(email__iexact=email, topic=topic).first()
    if subscription is None:
        try:
            with transaction.atomic():
                subscription = Subscription.objects.create(email=email, topic=topic, asked_at=asked_at)
        except IntegrityError:  # the other click came first, and sends the mail
            return
    else:
        same = Subscription.objects.filter(pk=subscription.pk)
        if not same.filter(Q(asked_at__lte=asked_at - ASK_AGAIN) | Q(ended_at__gte=F("asked_at"))).update(
            asked_at=asked_at
        ):
            return
    token = signing.dumps([subscription.pk, _left(subscription)], salt=_CONFIRM)
    transaction.on_commit(partial(emails.confirm_subscription, subscription, token))


def to_confirm(token: str) -> Subscription | None:
    """The subscription that a link asks to confirm.

    None when the link is forged, over seven days old, or from before its owner left: it must not bring them back.
    """
    try:
        pk, left = signing.loads(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        return None
    subscription = Subscription.objects.filter(pk=pk).first()
    return subscription if subscription and _left(subscription) in {left, ""} else None


def _left(subscription: Subscription) -> str:
    """When its owner last left; empty while they have not."""
    return subscription.ended_at.isoformat() if subscription.ended_at else ""


def to_leave(token: str) -> Subscription | None:
    """The subscription that a link asks to end; None when the link is forged. It never grows too old."""
    try:
        return Subscription.objects.filter(pk=signing.loads(token, salt=_LEAVE)).first()
    except signing.BadSignature:
        return None


@transaction.atomic
def confirm(subscription: Subscription) -> None:
    """Begin a subscription, once. The mail that says so carries the way out."""
    waiting = Subscription.objects.filter(Q(confirmed_at=None) | Q(ended_at__isnull=False), pk=subscription.pk)
    if waiting.update(confirmed_at=timezone.now(), ended_at=None):
        token = signing.dumps(subscription.pk, salt=_LEAVE)
        transaction.on_commit(partial(emails.subscribed, subscription, token))


def leave(subscription: Subscription) -> None:
    """End a subscription."""
    if not subscription.ended_at:
        subscription.ended_at = timezone.now()
        subscription.save(update_fields=["ended_at"])
