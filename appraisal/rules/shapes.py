"""One entry under the headings of any regulator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from appraisal.rules.files import method_labels, rules
from core.periods import in_words, minutes_in_words

if TYPE_CHECKING:
    from appraisal.models import Entry, Source


@dataclass(frozen=True)
class Line:
    """A heading and what the entry says under it; `is_missing` when the regulator asks for it and there is nothing."""

    heading: str
    text: str
    is_missing: bool


def shape(entry: "Entry", regulator: str, on: date | None = None) -> list[Line]:
    """The entry under this regulator's headings, as the rules stood on that day: by default the day it was written.

    Text only, with line feeds. Lines with nothing to say are left out, unless the regulator asks for them. Empty for a
    regulator without rules. Reads `sources` (with `version__article`), `objectives`, `evidence` and `action`.
    """
    asked = rules(regulator, on or written_on(entry))
    if asked is None:
        return []
    kind = "planned" if entry.is_planned else "unplanned"
    lines = []
    for row in asked.rows:
        if row.only in ("", kind):
            texts = [VALUES[field](entry, regulator) for field in row.fields]
            text = "\n".join(filter(None, texts))
            if text or row.is_asked:
                lines.append(Line(row.heading, text, not text))
    return lines


def written_on(entry: "Entry") -> date:
    """The day whose rules an entry keeps."""
    return timezone.localdate(entry.created_at)


def day(on: date) -> str:
    """17 November 2026."""
    return f"{on.day} {on:%B %Y}"


def dates(entry: "Entry") -> str:
    """The day, or the first and the last."""
    return f"{day(entry.learned_on)} to {day(entry.ended_on)}" if entry.ended_on else day(entry.learned_on)


def reference(source: "Source") -> str:
    """The exact text that was read, so that anyone finds it again."""
    version = source.version
    checked = f", last checked {day(source.checked_on)}" if source.checked_on else ""
    return (
        f"{version.title}. PatientPlus, document {version.article.document_id}, version {version.number}{checked}, "
        f"read {day(source.read_on)}. {settings.SITE_URL}{version.get_absolute_url()}"
    )


def references(entry: "Entry") -> str:
    """Every text that was read here, one a line, and where else the learning was."""
    elsewhere = ". ".join(filter(None, [entry.provider, entry.link]))
    return "\n".join([*map(reference, entry.sources.all()), *([elsewhere] if elsewhere else [])])


def credits(minutes: int) -> Decimal:
    """Declared hours to the nearest 0.05."""
    return (Decimal(minutes) / 3).quantize(Decimal(1), ROUND_HALF_UP) / 20


def standards(entry: "Entry", regulator: str) -> str:
    """The names of this regulator's standards that the entry shows, as they were when it was written."""
    asked = rules(regulator, written_on(entry))
    chosen = {code for prefix, _, code in (it.partition(":") for it in entry.standards) if prefix == regulator}
    return "\n".join(it.label for it in asked.standards.choices if it.code in chosen) if asked else ""


def learning_type(entry: "Entry", regulator: str) -> str:
    """What this regulator calls the way in which it was learned."""
    asked = rules(regulator, written_on(entry))
    return (asked and asked.learning_type(entry.method)) or method_labels().get(entry.method, "")


def action(entry: "Entry") -> str:
    """When the What next will be looked at, or was done."""
    plan = getattr(entry, "action", None)
    if plan is None:
        return ""
    return f"Done {day(plan.done_on)}" if plan.done_on else f"To look at again on {day(plan.due_on)}"


def outcome(entry: "Entry") -> str:
    """What came of the What next."""
    plan = getattr(entry, "action", None)
    return plan.outcome if plan else ""


def planned(entry: "Entry") -> str:
    return f"Planned on {day(entry.planned_on)}" if entry.planned_on else ""


def hours(minutes: int) -> str:
    """Hours as they are written on forms: "1.25"; nothing when there are none."""
    return f"{(Decimal(minutes) / 60).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}" if minutes else ""


# What can stand under a heading. The files name these and no others (tests/appraisal/rules/test_regulators.py).
VALUES: dict[str, Callable[["Entry", str], str]] = {
    "title": lambda entry, _: entry.title,
    "dates": lambda entry, _: dates(entry),
    "reference": lambda entry, _: references(entry),
    "learning_type": learning_type,
    "is_planned": lambda entry, _: "Planned" if entry.is_planned else "Unplanned",
    "planned_on": lambda entry, _: planned(entry),
    "plan": lambda entry, _: entry.plan,
    "question": lambda entry, _: entry.question,
    "measured": lambda entry, _: in_words(entry.measured_seconds) if entry.measured_seconds else "",
    "claimed": lambda entry, _: minutes_in_words(entry.claimed_minutes) if entry.claimed_minutes else "",
    "credits": lambda entry, _: f"{credits(entry.claimed_minutes):.2f}" if entry.claimed_minutes else "",
    "hours": lambda entry, _: hours(entry.claimed_minutes),
    # None of them is an answer too, once hours are claimed.
    "participatory_hours": lambda entry, _: hours(entry.participatory_minutes) or ("0" * bool(entry.claimed_minutes)),
    "what": lambda entry, _: entry.what,
    "so_what": lambda entry, _: entry.so_what,
    "what_next": lambda entry, _: entry.what_next,
    "benefit": lambda entry, _: entry.benefit,
    "action": lambda entry, _: action(entry),
    "outcome": lambda entry, _: outcome(entry),
    "objectives": lambda entry, _: "\n".join(objective.title for objective in entry.objectives.all()),
    "standards": standards,
    "clause": lambda entry, _: entry.clause,
    "role": lambda entry, _: entry.role,
    "evidence": lambda entry, _: "\n".join(file.name for file in entry.evidence.all()),
}
