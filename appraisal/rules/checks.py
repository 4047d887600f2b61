"""What can be wrong with the rules in a regulator's file, and with what all of them share (accounts/regulators/)."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from accounts.regulators.checks import Keys, rows_problems
from accounts.regulators.files import TableCheck, shared_file
from appraisal.rules.measures import MEASURES
from appraisal.rules.shapes import VALUES

RULES = Keys(
    {"scheme": str, "sources": dict}
    | dict.fromkeys(["cycle", "significant", "standards", "learning_types", "prompts", "targets", "entry"], list),
    {"expected_change": list},
)
SOURCE = Keys({"title": str, "url": str, "read_on": date})
DATED: dict[str, type] = {"from": date, "source": str}
UNTIL: dict[str, type] = {"until": date}
CHOICES = Keys(DATED | {"label": str, "choices": list}, UNTIL)
QUESTIONS: dict[str, type] = {"label": str, "what": str, "so_what": str, "what_next": str}
HINTS = dict.fromkeys(["what_hint", "so_what_hint", "what_next_hint", "benefit", "benefit_hint"], str)
KINDS = {
    "cycle": Keys(DATED | {"years": int}, UNTIL),
    "significant": Keys(DATED | {"at_most": int, "text": str}, UNTIL),
    "standards": CHOICES,
    "learning_types": CHOICES,
    "prompts": Keys(DATED | QUESTIONS, UNTIL | HINTS | {"claimed_minutes_hint": str}),
    "targets": Keys(DATED | {"measure": str, "amount": int, "label": str, "unit": str, "text": str}, UNTIL),
    "entry": Keys(DATED | {"title": str, "rows": list}, UNTIL),
}
ROW = Keys({"heading": str, "fields": list}, {"is_asked": bool, "only": str, "source": str})
EXPECTED_CHANGE = Keys({"on": date, "source": str, "text": str})
METHOD = Keys({"code": str, "label": str}, {"also": list})
MODEL = Keys(QUESTIONS | {"code": str, "source": str}, HINTS)


def rules_problems(rules: Any) -> Iterator[str]:
    """What is wrong with the rules of one regulator: their form first, then what they name."""
    found = [*RULES.problems(rules, "rules")] or [*form_problems(rules)]
    yield from found or [*source_problems(rules), *date_problems(rules), *name_problems(rules)]


def form_problems(rules: dict[str, Any]) -> Iterator[str]:
    """Keys that are missing, unknown or of another type."""
    for name, source in rules["sources"].items():
        yield from SOURCE.problems(source, f"rules.sources.{name}")
    for kind, keys in KINDS.items():
        yield from rows_problems(rules[kind], keys, f"rules.{kind}")
    if "expected_change" in rules:
        yield from rows_problems(rules["expected_change"], EXPECTED_CHANGE, "rules.expected_change")
    for entry in rules["entry"]:
        yield from rows_problems(entry.get("rows"), ROW, "rules.entry.rows")


def source_problems(rules: dict[str, Any]) -> Iterator[str]:
    """Sources that a rule names and the file does not have, and the other way round."""
    dated = [row for kind in (*KINDS, "expected_change") for row in rules.get(kind, [])]
    headings = [row for entry in rules["entry"] for row in entry["rows"] if "source" in row]
    named = {row["source"] for row in [*dated, *headings]}
    yield from (f"rules.sources has no {name}." for name in sorted(named - rules["sources"].keys()))
    yield from (f"rules.sources has {name}, which no rule names." for name in sorted(rules["sources"].keys() - named))


def date_problems(rules: dict[str, Any]) -> Iterator[str]:
    """Two rules of a kind on one day, and a kind that has ended. There may be several targets, or none."""
    for kind in KINDS.keys() - {"targets"}:
        spans = sorted((row["from"], row.get("until", date.max)) for row in rules[kind])
        if any(earlier[1] >= later[0] for earlier, later in pairwise(spans)):
            yield f"rules.{kind} has two rules for one day."
        if spans[-1][1] != date.max:
            yield f"rules.{kind} has ended."


def name_problems(rules: dict[str, Any]) -> Iterator[str]:
    """Fields, measures and ways of learning that do not exist, and ways of learning that no type counts."""
    rows = [row for entry in rules["entry"] for row in entry["rows"]]
    fields = {field for row in rows for field in row["fields"]}
    yield from (f"rules.entry names the field {it}, which does not exist." for it in sorted(fields - VALUES.keys()))
    kinds = {row["only"] for row in rows if "only" in row} - {"planned", "unplanned"}
    yield from (f"rules.entry has a row only for {it}: use planned or unplanned." for it in sorted(kinds))
    measures = {row["measure"] for row in rules["targets"]} - MEASURES.keys()
    yield from (f"rules.targets names the measure {it}, which does not exist." for it in sorted(measures))
    ways = {row["code"] for row in shared_file()["method"]}
    for group in rules["learning_types"]:
        counted = {way for choice in group["choices"] for way in choice["methods"]}
        yield from (f"rules.learning_types names {way}, which is no method." for way in sorted(counted - ways))
        yield from (f"rules.learning_types does not count {way}." for way in sorted(ways - counted))


def rows_check(keys: Keys, name: str) -> Callable[[Any], Iterator[str]]:
    """The check of a list of tables."""
    return lambda rows: rows_problems(rows, keys, name)


def of_regulator() -> dict[str, TableCheck]:
    return {"rules": rules_problems}


def of_shared() -> dict[str, TableCheck]:
    return {"method": rows_check(METHOD, "method"), "model": rows_check(MODEL, "model")}
