"""What happens to a subscription (asked for, confirmed, left), and releasing an issue."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Topic
from core.mail import queue
from core.mail.models import Mail
from feedback import tasks
from feedback.models import Ending, Issue, Subscription
from feedback.newsletter import emails

if TYPE_CHECKING:
    from accounts.models import User

ASK_AGAIN = timedelta(minutes=2)


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
        may_ask = Q(asked_at__lte=asked_at - ASK_AGAIN) | Q(ended_at__gte=F("asked_at"))
        if not same.filter(may_ask).update(asked_at=asked_at):
            return
    emails.confirm_subscription(subscription)


@transaction.atomic
def confirm(subscription: Subscription) -> None:
    """Begin a subscription, once. The mail that says so carries the way out."""
    waiting = Subscription.objects.filter(Q(confirmed_at=None) | Q(ended_at__isnull=False), pk=subscription.pk)
    if waiting.update(confirmed_at=timezone.now(), ended_at=None, ending=""):
        emails.subscribed(subscription)


def leave(subscription: Subscription, *, because: Ending = Ending.LEFT) -> None:
    """End every subscription of an address: its owner asked for it or called our mail unwanted, or it takes no mail."""
    Subscription.objects.of_address(subscription.email).end(because=because)
    subscription.refresh_from_db()


@transaction.atomic
def release(issue: Issue, *, by: "User") -> bool:
    """Release an issue to its subscribers, once. False when it was released before, or has nothing to tell.

    Its recipients are found in the background, by the task or the timer (`recipients.find_recipients`).
    """
    if not issue.versions():
        return False
    unreleased = Issue.objects.filter(pk=issue.pk, released_at=None)
    if not unreleased.update(released_by=by, released_at=timezone.now()):
        return False
    transaction.on_commit(partial(tasks.deliver.enqueue, issue.pk), robust=True)
    return True


def send_in_doubt(issue: Issue) -> int:
    """Send an issue again to those of whom nobody knows whether they have it. Returns how many they are."""
    return queue.send_again(Mail.objects.in_doubt().filter(delivery__issue=issue))
