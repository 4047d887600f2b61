"""What has become due. A timer runs this every few minutes."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Session
from appraisal.evidence import files as evidence
from appraisal.inbox import weekly_digest
from appraisal.summaries.files import store
from articles import actions
from articles.desk import reviews
from articles.references import source_checks
from articles.transfer import uploads
from core.mail import sender
from feedback.following import actions as following
from feedback.messages import actions as messages
from feedback.newsletter import recipients
from feedback.votes import actions as votes
from notes.annotations import actions as notes
from notes.annotations.imports import actions as imports
from notes.annotations.placements import actions as placements


def forget_sessions() -> int:
    """Forget the sessions that have ended. Returns how many there were."""
    deleted, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted


def forget_counts() -> int:
    """Forget the counts of limits that have run out; Redis does that by itself. Returns how many there were."""
    return cache.forget_expired() if hasattr(cache, "forget_expired") else 0


# What to say of each, and the function that does it: safe to run twice at once, and gives how much it did.
JOBS: dict[str, Callable[[], int]] = {
    "sessions that had ended": forget_sessions,
    "counts of limits that had run out": forget_counts,
    "versions published or withdrawn at the time set for them": actions.do_due,
    "reminders of checks": reviews.remind,
    "sources asked about retractions": source_checks.check_due,
    "kept words that nobody came back for": actions.forget_typed,
    "messages that a version puts right": messages.settle_fixes,
    "members to be told of a version": following.find_all,
    "addresses that an issue goes to": recipients.find_recipients,
    "counts of visitors' votes of days before": votes.forget_tallies,
    "deleted notes removed for good": notes.erase_due,
    "views that were kept long enough": weekly_digest.forget_reading,
    "members written to about their week": weekly_digest.write_weekly,
    "mails that were too late": sender.expire,
    "mails that were waiting": sender.send_all,
    "files of frozen summaries": store.make_missing,
    "files to import that no worker had read": uploads.read_waiting,
    "files to import that nobody made drafts of": uploads.forget_old,
    "files of evidence whose entry is gone": evidence.forget,
    "notes placed in new versions": placements.place_due,
    "files of notes that nobody took in": imports.put_away_old,
}


class Command(BaseCommand):
    """Every job, whatever becomes of the others; exit status 1 if one failed."""

    help = "Do what has become due. Let a timer run this every few minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for what, job in JOBS.items():
            try:
                self.stdout.write(f"{job()} {what}")
            except Exception as problem:
                failed.append(f"{what}: {problem!r}")
        if failed:
            raise CommandError("Not done: " + "; ".join(failed))
