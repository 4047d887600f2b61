"""What becomes due in members' diaries: logs that are old enough to go, and the email of the week."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from appraisal.inbox import themes
from appraisal.models import Action
from core.periods import midnight, months_on
from notes.models import PageView, Preference

SALT = "notes.weekly"
WEEK = timedelta(days=7)


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
        # Whoever sets the moment writes: two timers at once make one mail.
        if Preference.objects.filter(is_due, pk=preference.pk).update(mailed_at=now):
            _mail(preference, reads, actions)
            written += 1
    return written


def _mail(preference: Preference, reads: int, actions: int) -> None:
    """Numbers and a link: no title, no word of what was read or written."""
    leave = settings.SITE_URL + reverse("appraisal:unsubscribe", args=[signing.dumps(preference.user_id, salt=SALT)])
    context = {
        "reads": reads,
        "actions": actions,
        "address": settings.SITE_URL + reverse("appraisal:inbox"),
        "leave": leave,
    }
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    body = render_to_string("emails/diary_week.txt", context)
    EmailMessage("Your week on PatientPlus", body, to=[preference.user.email], headers=headers).send()


def leaving(token: str) -> int | None:
    """Whose mails this link ends; None when nobody's."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
