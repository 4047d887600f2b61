"""The summary as plain text, and each reflection as a block to paste into a portfolio (portfolios.toml)."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from appraisal.summaries.files import sections, sheet

LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@cache
def portfolios() -> list[dict[str, Any]]:
    """The portfolios that we know the fields of."""
    return tomllib.loads(Path(__file__).with_name("portfolios.toml").read_text(encoding="utf-8"))["portfolio"]


def clean(words: str) -> str:
    """Without controls and without marks that turn the direction of what follows; line ends as line feeds."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", words))


def render(summary: dict[str, Any], stamp: sheet.Stamp | None = None) -> str:
    """Every reflection once for each portfolio, field by field."""
    parts = [f"{summary['title']}, {sheet.build(summary, views=0)['period']}"]
    for portfolio in portfolios():
        parts.append(f"{'=' * 72}\n{portfolio['name']}\n{'=' * 72}")
        for block in blocks(summary, portfolio):
            parts.append("\n\n".join(f"{label}:\n{words}" for label, words in block))
    return "\n\n".join([*parts, *genuine(summary)]) + "\n"


def for_email(summary: dict[str, Any]) -> str:
    """Every reflection with its questions, for a diary that takes learning by email."""
    answers = summary["layout"]["questions"]
    fields = ["date", *answers, "sources"]
    entries = [
        "\n\n".join([value_of(entry, "title"), pasted(summary, entry, fields), f"{value_of(entry, 'credits')} credits"])
        for entry in summary["entries"] or []
    ]
    return "\n\n----\n\n".join([*entries, *genuine(summary)]) + "\n"


def genuine(summary: dict[str, Any]) -> list[str]:
    """Where to ask whether it is genuine; nothing of a preview."""
    return [f"Is this genuine? {summary['verify_url']}"] if summary["verify_url"] else []


def blocks(summary: dict[str, Any], portfolio: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """The fields of each reflection: what a field is called, and what to paste into it. Empty ones are left out."""
    found = []
    for entry in summary["entries"] or []:
        filled = [(field["label"], pasted(summary, entry, field["parts"])) for field in portfolio["fields"]]
        found.append([(label, words) for label, words in filled if words])
    return found


def pasted(summary: dict[str, Any], entry: dict[str, Any], parts: list[str]) -> str:
    """One field: these parts of an entry, one after the other; with several, questions stand above their answers."""
    values = [(part, value_of(entry, part)) for part in parts]
    answers = summary["layout"]["questions"]
    return "\n\n".join(
        f"{answers[part]}\n{value}" if part in answers and len(parts) > 1 else value for part, value in values if value
    )


def value_of(entry: dict[str, Any], part: str) -> str:
    if part == "credits":  # a number and nothing else: SOAR refuses "1.5 hours"
        return f"{entry['claimed_minutes'] / 60:.2f}"
    if part == "hours":
        return sections.hours(entry["claimed_minutes"])
    if part == "date":
        day = entry["date"]
        return f"{day[8:10]}/{day[5:7]}/{day[:4]}"
    if part == "sources":
        return "\n".join(
            f"{it['title']} (document {it['document_id']}, version {it['version']}), {it['url']}"
            for it in entry["sources"]
        )
    return clean(entry.get(part) or "").strip()
