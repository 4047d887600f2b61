"""Notes for spreadsheets: one row each."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils import timezone

from core.csv import BOM, guarded
from notes.annotations.exports import about
from notes.models import Note

COLUMNS = [
    "Article",
    "Document ID",
    "Version",
    "Section",
    "Passage",
    "Note",
    "Tags",
    "Written",
    "Last saved",
    "Address",
]


def write(notes: Iterable[Note]) -> Iterator[str]:
    """The notes as CSV (RFC 4180), with a byte order mark and no cell that a spreadsheet would run."""
    yield BOM + _line(COLUMNS)
    for note in notes:
        yield _line(_cells(note))


def _cells(note: Note) -> list[object]:
    version = note.version
    written, saved = (f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for at in (note.created_at, note.updated_at))
    return [
        version.title,
        version.article.document_id,
        version.number,
        about.place(note),
        note.quote,
        note.body,
        ", ".join(about.tags(note)),
        written,
        saved,
        about.address(note),
    ]


def _line(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([guarded(cell) for cell in cells])
    return out.getvalue()
