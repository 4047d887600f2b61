"""The summary for spreadsheets: one table, reflections first, then the reading log, and of which summary it is."""

import csv
import io
from typing import Any

from core.csv import BOM, guarded

# Which part of the summary a row belongs to stands in the first column, so that one file can be filtered.
COLUMNS = {
    "section": "Section",
    "date": "Date",
    "time": "Time",
    "title": "Title",
    "document_id": "Document ID",
    "version": "Version",
    "active_minutes": "Active minutes (measured)",
    "claimed_minutes": "Claimed minutes (declared)",
    "what": "What?",
    "so_what": "So what?",
    "what_next": "What next?",
    "sources": "Sources",
    "url": "Address",
}
# What makes a spreadsheet take a cell for a formula (OWASP, CSV injection), full-width forms included.


def render(summary: dict[str, Any], stamp: Any = None) -> str:
    """The entries and the log as CSV (RFC 4180), with a byte order mark and no cell that a spreadsheet would run.

    The last row of a frozen summary names it: without, two that hold the same, or nothing, would be one file.
    """
    out = io.StringIO()
    out.write(BOM)
    writer = csv.DictWriter(out, list(COLUMNS), restval="")
    writer.writerow(COLUMNS)
    named = [named_row(summary)] if summary["code"] else []
    for row in [*map(entry_row, summary["entries"] or []), *map(log_row, summary["reading_log"] or []), *named]:
        writer.writerow({column: guarded(value) for column, value in row.items()})
    return out.getvalue()


def entry_row(entry: dict[str, Any]) -> dict[str, Any]:
    """A reflection, with what it came from in one cell."""
    sources = "; ".join(
        f"{source['title']} (document {source['document_id']}, version {source['version']})"
        for source in entry["sources"]
    )
    return {
        "section": "Reflection",
        **{key: entry[key] for key in ("date", "title", "active_minutes", "claimed_minutes")},
        **{key: entry[key] for key in ("what", "so_what", "what_next")},
        "sources": sources,
    }


def log_row(view: dict[str, Any]) -> dict[str, Any]:
    """A page that was opened."""
    day, _, clock = view["opened_at"].partition("T")
    return {
        "section": "Reading log",
        "date": day,
        "time": clock[:5],
        **{key: view[key] for key in ("title", "document_id", "version", "active_minutes", "url")},
    }


def named_row(summary: dict[str, Any]) -> dict[str, Any]:
    """Which summary this is, and where to ask whether it is genuine."""
    return {"section": "Summary", "title": f"Code {summary['code']}", "url": summary["verify_url"]}
