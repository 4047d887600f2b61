"""Write a version of an article as a file."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Version
from articles.transfer import markdown, store
from articles.transfer.files import ArticleFile, ArticleFileError


class Command(BaseCommand):
    """The same format that import_article reads: import what was exported, and nothing has changed."""

    help = "Write an article as Markdown with front matter: the published version, or the newest, or the one you say."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        # Django's own --version, which prints the number of Django, gives way to ours.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document_id", type=int, metavar="DOCUMENT_ID", help="such as 29155")
        parser.add_argument("--version", type=int, metavar="N", dest="number", help="this version")
        parser.add_argument("--json", action="store_true", help="write JSON instead of Markdown")
        parser.add_argument("--output", metavar="FILE", help="write here rather than to the screen")

    def handle(self, *args: Any, **options: Any) -> None:
        version = _version(options["document_id"], options["number"])
        try:
            article = store.dump(version)
            text = as_json(article) if options["json"] else markdown.write(article)
            if options["output"]:
                Path(options["output"]).write_text(text, encoding="utf-8", newline="\n")
        except ArticleFileError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"{options['output']} cannot be written: {error.strerror}.") from error
        if not options["output"]:
            self.stdout.write(text, ending="")


def as_json(article: ArticleFile) -> str:
    """The article as JSON, its body as HTML. Nothing of it is left out, so that other programs need no Markdown."""
    return json.dumps(asdict(article), ensure_ascii=False, indent=2) + "\n"


def _version(document_id: int, number: int | None) -> Version:
    """The version with that number; without one, the published or else the newest. Raises CommandError."""
    versions = Version.objects.filter(article__document_id=document_id).select_related("article__leaflet")
    if number is not None:
        found = versions.filter(number=number).first()
    else:
        found = versions.published().first() or versions.order_by("-number").first()
    if found:
        return found
    numbers = ", ".join(map(str, versions.order_by("number").values_list("number", flat=True)))
    if numbers:
        raise CommandError(f"Document {document_id} has no version {number}. It has {numbers}.")
    raise CommandError(f"Document {document_id} has no version, or there is no such document. Check the number.")
