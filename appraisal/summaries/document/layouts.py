"""How a summary is laid out, read from layouts.toml: sections in their order, headings, what questions are called."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from appraisal.rules import files

Layout = dict[str, Any]
# What a document keeps of a layout: all that a frozen summary needs to be printed as it was.
KEPT = ("code", "title", "credits_note", "sections", "headings", "columns", "gap_months")


@cache
def read() -> dict[str, Any]:
    """The whole file."""
    return tomllib.loads(Path(__file__).with_name("layouts.toml").read_text(encoding="utf-8"))


def declarations() -> dict[str, str]:
    """What a member may declare: the words of each by its key."""
    return {row["key"]: row["words"] for row in read()["declaration"]}


@cache
def layouts() -> dict[str, Layout]:
    """Every layout by the code of its regulator, each with all of its headings. The first is the default."""
    data = read()
    return {row["code"]: {**row, "headings": data["headings"] | row.get("headings", {})} for row in data["layout"]}


def layout_of(regulator: str) -> Layout:
    """The layout for a regulator's code, or the default one."""
    return layouts().get(regulator) or next(iter(layouts().values()))


def kept(layout: Layout, on: date) -> Layout:
    """The part of a layout that a document keeps, with the questions that its regulator asks on that day."""
    part = {key: layout.get(key) for key in KEPT}
    prompts, asked = files.prompts_for("", layout["code"], on), files.rules(layout["code"], on)
    headings = dict(layout["headings"])
    if asked and asked.standards.label:
        headings["standards"] = asked.standards.label
    return {
        **part,
        "headings": headings,
        "columns": layout.get("columns", []),
        "questions": {answer: prompts.ask(answer)[0] for answer in ("what", "so_what", "what_next", "benefit")},
        "as_of": on.isoformat(),
    }
