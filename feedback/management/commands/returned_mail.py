"""Take a mail that came back, from standard input: a mail server hands it over (docs/deployment.md)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from feedback.newsletter import returned


class Command(BaseCommand):
    """Always ends well, since a mail server would send what is refused back to nobody."""

    help = (
        "End the newsletter of an address that takes no mail or complained: give the returned mail on standard input."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(returned.take(sys.stdin.buffer.read()) or "nothing to do")
