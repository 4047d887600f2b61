"""Ask Crossref and PubMed whether the sources that articles cite were retracted or corrected."""

from argparse import ArgumentParser
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Version
from articles.references import source_checks
from articles.references.lookup.client import Unreachable

PAUSE = 1.0  # seconds between two questions


class Command(BaseCommand):
    """A few sources a question, with a pause between; the timer does one question a run."""

    help = (
        "Ask Crossref and PubMed about the sources that articles cite, those not asked about for 30 days, and list the "
        "published articles that cite one which was retracted. Nothing of an article is changed, and no mail is sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=200, help="sources to ask about at most")

    def handle(self, *args: Any, **options: Any) -> None:
        waiting = source_checks.due()[: options["most"]]
        asked = 0
        try:
            while waiting:
                sleep(PAUSE if asked else 0)
                answered = source_checks.check(waiting)
                asked += len(answered)
                waiting = [it for it in waiting if it not in answered]
        except Unreachable as error:
            message = f"Crossref or PubMed could not be asked, so {len(waiting)} sources were not checked."
            raise CommandError(f"{message} {asked} were.") from error
        self.stdout.write(f"{asked} sources checked.")
        for version in source_checks.citing_unusable().select_related("article").order_by("article__document_id"):
            self._tell(version)

    def _tell(self, version: Version) -> None:
        self.stdout.write(str(version))
        for sentence in source_checks.warnings(version):
            self.stdout.write(f"  {sentence}")
