"""How a summary is laid out, read from the regulators' files: sections in their order, headings, details, columns."""

from datetime import date
from functools import cache
from typing import Any

from accounts.regulators.files import codes, regulator_file, shared_file
from appraisal.models import Entry
from appraisal.rules import files

Layout = dict[str, Any]
# What a document holds of a layout: all that a frozen summary needs to be printed as it was.
FROZEN_KEYS = ("code", "title", "credits_note", "sections", "headings", "columns", "gap_months")


def declarations() -> dict[str, str]:
    """What a member may declare: the words of each by its key."""
    return {row["key"]: row["words"] for row in shared_file()["declaration"]}


@cache
def layouts() -> dict[str, Layout]:
    """Every layout by the code of its regulator, each with all of its headings. Without a code: of no regulator."""
    tables = {"": shared_file()["layout"]} | {code: regulator_file(code)["layout"] for code in codes()}
    return {code: _with_headings(code, table) for code, table in tables.items()}


def _with_headings(code: str, table: Layout) -> Layout:
    return {**table, "code": code, "headings": shared_file()["headings"] | table.get("headings", {})}


def layout_of(regulator: str) -> Layout:
    """The layout for a regulator's code; for "" that of members who named none. Raises KeyError for any other."""
    return layouts()[regulator]


def frozen_part(layout: Layout, on: date) -> Layout:
    """The part of a layout that a document holds, with the questions that its regulator asks on that day."""
    part = {key: layout.get(key) for key in FROZEN_KEYS}
    prompts, asked = files.prompts_for("", layout["code"], on), files.rules(layout["code"], on)
    headings = dict(layout["headings"])
    if asked and asked.standards.label:
        headings["standards"] = asked.standards.label
    return {
        **part,
        "headings": headings,
        "columns": layout.get("columns", []),
        "questions": {answer: prompts.ask(answer)[0] for answer in Entry.ANSWERS},
        "as_of": on.isoformat(),
    }
