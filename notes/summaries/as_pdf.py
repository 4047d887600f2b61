"""The summary on paper: tagged PDF (PDF/UA-1), set by Typst from summary.typ.

What members write reaches Typst as data only: nothing in it is ever read as Typst's own language.
"""

import json
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.template.loader import render_to_string

from notes import charts

from . import sheet
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


def render(summary: dict[str, Any], stamp: sheet.Stamp | None = None) -> bytes:
    """The summary as a PDF in UK English, with headings, table headers, a title and a described chart; not signed."""
    replaced: Counter[str] = Counter()
    shown = printable(drawn(sheet.made(summary, stamp=stamp, views=PRINTED_VIEWS)), replaced)
    shown["replaced"] = [{"name": name, "count": count} for name, count in replaced.most_common()]
    return typst.compile(
        template(),
        sys_inputs={"summary": json.dumps(shown)},
        font_paths=fonts(),
        pdf_standards=["ua-1"],
        timestamp=datetime.fromisoformat(summary["generated_at"]),
        format="pdf",
    )


def as_text(cell: Any) -> str:
    return cell if isinstance(cell, str) else cell["text"]


def drawn(made: dict[str, Any]) -> dict[str, Any]:
    """The sheet with its chart and its QR code as SVG."""
    for section in made["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "chart":
                chart = charts.columns(block["months"], CHART_HEIGHT)
                block["svg"] = render_to_string("notes/summary_chart.svg", {"chart": chart})
            if section["name"] == "log":  # a thousand links take as long, and as much memory, as all the rest
                block["rows"] = [[as_text(cell) for cell in row] for row in block.get("rows", [])]
    if made["stamp"]:
        made["stamp"]["qr"] = segno.make(made["stamp"]["url"], error="m").svg_inline(scale=4, border=2)
    return made
