"""The rules in the regulators' files (accounts/regulators/), as they are in force on a day."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from accounts.regulators.files import codes, regulator_file, shared_file


@dataclass(frozen=True)
class Choice:
    """One of the things that a member can choose: a standard, or a type of learning with the ways that count as it."""

    code: str
    label: str
    methods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standards:
    """What a regulator's standards, domains or themes are called together, and each of them."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Prompts:
    """A model of reflection: its question for each of What, So what, What next and the benefit, each with a hint."""

    code: str
    label: str
    words: dict[str, str]

    def ask(self, field: str) -> tuple[str, str]:
        """The question of a field and its hint; empty when this model asks nothing of its own there."""
        return self.words.get(field, ""), self.words.get(f"{field}_hint", "")


@dataclass(frozen=True)
class Target:
    """A target is an amount that a regulator, or a custom, names for one cycle. Minutes are stored as minutes."""

    label: str
    measure: str
    amount: int
    unit: str
    text: str
    source: dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One heading of an entry's shape, and the fields of ours that stand under it."""

    heading: str
    fields: tuple[str, ...]
    is_asked: bool
    only: str


@dataclass(frozen=True)
class Rules:
    """The rules of one regulator on one day. A part that has no rule then is empty."""

    code: str
    scheme: str
    on: date
    years: int
    most_significant: int
    significant_text: str
    standards: Standards
    learning_types: Standards
    prompts: Prompts | None
    targets: tuple[Target, ...]
    title: str
    rows: tuple[Row, ...]
    expected: tuple[str, ...]

    def learning_type(self, method: str) -> str:
        """What this regulator calls a way of learning; nothing when it has no name for it."""
        return next((it.label for it in self.learning_types.choices if method in it.methods), "")


def read(code: str) -> dict[str, Any]:
    """The table of rules of one regulator, as it is in its file."""
    return regulator_file(code)["rules"]


@cache
def rules(code: str, on: date) -> Rules | None:
    """The rules of this regulator as they stood on that day; None for a code that has none."""
    if code not in codes():
        return None
    file = read(code)
    cycle, significant, entry = (in_force(file, kind, on) for kind in ("cycle", "significant", "entry"))
    prompts = in_force(file, "prompts", on)
    return Rules(
        code=code,
        scheme=file["scheme"],
        on=on,
        years=cycle.get("years", 1),
        most_significant=significant.get("at_most", 0),
        significant_text=significant.get("text", ""),
        standards=_standards(in_force(file, "standards", on)),
        learning_types=_standards(in_force(file, "learning_types", on)),
        prompts=Prompts(code, prompts["label"], prompts) if prompts else None,
        targets=tuple(_target(row, file["sources"]) for row in all_in_force(file, "targets", on)),
        title=entry.get("title", ""),
        rows=tuple(_row(row) for row in entry.get("rows", [])),
        expected=tuple(row["text"] for row in file.get("expected_change", []) if row["on"] > on),
    )


def all_in_force(file: dict[str, Any], kind: str, on: date) -> list[dict[str, Any]]:
    """The rules of a kind that hold on that day."""
    return [row for row in file.get(kind, []) if row["from"] <= on <= row.get("until", date.max)]


def in_force(file: dict[str, Any], kind: str, on: date) -> dict[str, Any]:
    """The newest rule of a kind that holds on that day; empty when there is none."""
    return max(all_in_force(file, kind, on), key=lambda row: row["from"], default={})


def _standards(group: dict[str, Any]) -> Standards:
    choices = (Choice(it.get("code", ""), it["label"], tuple(it.get("methods", ()))) for it in group.get("choices", []))
    return Standards(group.get("label", ""), tuple(choices))


def _target(row: dict[str, Any], sources: dict[str, Any]) -> Target:
    named = {name: row[name] for name in ("label", "measure", "amount", "unit", "text")}
    return Target(**named, source=sources[row["source"]])


def _row(row: dict[str, Any]) -> Row:
    return Row(row["heading"], tuple(row["fields"]), row.get("is_asked", False), row.get("only", ""))


@cache
def method_labels() -> dict[str, str]:
    """Every way of learning by its code, in their order."""
    return {row["code"]: row["label"] for row in shared_file()["method"]}


@cache
def method_names() -> dict[str, str]:
    """Every name under which a way of learning is known elsewhere, in small letters, with its code."""
    rows = shared_file()["method"]
    return {name.lower(): row["code"] for row in rows for name in (row["code"], row["label"], *row.get("also", ()))}


@cache
def standard_labels(on: date) -> dict[str, str]:
    """What every regulator's standards were called on that day, in small letters, and what an entry holds of each.

    A name that two regulators have is of neither: nobody could tell which is meant.
    """
    named: dict[str, list[str]] = {}
    for code in codes():
        own = rules(code, on)
        for choice in own.standards.choices if own else ():
            named.setdefault(choice.label.lower(), []).append(f"{code}:{choice.code}")
    return {label: found[0] for label, found in named.items() if len(found) == 1}


@cache
def models() -> dict[str, Prompts]:
    """The models of reflection that are no regulator's, by their code, in their order."""
    return {row["code"]: Prompts(row["code"], row["label"], row) for row in shared_file()["model"]}


def prompts_for(model: str, regulator: str, on: date) -> Prompts:
    """The model that a member chose, which may be a regulator's; else that of their regulator; else the first."""
    if model in models():
        return models()[model]
    own = rules(model, on) or rules(regulator, on)
    return own.prompts if own and own.prompts else next(iter(models().values()))
