"""Bring article files into the database, as drafts or through review to publication."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction

from accounts.models import User
from articles import actions
from articles.actions import readiness
from articles.models import Status, Version
from articles.transfer import limited, store
from articles.transfer.files import ArticleFileError
from articles.transfer.printed import Reading
from articles.transfer.remarks import Kind, groups, is_lossy
from core.errors import NotAllowed

BAR = 20  # signs of the progress bar
MOST_LISTED = 20  # remarks of a kind
WORDS = {Kind.LOST: "lost", Kind.LEFT_OUT: "left out", Kind.CHANGED: "changed", Kind.DOUBT: "to look at"}
STAY = (
    "topics, synonyms, see also and leaflet stay as readers see them: change them at the article, once it is published"
)


@dataclass(frozen=True)
class People:
    """People are who imported versions are in the names of; without a reviewer, they stay drafts."""

    author: User
    reviewer: User | None = None
    publisher: User | None = None
    is_full_check: bool = False  # the reviewer checked the whole page


@contextmanager
def _taken_back() -> Iterator[None]:
    """For a dry run: do everything, one file on top of the other, and take it all back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Command(BaseCommand):
    """Each file by itself: one that is wrong leaves nothing behind, and the others go on."""

    help = (
        "Make drafts from article files, or publish them with --reviewer and --publish. A file whose document id "
        "exists makes the next version of that article. They are Markdown with front matter, HTML, Word, JATS XML or "
        "plain text: articles/content/README.md says what is read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="an article: .md, .html, .docx, .xml or .txt")
        parser.add_argument("--author", required=True, metavar="EMAIL", help="who wrote them")
        parser.add_argument("--reviewer", metavar="EMAIL", help="who peer reviewed them; not the author")
        parser.add_argument("--publisher", metavar="EMAIL", help="who publishes them; the reviewer unless given")
        checked = "the reviewer checked the whole page: a later version moves “Last checked” only then"
        parser.add_argument("--checked", action="store_true", help=checked)
        parser.add_argument("--publish", action="store_true", help="take them through review to publication")
        parser.add_argument("--number-from", type=int, metavar="N", help="give files without a document ID this and on")
        parser.add_argument("--accept-losses", action="store_true", help="import files that lose words, once seen")
        parser.add_argument("--dry-run", action="store_true", help="report what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        people = _people(options)
        self.accepts_losses = options["accept_losses"] or options["dry_run"]
        self.numbers = count(options["number_from"]) if options["number_from"] else None
        files, is_dry = options["files"], options["dry_run"]
        failures = []
        with _taken_back() if is_dry else nullcontext():
            for number, path in enumerate(files, start=1):
                progress = _bar(number, len(files))
                try:
                    with transaction.atomic():
                        version, reading = self._import(path, people)
                except (ArticleFileError, NotAllowed, ValidationError, DatabaseError) as error:
                    failures.append(_sentence(path, error))
                    self.stderr.write(f"{progress} {failures[-1]}")
                else:
                    self.stdout.write(f"{progress} {path}: {_story(version, reading)}")
        self.report(len(files), failures, is_dry=is_dry)

    def _import(self, path: str, people: People) -> tuple[Version, Reading]:
        """The version that a file became, and what the file was read as."""
        try:
            reading = limited.read(Path(path).read_bytes(), name=path)
        except OSError as error:
            raise ArticleFileError(path, 0, f"The file cannot be opened: {error.strerror}.") from error
        article = reading.article
        if is_lossy(reading.remarks) and not self.accepts_losses:
            lines = ["Not all of it would be in the draft. Look, then add --accept-losses:", *_remarks(reading)]
            raise ArticleFileError(path, 0, "\n  ".join(lines))
        if not article.document_id and self.numbers is None:
            message = "It has no document ID. Write “Document ID: …” under the title, or say --number-from N."
            raise ArticleFileError(path, 0, message)
        if not article.document_id and self.numbers:
            article = replace(article, document_id=next(self.numbers))
        version = store.load(article, by=people.author)
        if people.reviewer and people.publisher:
            if version.number > 1 and not version.change_note:
                message = "This article is published already. Say in the front matter what changed: “change_note: …”."
                raise ArticleFileError(path, 1, message)
            by = {"reviewer": people.reviewer, "publisher": people.publisher}
            version = store.publish(version, **by, is_full_check=people.is_full_check)
            store.file_under(article)
        return version, reading

    def report(self, total: int, failures: list[str], *, is_dry: bool) -> None:
        """Say how it went. Raises CommandError, so that the exit status is 1, when a file failed."""
        done = f"{total - len(failures)} of {total} {'would be ' if is_dry else ''}imported."
        if failures:
            raise CommandError("\n".join([f"{done} Not imported:", *failures]))
        self.stdout.write(self.style.SUCCESS(done + (" Nothing was changed." if is_dry else "")))


def _bar(number: int, total: int) -> str:
    """How far it is, such as `[##########          ] 100/200`."""
    return f"[{'#' * (BAR * number // total):{BAR}}] {number:>{len(str(total))}}/{total}"


def _people(options: dict[str, Any]) -> People:
    """Who the options name. Raises CommandError, saying what to do, for anyone who may not do their part."""
    if not options["publish"]:
        if options["reviewer"] or options["publisher"] or options["checked"]:
            raise CommandError("A reviewer, publisher or check is for articles that are published: add --publish.")
        return People(_person(options["author"], "add_version", "Author"))
    if not options["reviewer"]:
        raise CommandError("Nothing is published without a peer review: add --reviewer EMAIL.")
    return People(
        author=_person(options["author"], "add_version", "Author"),
        reviewer=(reviewer := _person(options["reviewer"], "review_version", "Reviewer")),
        publisher=_person(options["publisher"], "publish_version", "Publisher") if options["publisher"] else reviewer,
        is_full_check=options["checked"],
    )


def _person(email: str, permission: str, group: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"Nobody has an account with {email}. Make one first, or check the address.")
    if not user.has_perm(f"articles.{permission}"):
        raise CommandError(f"{email} is no {group.lower()}. Put them into the group {group} in the admin first.")
    return user


def _story(version: Version, reading: Reading) -> str:
    """What became of a file, what of it was not taken over or is to be looked at, and for a draft what keeps it from
    being submitted."""
    became = f"{version.title}, version {version.number}, {version.get_status_display().lower()}"
    lines = list(_remarks(reading))
    if version.status == Status.DRAFT:
        lines += [f"before review: {words}" for words in readiness.missing(version, actions.rendered(version))]
        lines += [STAY] if version.number > 1 else []
    return "\n  ".join([became, *lines])


def _remarks(reading: Reading) -> Iterator[str]:
    """The remarks on a file, the gravest first; of what is no part of the article, only how much it is."""
    for group in groups(reading.remarks, most=MOST_LISTED):
        if group.kind == Kind.FURNITURE:
            yield f"no part of the article: {group.total} passages"
            continue
        yield from (f"{WORDS[group.kind]}: {remark}" for remark in group.shown)
        if group.more:
            yield f"{WORDS[group.kind]}: {group.more} more"


def _sentence(path: str, error: Exception) -> str:
    """One line: the file, the line in it, and what to do."""
    if isinstance(error, ArticleFileError):
        return str(ArticleFileError(path, error.line, error.message))
    messages = error.messages if isinstance(error, ValidationError) else [str(error).strip()]
    return str(ArticleFileError(path, 0, " ".join(messages)))
