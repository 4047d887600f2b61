"""What can be wrong with the layout of a summary in a regulator's file, and with what all layouts share."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from accounts.regulators.checks import Keys, rows_problems
from accounts.regulators.files import TableCheck, shared_file
from appraisal.summaries.files.sections import COLUMNS, LOG, SECTIONS

ALL_SECTIONS = SECTIONS.keys() | {LOG}
LAYOUT: dict[str, type] = {"title": str, "credits_note": str, "overview_hint": str, "sections": list}
OPTIONAL: dict[str, type] = {"headings": dict, "details": list, "columns": list, "gap_months": int}
OF_REGULATOR = Keys(LAYOUT | {"source": str, "read_on": date}, OPTIONAL)
OF_NO_REGULATOR = Keys(LAYOUT, OPTIONAL)
DETAIL = Keys({"key": str, "label": str})
COLUMN = Keys({"heading": str, "value": str}, {"is_summed": bool})
DECLARATION = Keys({"key": str, "words": str})
# What a section needs in its layout.
NEEDED = {"record": "columns", "gaps": "gap_months"}
# Headings that are no section's: where there is no such heading, no credits are counted.
OTHER_HEADINGS = {"credits"}


def layout_problems(layout: Any) -> Iterator[str]:
    """What is wrong with a regulator's layout."""
    yield from [*OF_REGULATOR.problems(layout, "layout")] or [*part_problems(layout)]


def default_layout_problems(layout: Any) -> Iterator[str]:
    """What is wrong with the layout for members who named no regulator."""
    yield from [*OF_NO_REGULATOR.problems(layout, "layout")] or [*part_problems(layout)]


def part_problems(layout: dict[str, Any]) -> Iterator[str]:
    """Sections, headings and columns that do not exist; and what a section needs and does not have."""
    sections = set(layout["sections"])
    yield from (f"layout.sections has {it}, which does not exist." for it in sorted(sections - ALL_SECTIONS))
    missing = {key: it for it, key in NEEDED.items() if it in sections and key not in layout}
    yield from (f"layout has no {key} for its section {it}." for key, it in missing.items())
    unknown = layout.get("headings", {}).keys() - shared_file()["headings"].keys() - OTHER_HEADINGS
    yield from (f"layout.headings has {it}, which is no section." for it in sorted(unknown))
    if "details" in layout:
        yield from rows_problems(layout["details"], DETAIL, "layout.details")
    if "columns" in layout:
        yield from column_problems(layout["columns"])


def column_problems(columns: Any) -> Iterator[str]:
    """What is wrong with the columns of the record of learning."""
    if found := [*rows_problems(columns, COLUMN, "layout.columns")]:
        yield from found
        return
    unknown = {column["value"] for column in columns} - COLUMNS.keys()
    yield from (f"layout.columns has the value {it}, which does not exist." for it in sorted(unknown))


def headings_problems(headings: Any) -> Iterator[str]:
    """What is wrong with the headings that all layouts share: one for every section, and no other."""
    yield from Keys(dict.fromkeys(sorted(ALL_SECTIONS), str)).problems(headings, "headings")


def declarations_problems(rows: Any) -> Iterator[str]:
    yield from rows_problems(rows, DECLARATION, "declaration")


def of_regulator() -> dict[str, TableCheck]:
    return {"layout": layout_problems}


def of_shared() -> dict[str, TableCheck]:
    return {
        "layout": default_layout_problems,
        "headings": headings_problems,
        "declaration": declarations_problems,
    }
