"""Who did what to an article: every row that says so, in one list."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles.models import (
    Amendment,
    Article,
    Check,
    Claim,
    Contribution,
    ReviewComment,
    ReviewReply,
    Transition,
    Version,
)
from core.csv import BOM, guarded

KINDS = {
    "start": "Started a draft",
    "save": "Saved words",
    "move": "Moved it on",
    "check": "Checked it",
    "comment": "Commented on a passage",
    "amend": "Amended the change note",
    "article": "Changed the article",
}
COLUMNS = ("When", "Who", "What", "Version", "Details", "Fingerprint of the words")


@dataclass(frozen=True)
class AuditEvent:
    """An audit event is one thing that one person did to an article."""

    at: datetime
    who: str
    who_id: int
    kind: str
    what: str
    version: int | None = None
    details: str = ""
    words: str = ""

    def cells(self) -> tuple[str, ...]:
        """The event as a row of COLUMNS."""
        when = timezone.localtime(self.at).strftime("%Y-%m-%d %H:%M:%S")
        return when, self.who, self.what, str(self.version or ""), self.details, self.words


def events(article: Article) -> list[AuditEvent]:
    """Everything that was done to an article, the newest first."""
    kinds = (_starts, _saves, _moves, _checks, _claims, _comments, _replies, _amendments, _log)
    found = [event for kind in kinds for event in kind(article)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def chosen(found: Iterable[AuditEvent], *, who: str = "", kind: str = "", number: str = "") -> list[AuditEvent]:
    """Those by one person (an id), of one of KINDS, or on one version; an empty choice is of all."""
    return [
        event
        for event in found
        if who in {"", str(event.who_id)} and kind in {"", event.kind} and number in {"", str(event.version or "")}
    ]


def as_csv(found: Iterable[AuditEvent]) -> str:
    """The events for a spreadsheet (RFC 4180), with no cell that it would run."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for event in found:
        writer.writerow(guarded(cell) for cell in event.cells())
    return out.getvalue()


def _starts(article: Article) -> Iterator[AuditEvent]:
    for version in article.versions.defer(*Version.LONG).select_related("author"):
        by = version.author
        yield AuditEvent(version.created_at, by.name, by.pk, "start", KINDS["start"], version.number)


def _saves(article: Article) -> Iterator[AuditEvent]:
    for row in Contribution.objects.filter(version__article=article).select_related("made_by", "version"):
        yield AuditEvent(
            row.made_at, row.made_by.name, row.made_by_id, "save", KINDS["save"], row.version.number, str(row)
        )


def _moves(article: Article) -> Iterator[AuditEvent]:
    rows = Transition.objects.filter(version__article=article).select_related("made_by", "version", "replacement")
    for row in rows:
        time = row.publish_at or row.withdraw_at
        at = f"for {timezone.localtime(time):%-d %B %Y, %H:%M}" if time else ""
        instead = f"replaced by {row.replacement}" if row.replacement else ""
        whole = "the whole page was checked" if row.is_full_check else ""
        details = "; ".join(part for part in (row.comment, whole, at, instead) if part)
        number = row.version.number
        yield AuditEvent(row.made_at, row.made_by.name, row.made_by_id, "move", str(row), number, details, row.words)


def _checks(article: Article) -> Iterator[AuditEvent]:
    for row in Check.objects.filter(version__article=article).select_related("checked_by", "version"):
        at = timezone.make_aware(datetime.combine(row.checked_on, time.min))
        details = "; ".join(part for part in (f"next due {row.next_check_on:%-d %B %Y}", row.comment) if part)
        by = row.checked_by
        yield AuditEvent(at, by.name, by.pk, "check", KINDS["check"], row.version.number, details)


def _claims(article: Article) -> Iterator[AuditEvent]:
    for row in Claim.objects.filter(version__article=article).select_related("made_by", "version"):
        by, number = row.made_by, row.version.number
        yield AuditEvent(row.made_at, by.name, by.pk, "check", "Took up its check", number, _until(row.ended_at))


def _until(moment: datetime | None) -> str:
    return f"until {timezone.localtime(moment):%-d %B %Y, %H:%M}" if moment else ""


def _comments(article: Article) -> Iterator[AuditEvent]:
    rows = ReviewComment.objects.filter(version__article=article)
    for row in rows.select_related("made_by", "resolved_by", "version"):
        by, number = row.made_by, row.version.number
        yield AuditEvent(row.made_at, by.name, by.pk, "comment", KINDS["comment"], number, str(row))
        if row.resolved_by and row.resolved_at:
            by = row.resolved_by
            yield AuditEvent(row.resolved_at, by.name, by.pk, "comment", "Resolved a comment", number, str(row))


def _replies(article: Article) -> Iterator[AuditEvent]:
    rows = ReviewReply.objects.filter(comment__version__article=article)
    for row in rows.select_related("made_by", "comment__version"):
        by, number, details = row.made_by, row.comment.version.number, f"{row} (to {row.comment})"
        yield AuditEvent(row.made_at, by.name, by.pk, "comment", "Answered a comment", number, details)


def _amendments(article: Article) -> Iterator[AuditEvent]:
    for row in Amendment.objects.filter(version__article=article).select_related("made_by", "version"):
        by, number = row.made_by, row.version.number
        yield AuditEvent(row.made_at, by.name, by.pk, "amend", KINDS["amend"], number, str(row))


def _log(article: Article) -> Iterator[AuditEvent]:
    """What the admin logged of the article itself, drafts that were deleted among it."""
    kind = ContentType.objects.get_for_model(Article)
    for row in LogEntry.objects.filter(content_type=kind, object_id=str(article.pk)).select_related("user"):
        details = row.get_change_message()
        yield AuditEvent(row.action_time, row.user.name, row.user_id, "article", KINDS["article"], None, details)
