"""What has become due. A timer runs this every few minutes."""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notes.actions import imports, notes, placements


def forget_sessions() -> int:
    """Forget the sessions that have ended. Returns how many there were."""
    deleted, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted


# What to say of each, and the function that does it: safe to run twice at once, and gives how much it did.
JOBS: dict[str, Callable[[], int]] = {
    "sessions that had ended": forget_sessions,
    "files of notes that nobody took in": imports.put_away_old,
    "notes placed in new versions": placements.place_due,
    "deleted notes removed for good": notes.erase_due,
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
