"""What the desk does when a version moves on: it writes to everyone concerned."""

from collections.abc import Callable
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from articles import events
from articles.desk import emails
from articles.models import Version

EMAILS: dict[str, Callable[..., None]] = {
    "submitted": emails.submitted,
    "changes_requested": emails.changes_requested,
    "approved": emails.approved,
    "scheduled": emails.scheduled,
    "unscheduled": emails.unscheduled,
    "published": emails.published,
    "withdrawn": emails.withdrawn,
    "withdrawal_scheduled": emails.withdrawal_scheduled,
    "withdrawal_unscheduled": emails.withdrawal_unscheduled,
    "failed": emails.failed,
}


@receiver(events.version_moved)
def write_emails(version: Version, move: str, by: User, details: dict[str, Any], **kwargs: Any) -> None:
    """Queue the mails to everyone concerned with the move that they are about."""
    EMAILS[move](version, by=by, **details)
