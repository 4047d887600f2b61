"""The summary on paper: tagged PDF (PDF/UA-1), set by Typst from summary.typ.

What members write reaches Typst as data only: nothing in it is ever read as Typst's own language.
"""

import json
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.template.loader import render_to_string

from notes import charts
from notes.durations import in_words, minutes_in_words

from .printable import FONTS, printable

TEMPLATE = Path(__file__).with_name("summary.typ")
CHART_HEIGHT = 110
# The newest views of the log that are printed: more would take seconds, and no one reads them on paper.
PRINTED_VIEWS = 1_000


@cache
def template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def fonts() -> typst.Fonts:
    """Ours and no others: what a machine happens to have must not change the document."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def render(summary: dict[str, Any]) -> bytes:
    """The summary as a PDF in UK English, with headings, table headers, a title and a described chart."""
    replaced: Counter[str] = Counter()
    shown = printable(as_printed(summary), replaced)
    shown["replaced"] = [{"name": name, "count": count} for name, count in replaced.most_common()]
    shown["chart"] = chart(summary["months"]) if summary["months"] else None
    generated_at = datetime.fromisoformat(summary["generated_at"])
    return typst.compile(
        template(),
        sys_inputs={"summary": json.dumps(shown)},
        font_paths=fonts(),
        pdf_standards=["ua-1"],
        timestamp=generated_at,
        format="pdf",
    )


def as_printed(summary: dict[str, Any]) -> dict[str, Any]:
    """The document with its days and times in words, as the page says them."""
    totals, log = summary["totals"], summary["reading_log"]
    return {
        **summary,
        "generated_on": day(summary["generated_at"][:10]),
        "period": {key: day(value) for key, value in summary["period"].items()},
        "member": {**summary["member"], "appraisal_on": day(summary["member"]["appraisal_on"])},
        "totals": totals
        and {
            **totals,
            "active": in_words(totals["active_seconds"]),
            "claimed": minutes_in_words(totals["claimed_minutes"]),
            "credits": f"{totals['credits']:.2f}",
        },
        "entries": summary["entries"] and [printed_entry(entry) for entry in summary["entries"]],
        "views_left_out": max(len(log or []) - PRINTED_VIEWS, 0),
        "reading_log": log
        and [
            {
                **view,
                "opened": f"{day(view['opened_at'][:10])}, {view['opened_at'][11:16]}",
                "active": in_words(view["active_seconds"]),
            }
            for view in log[-PRINTED_VIEWS:]
        ],
    }


def printed_entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        **entry,
        "date": day(entry["date"]),
        "claimed": minutes_in_words(entry["claimed_minutes"]) if entry["claimed_minutes"] else "",
        "sources": [{**source, "read_on": day(source["read_on"])} for source in entry["sources"]],
    }


def day(iso: str | None) -> str:
    """17 November 2026."""
    return f"{(on := date.fromisoformat(iso)).day} {on:%B %Y}" if iso else ""


def chart(months: list[dict[str, Any]]) -> dict[str, str]:
    """The months chart as SVG, and the same in words for those who do not see it."""
    drawn = charts.columns(months, CHART_HEIGHT)
    said = ", ".join(f"{row['name']} {row['read']} read, {row['led']} led to a note or reflection" for row in months)
    return {
        "svg": render_to_string("notes/summary_chart.svg", {"chart": drawn}),
        "alt": f"Column chart. Articles read: {said}.",
    }
