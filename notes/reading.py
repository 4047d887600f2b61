"""What counts as reading: when a visit is logged, how long the reader was there, and when nothing is logged."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection
from django.db.models import Exists
from django.db.models.functions import Greatest
from django.utils import timezone

from .models import MAX_ACTIVE_SECONDS, PageView, Pause

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models import Version

# A page that is loaded again within this time of when it was last seen is the same visit.
SAME_VISIT = timedelta(minutes=30)

# One statement decides and writes, so that a visit costs one query: it moves on the visit that is still going, or makes
# a new one, or does nothing for a member who has paused.
LOG = """
INSERT INTO notes_pageview AS visit (id, user_id, version_id, opened_at, seen_at, active_seconds)
SELECT
    COALESCE(
        (SELECT id FROM notes_pageview
         WHERE user_id = %(user)s AND version_id = %(version)s AND seen_at >= %(since)s AND opened_at <= %(until)s
         ORDER BY opened_at DESC, id DESC LIMIT 1),
        next_id
    ), %(user)s, %(version)s, %(at)s, %(at)s, 0
WHERE NOT EXISTS (SELECT 1 FROM notes_pause WHERE user_id = %(user)s)
ON CONFLICT (id) DO UPDATE
    SET seen_at = CASE WHEN excluded.seen_at > visit.seen_at THEN excluded.seen_at ELSE visit.seen_at END
RETURNING opened_at, active_seconds
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
    """A receipt is what a page says of the visit in which it was opened; of none while its reader has paused."""

    is_paused: bool
    opened_at: datetime
    active_seconds: int


def log(user: "User", version: "Version", at: datetime) -> Receipt:
    """Log that this member opened this version at that moment, once per visit; nothing while they have paused."""
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENTS[connection.vendor],
            {
                "user": user.pk,
                "version": version.pk,
                "at": moment(at),
                "since": moment(at - SAME_VISIT),
                "until": moment(at + SAME_VISIT),
                "lock": LOCK,
            },
        )
        if connection.vendor == "postgresql":
            cursor.nextset()  # past the lock
        visit = cursor.fetchone()
    return Receipt(False, _aware(visit[0]), visit[1]) if visit else Receipt(True, at, 0)


def _aware(moment: datetime) -> datetime:
    """A moment as the database gave it: SQLite leaves out that it is in UTC."""
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)


def beat(*, by: "User", version_id: int, loaded_at: datetime, seconds: int) -> None:
    """Record that the reader has been active for `seconds` in the visit during which they loaded the page.

    Safe to repeat, reorder and forge: the time of a visit only grows, by no more than the clock has moved since it was
    opened, and never beyond `MAX_ACTIVE_SECONDS`. Two tabs of one visit do not add up. Nothing happens when the visit
    has been removed or was never logged, or while the member has paused.
    """
    now = timezone.now()
    is_paused = Exists(Pause.objects.filter(user=by))
    visits = PageView.objects.owned_by(by).filter(~is_paused, version_id=version_id)
    visit = visits.filter(opened_at__lte=loaded_at, seen_at__gte=loaded_at).only("opened_at").first()
    if visit is None:
        return
    elapsed = int((now - visit.opened_at).total_seconds())
    active = min(seconds, elapsed, MAX_ACTIVE_SECONDS)
    visits.filter(pk=visit.pk, active_seconds__lt=active).update(
        active_seconds=active, seen_at=Greatest("seen_at", now)
    )


def remove(*, by: "User", view_id: int) -> bool:
    """Remove a visit from the member's log. False when they have no such visit. Reflections keep their words."""
    _, deleted = PageView.objects.owned_by(by).filter(pk=view_id).delete()
    return bool(deleted)


def remove_visit(*, by: "User", version_id: int, loaded_at: datetime) -> bool:
    """Remove the visit during which the member loaded that page. False when there is none."""
    visits = PageView.objects.owned_by(by).filter(version_id=version_id)
    _, deleted = visits.filter(opened_at__lte=loaded_at, seen_at__gte=loaded_at).delete()
    return bool(deleted)


def pause(*, by: "User") -> None:
    """Log nothing from now on, until the member resumes."""
    Pause.objects.get_or_create(user=by)


def resume(*, by: "User") -> None:
    """Log again what the member opens."""
    Pause.objects.owned_by(by).delete()
