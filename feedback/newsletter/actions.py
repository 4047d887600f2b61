"""Who gets the newsletter (asked for, confirmed, left), and letting an issue of it go."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from articles.models import Topic
from feedback import emails, tasks
from feedback.models import Delivery, Ending, Issue, Subscription

if TYPE_CHECKING:
    from accounts.models import User

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


def token_to_leave(subscription_id: int) -> str:
    """What a link holds that asks to end a subscription."""
    return signing.dumps(subscription_id, salt=_LEAVE)


@transaction.atomic
def confirm(subscription: Subscription) -> None:
    """Begin a subscription, once. The mail that says so carries the way out."""
    waiting = Subscription.objects.filter(Q(confirmed_at=None) | Q(ended_at__isnull=False), pk=subscription.pk)
    if waiting.update(confirmed_at=timezone.now(), ended_at=None, ending=""):
        transaction.on_commit(partial(emails.subscribed, subscription, token_to_leave(subscription.pk)))


def leave(subscription: Subscription, *, because: str = Ending.LEFT) -> None:
    """End every subscription of an address: its owner asked for it or called our mail unwanted, or it takes no mail."""
    same = Subscription.objects.annotate(address=Lower("email")).filter(address=subscription.email.lower())
    same.filter(ended_at=None).update(ended_at=timezone.now(), ending=because)
    subscription.refresh_from_db()


@dataclass(frozen=True)
class Outlook:
    """What would go out if an issue were sent now: to how many addresses, about which topics.

    `seen` changes with what they would get and how many they are: whoever confirms it has seen just that.
    """

    recipients: int
    topics: list[str]
    seen: str


def outlook(issue: Issue) -> Outlook:
    """What sending an issue now would do. An address that wants other topics only gets nothing, and is not counted."""
    recipients = sum(bool(issue.about(delivery.topics)) for delivery in _deliveries(issue, at=timezone.now()))
    topics = sorted({topic.name for version in issue.versions() for topic in version.article.topics.all()})
    words = [issue.subject, issue.introduction, *(version.pk for version in issue.versions()), recipients]
    return Outlook(recipients, topics, hashlib.sha256(repr(words).encode()).hexdigest())


def release(issue: Issue, *, by: "User") -> bool:
    """Let an issue go to its subscribers, once. False when it has gone before, or has nothing to tell.

    It is sent in the background; the timer goes on with it should that end (`find_recipients`, feedback/post.py).
    """
    if not issue.versions():
        return False
    gone = Issue.objects.filter(pk=issue.pk, released_at=None)
    if not gone.update(released_by=by, released_at=timezone.now()):
        return False
    transaction.on_commit(partial(tasks.deliver.enqueue, issue.pk), robust=True)
    return True


def send_in_doubt(issue: Issue) -> int:
    """Send an issue again to those of whom nobody knows whether they have it. Returns how many they are."""
    waiting = Delivery.objects.in_doubt().filter(issue=issue).update(in_doubt_at=None)
    transaction.on_commit(partial(tasks.deliver.enqueue, issue.pk), robust=True)
    return waiting


def find_recipients(issues: QuerySet[Issue] | None = None) -> int:
    """Make a delivery for each address of each issue that was released. Returns how many; safe to do again."""
    waiting = Issue.objects.filter(released_at__isnull=False, found_at=None)
    return sum(_find(issue) for issue in (waiting if issues is None else waiting & issues))


@transaction.atomic
def _find(issue: Issue) -> int:
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.found_at:
        return 0
    assert locked.released_at is not None  # noqa: S101 - only those are looked for
    deliveries = list(_deliveries(locked, at=locked.released_at))
    Delivery.objects.bulk_create(deliveries, batch_size=500)
    Issue.objects.filter(pk=issue.pk).update(found_at=timezone.now())
    return len(deliveries)


def _deliveries(issue: Issue, *, at: datetime) -> Iterator[Delivery]:
    """One for each address that had confirmed by then, about all of its topics together."""
    before = Subscription.objects.active().filter(confirmed_at__lte=at)
    ordered = before.annotate(address=Lower("email")).order_by("address", "pk")
    for _, rows in groupby(ordered, key=attrgetter("address")):
        of_address = list(rows)
        topics = [row.topic_id for row in of_address]
        yield Delivery(issue=issue, subscription=of_address[0], topics=[] if None in topics else topics)
