"""The summary on paper: tagged PDF (PDF/UA-1), set by Typst from summary.typ.

What members write reaches Typst as data only: nothing in it is ever read as Typst's own language.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string

from appraisal.summaries.files import sheet
from appraisal.summaries.files.printable import printable
from core import process
from notes.reading import charts

TYPESET = Path(__file__).with_name("typeset.py")
# Many times what the largest summary takes. A document that nobody can wait for is given up.
PATIENCE = 120
CHART_HEIGHT = 110
# The newest views of the log that are printed: more would take seconds, and no one reads them on paper.
PRINTED_VIEWS = 1_000


class NotSet(Exception):
    """Typst could not set a summary; its own words say why."""


def render(summary: dict[str, Any], stamp: sheet.Stamp | None = None) -> bytes:
    """The summary as a PDF in UK English, with headings, table headers, a title and a described chart; not signed."""
    replaced: Counter[str] = Counter()
    content = printable(drawn(sheet.build(summary, stamp=stamp, views=PRINTED_VIEWS)), replaced)
    content["replaced"] = [{"name": name, "count": count} for name, count in replaced.most_common()]
    return typeset({"summary": json.dumps(content), "made_at": summary["generated_at"]})


def typeset(asked: dict[str, str]) -> bytes:
    """The PDF, by a process that ends. Raises NotSet, or process.TookTooLong."""
    try:
        return process.run(TYPESET, json.dumps(asked).encode(), seconds=PATIENCE)
    except process.Failed as error:
        raise NotSet(str(error)) from error


def as_text(cell: Any) -> str:
    return cell if isinstance(cell, str) else cell["text"]


def drawn(content: dict[str, Any]) -> dict[str, Any]:
    """The sheet with its chart and its QR code as SVG."""
    for section in content["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "chart":
                chart = charts.columns(block["months"], CHART_HEIGHT)
                block["svg"] = render_to_string("appraisal/summary_chart.svg", {"chart": chart})
            if section["name"] == "log":  # a thousand links take as long, and as much memory, as all the rest
                block["rows"] = [[as_text(cell) for cell in row] for row in block.get("rows", [])]
    if content["stamp"]:
        content["stamp"]["qr"] = segno.make(content["stamp"]["url"], error="m").svg_inline(scale=4, border=2)
    return content
