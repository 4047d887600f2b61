"""What counts as reading: when a visit is logged, and how long the reader was there.

What its owner does with the log afterwards is in actions/log.py.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, F
from django.db.models.functions import Greatest
from django.utils import timezone

from notes.models import MAX_ACTIVE_SECONDS, Clock, LoggingOptOut, PageView, Pause

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models import Version

# A page that is loaded again within this time of when it was last seen is the same visit.
SAME_VISIT = timedelta(minutes=30)

# How late a page may be with what it has counted: it waits up to two minutes for a sign of its reader, and then for the
# next message. What the clock has not given to any page by then was no reading.
LATE = timedelta(minutes=3)

# One statement decides and writes, so that a visit costs one query: it moves on the visit that is still going, or makes
# a new one, or does nothing for a member who has paused, or who wants nothing logged of this article.
LOG = """
INSERT INTO notes_pageview AS visit (id, user_id, version_id, opened_at, seen_at, active_seconds, question)
SELECT
    COALESCE(
        (SELECT id FROM notes_pageview
         WHERE user_id = %(user)s AND version_id = %(version)s AND seen_at >= %(since)s AND opened_at <= %(until)s
         ORDER BY opened_at DESC, id DESC LIMIT 1),
        next_id
    ), %(user)s, %(version)s, %(at)s, %(at)s, 0, %(question)s
WHERE NOT EXISTS (SELECT 1 FROM notes_pause WHERE user_id = %(user)s)
    AND NOT EXISTS (SELECT 1 FROM notes_loggingoptout WHERE user_id = %(user)s AND article_id = %(article)s)
ON CONFLICT (id) DO UPDATE
    SET seen_at = CASE WHEN excluded.seen_at > visit.seen_at THEN excluded.seen_at ELSE visit.seen_at END,
        question = CASE WHEN visit.question = '' THEN excluded.question ELSE visit.question END
RETURNING opened_at, active_seconds, question
"""
# SQLite writes one statement at a time. On PostgreSQL two tabs of one member take turns: the lock holds until the end
# of the implicit transaction that PostgreSQL makes of two statements sent together, and the second statement sees what
# another tab wrote while this one waited.
STATEMENTS = {
    "sqlite": LOG.replace("next_id", "NULL"),
    "postgresql": "SELECT pg_advisory_xact_lock(%(lock)s, %(user)s);"
    + LOG.replace("next_id", "nextval(pg_get_serial_sequence('notes_pageview', 'id'))"),
}
# Only has to differ from other advisory locks of this site; the second half of the lock is the member.
LOCK = 29_155


class Receipt(NamedTuple):
    """A receipt is what a page says of the visit in which it was opened; of none while nothing is logged."""

    is_paused: bool
    opened_at: datetime
    active_seconds: int
    question: str = ""
    is_opted_out: bool = False


def log(user: "User", version: "Version", at: datetime, question: str = "") -> Receipt:
    """Log that this member opened this version at that moment, once per visit; nothing while they have paused.

    `question` is what led there, if it is known: it is kept unless the member has said something else.
    """
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENTS[connection.vendor],
            {
                "user": user.pk,
                "version": version.pk,
                "article": version.article_id,
                "at": moment(at),
                "question": question,
                "since": moment(at - SAME_VISIT),
                "until": moment(at + SAME_VISIT),
                "lock": LOCK,
            },
        )
        if connection.vendor == "postgresql":
            cursor.nextset()  # past the lock
        visit = cursor.fetchone()
    if visit:
        return Receipt(False, _aware(visit[0]), visit[1], visit[2])
    is_opted_out = LoggingOptOut.objects.owned_by(user).filter(article=version.article_id).exists()
    return Receipt(not is_opted_out, at, 0, is_opted_out=is_opted_out)


def _aware(moment: datetime) -> datetime:
    """A moment as the database gave it: SQLite leaves out that it is in UTC."""
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)


@transaction.atomic
def beat(*, by: "User", version_id: int, loaded_at: datetime, seconds: int) -> None:
    """Record that the reader has been active for `seconds` in the visit during which they loaded the page.

    Safe to repeat, reorder and forge: the time of a visit only grows, by no more than the clock has moved since it was
    opened, and never beyond `MAX_ACTIVE_SECONDS`. All tabs of a member take their seconds from one clock, so that no
    second is counted twice, in one article or in two. Nothing happens when the visit has been removed or was never
    logged, or while the member has paused.
    """
    now = timezone.now()
    visits = PageView.objects.owned_by(by).filter(version_id=version_id)
    visits = visits.filter(~Exists(Pause.objects.filter(user=by)), opened_at__lte=loaded_at, seen_at__gte=loaded_at)
    if not visits.exists():
        return
    Clock.objects.get_or_create(user=by, defaults={"counted_at": datetime.min.replace(tzinfo=UTC)})
    clock = Clock.objects.select_for_update().get(user=by)
    visit = visits.only("opened_at", "active_seconds").first()
    if visit is None:
        return
    free_from = max(clock.counted_at, visit.opened_at)
    active = min(seconds, int((now - visit.opened_at).total_seconds()), MAX_ACTIVE_SECONDS)
    gain = min(active - visit.active_seconds, int((now - free_from).total_seconds()))
    if gain > 0:
        visits.filter(pk=visit.pk).update(active_seconds=F("active_seconds") + gain, seen_at=Greatest("seen_at", now))
        clock.counted_at = max(free_from + timedelta(seconds=gain), now - LATE)
        clock.save(update_fields=["counted_at"])
