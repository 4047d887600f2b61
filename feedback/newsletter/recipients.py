"""Who gets an issue of the newsletter: found before it is sent, for the question, and once it has been released."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from core.mail import queue
from feedback.models import Delivery, Issue, Subscription
from feedback.newsletter.emails import DELIVERY


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


def find_recipients(issues: QuerySet[Issue] | None = None) -> int:
    """Queue a delivery for each address of each issue that was released. Returns how many; safe to do again."""
    waiting = Issue.objects.filter(released_at__isnull=False, found_at=None)
    return sum(_find(issue) for issue in (waiting if issues is None else waiting & issues))


@transaction.atomic
def _find(issue: Issue) -> int:
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.found_at:
        return 0
    assert locked.released_at is not None  # noqa: S101 - only those are looked for
    deliveries = list(_deliveries(locked, at=locked.released_at))
    for delivery, mail in zip(deliveries, queue.reserve(DELIVERY, len(deliveries)), strict=True):
        delivery.mail = mail
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
