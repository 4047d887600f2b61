"""What the links in mails of the newsletter hold: which subscription to begin or to end."""

from datetime import timedelta

from django.core import signing

from feedback.models import Subscription

CONFIRM_WITHIN = timedelta(days=7)
_CONFIRM, _LEAVE = "feedback.newsletter.confirm", "feedback.newsletter.leave"


def token_to_confirm(subscription: Subscription) -> str:
    """What a link holds that asks to begin a subscription."""
    return signing.dumps([subscription.pk, _left(subscription)], salt=_CONFIRM)


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


def token_to_leave(subscription_id: int) -> str:
    """What a link holds that asks to end a subscription."""
    return signing.dumps(subscription_id, salt=_LEAVE)


def to_leave(token: str) -> Subscription | None:
    """The subscription that a link asks to end; None when the link is forged. It never grows too old."""
    try:
        return Subscription.objects.filter(pk=signing.loads(token, salt=_LEAVE)).first()
    except signing.BadSignature:
        return None
