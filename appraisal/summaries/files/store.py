"""The files of a frozen summary: each rendered once and stored, whole or not at all (docs/decisions/0020)."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django_tasks import task

from appraisal.models import Summary, SummaryFile
from appraisal.summaries.document import canonical, codes
from appraisal.summaries.files import as_csv, as_text, as_xapi, sheet

log = logging.getLogger(__name__)

# From so many rows on, a worker makes the files while the member waits for nothing (docs/measurements/summaries.md).
LARGE = 500
# How long a worker may take before the timer makes what is missing.
OVERDUE = timedelta(minutes=10)


class Kind(NamedTuple):
    """A kind of file: ending, media type, name on the page, and the function that renders it."""

    ending: str
    content_type: str
    label: str
    render: Callable[[dict[str, Any], sheet.Stamp], str | bytes]


def _pdf(document: dict[str, Any], stamp: sheet.Stamp) -> bytes:
    # When first needed: these libraries take 20 MiB of each process, and pages none.
    from appraisal.summaries.files import as_pdf, seal

    return seal.sealed(as_pdf.render(document, stamp))


def _docx(document: dict[str, Any], stamp: sheet.Stamp) -> bytes:
    from appraisal.summaries.files import as_docx  # as above

    return as_docx.render(document, stamp)


KINDS = {
    "pdf": Kind("pdf", "application/pdf", "PDF, signed", _pdf),
    "docx": Kind(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word",
        _docx,
    ),
    "csv": Kind("csv", "text/csv; charset=utf-8", "CSV, for a spreadsheet", as_csv.render),
    "xapi": Kind("xapi.json", "application/json", "xAPI statements", as_xapi.render),
    "txt": Kind("txt", "text/plain; charset=utf-8", "Text to paste into SOAR, MARS or Clarity", as_text.render),
}
# Files made before every kind carried its summary's code: PDF and Word named it, the others only by these parts.
NAMED = ("pdf", "docx")
NAMING_PARTS = {"csv": ("entries", "reading_log"), "xapi": ("entries", "reading_log"), "txt": ("entries",)}
# The document itself: it is the file already.
JSON = Kind("json", "application/json", "JSON, for other programs", lambda document, stamp: canonical.text(document))


def prepare(summary: Summary) -> None:
    """Have the files made: small ones at once, large ones in the background."""
    if rows(summary.data) < LARGE:
        make(summary)
    else:
        make_files.enqueue(summary.pk)


def rows(document: dict[str, Any]) -> int:
    """How much there is to print."""
    return sum(len(document[part] or []) for part in ("entries", "reading_log", "record", "notes"))


@task()
def make_files(summary_id: int) -> int:
    """Make the files of this summary that are missing. One that was deleted meanwhile has none."""
    summary = Summary.objects.filter(pk=summary_id).first()
    return make(summary) if summary else 0


def make(summary: Summary) -> int:
    """Make what is missing, one file after the other. Returns how many.

    A file is there once its row is: a process that ends in the middle leaves nothing of it, and doing it again, even
    at the same time, makes each file once.
    """
    from appraisal.summaries.files import signing  # as above

    there = set(summary.files.values_list("kind", flat=True))
    stamp = sheet.Stamp(summary.sha256, signing.is_development_key())
    return sum(save(summary, kind, KINDS[kind].render(summary.data, stamp)) for kind in KINDS if kind not in there)


def save(summary: Summary, kind: str, rendered: str | bytes) -> bool:
    """Store a finished file, unless another process was first. Returns whether it was stored."""
    content = rendered.encode() if isinstance(rendered, str) else rendered
    file = {"content": content, "size": len(content), "sha256": canonical.sha256(content)}
    _, is_new = SummaryFile.objects.get_or_create(summary=summary, kind=kind, defaults=file)
    return is_new


def summary_of(sha256: str, code: str = "") -> Summary | None:
    """The summary of which this is the hash of the document or of a file; that of the code, if one is given.

    Without a code, none for a file that does not say itself of which summary it is.
    """
    if code:
        return Summary.objects.filter(Q(sha256=sha256) | Q(files__sha256=sha256), code=code).first()
    if summary := Summary.objects.filter(sha256=sha256).first():
        return summary
    found = list(SummaryFile.objects.filter(sha256=sha256).select_related("summary")[:2])
    return found[0].summary if len(found) == 1 and is_named(found[0]) else None


def is_named(file: SummaryFile) -> bool:
    """Whether a file says of which summary it is: by its code or, made before all kinds had it, by what it holds."""
    has_code = file.kind in NAMED or codes.grouped(file.summary.code).encode() in bytes(file.content)
    return has_code or any(file.summary.data[part] for part in NAMING_PARTS.get(file.kind, ()))


def make_missing() -> int:
    """Make the files that should have been made by now. Returns how many. What fails is logged, and stops no other."""
    waiting = (
        Summary.objects.filter(frozen_at__lt=timezone.now() - OVERDUE)
        .annotate(made=Count("files"))
        .filter(made__lt=len(KINDS))
        .order_by("pk")
    )
    count = 0
    for summary in waiting:
        try:
            count += make(summary)
        except Exception:
            log.exception("The files of summary %s could not be made.", summary.pk)
    return count
