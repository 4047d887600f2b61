"""What becomes due in members' diaries: logs that are old enough to go, and the email of the week."""

from datetime import timedelta

from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from appraisal.inbox import themes
from appraisal.models import Action
from core.mail import headers, messages, queue
from core.mail.kinds import Kind, register
from core.periods import midnight, months_on
from notes.models import PageView, Preference

SALT = "notes.weekly"
WEEK = timedelta(days=7)
WEEKLY_DIGEST = register(Kind("weekly_digest", expires_in=timedelta(days=2)))


def forget_reading() -> int:
    """Delete the views that are older than their owners want to store them. Returns how many there were.

    Entries keep what they say of their sources.
    """
    forgotten = 0
    for preference in Preference.objects.exclude(keep_months=None):
        since = midnight(months_on(timezone.localdate(), -(preference.keep_months or 0)))
        old = PageView.objects.filter(user=preference.user_id, opened_at__lt=since)
        forgotten += old.count()
        old.delete()
    return forgotten


def write_weekly() -> int:
    """Write to those who want it and have something to reflect on or to look at, once a week. Returns to how many."""
    now = timezone.now()
    is_due = Q(mailed_at=None) | Q(mailed_at__lte=now - WEEK)
    written = 0
    for preference in Preference.objects.filter(is_due, is_mailed_weekly=True).select_related("user"):
        reads = sum(len(theme.reads) for theme in themes.themes(preference.user))
        actions = Action.objects.owned_by(preference.user).due(timezone.localdate()).count()
        if not (reads or actions):
            continue
        with transaction.atomic():
            # Whoever sets the moment writes: two timers at once make one mail.
            if Preference.objects.filter(is_due, pk=preference.pk).update(mailed_at=now):
                queue.put(WEEKLY_DIGEST, _message(preference, reads, actions))
                written += 1
    return written


def _message(preference: Preference, reads: int, actions: int) -> EmailMessage:
    """Numbers and a link: no title, no word of what was read or written."""
    leave = messages.address("appraisal:unsubscribe", signing.dumps(preference.user_id, salt=SALT))
    context = {
        "reads": reads,
        "actions": actions,
        "address": messages.address("appraisal:inbox"),
        "leave": leave,
    }
    return messages.write("diary_week", preference.user.email, context, headers.way_out(leave))


def leaving(token: str) -> int | None:
    """Whose mails this link ends; None when nobody's."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
