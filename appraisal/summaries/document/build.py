"""The appraisal summary as one document, from which the page and every file are made.

Its keys are explained in docs/summary.md and described by schema.json. Built when asked for, kept when frozen.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from accounts.regulators import regulators
from appraisal.summaries.document import changed, codes, entries, layouts, plans, record
from appraisal.summaries.document.reference import reference
from core import periods
from notes.models import Note
from notes.reading import history

if TYPE_CHECKING:
    from accounts.models import User

FORMAT = "patientplus-summary/1"
SCHEMA = "/schemas/patientplus-summary-1.json"


@dataclass(frozen=True)
class Choices:
    """What a member wants in a summary: two days, what to show, and the ids of entries."""

    start: date
    end: date
    show: frozenset[str] = frozenset({"totals", "chart", "entries"})
    entries: frozenset[int] = frozenset()
    appraisal_on: date | None = None


@dataclass(frozen=True)
class Words:
    """What a member adds in their own words before a summary is frozen, and the ids of notes that they ticked."""

    overview: str = ""
    details: tuple[tuple[str, str], ...] = ()  # label and value
    declarations: tuple[str, ...] = ()  # whole sentences
    notes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seal:
    """What only a frozen summary has: its code, and the hash of the one it supersedes."""

    code: str
    supersedes: str | None = None


def summary(
    user: "User", choices: Choices, at: datetime | None = None, words: Words | None = None, seal: Seal | None = None
) -> dict[str, Any]:
    """The summary of what a member did from the first day to the last, both included, in their time zone.

    Parts that were not chosen are null. Only JSON's own types, so that what is shown is what is downloaded.
    """
    start, end, show = choices.start, choices.end, choices.show
    words, layout = words or Words(), layouts.layout_of(user.regulator)
    has = frozenset(layout["sections"])
    learned, read = record.rows(user, start, end), history.Reading.of(user, start, end)
    return {
        "format": FORMAT,
        "schema": settings.SITE_URL + SCHEMA,
        "title": layout["title"],
        "layout": layouts.frozen_part(layout, end),
        "generated_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "code": seal and codes.grouped(seal.code),
        "verify_url": seal and f"{settings.SITE_URL}/verify/{codes.grouped(seal.code)}/",
        "supersedes": seal and seal.supersedes,
        "period": {"from": start.isoformat(), "to": end.isoformat()},
        "member": member(user, choices.appraisal_on),
        "details": [{"label": label, "value": value} for label, value in words.details],
        "overview": words.overview,
        "totals": totals(user, read) if "totals" in show else None,
        "months": months(read) if "chart" in show else None,
        "topics": record.by_topic(user, start, end) if "totals" in show and "topics" in has else None,
        "entries": entries.chosen(user, choices.entries, start, end) if "entries" in show else None,
        "record": learned if "record" in show and "record" in has else None,
        "gaps": record.gaps(learned, start, end, layout["gap_months"]) if "record" in show and "gaps" in has else None,
        "standards": record.by(learned, "standards") if "totals" in show and "standards" in has else None,
        "roles": record.by(learned, "role") if "totals" in show and "roles" in has else None,
        "objectives": plans.objectives(user, start, end) if "plans" in show else None,
        "actions": plans.actions(user, start, end) if "plans" in show else None,
        "changed": changed.since_read(user, start, end) if "changed" in show else None,
        "notes": notes(user, choices, words.notes) if words.notes else None,
        "declarations": list(words.declarations),
        "reading_log": reading_log(user, start, end) if "log" in show else None,
    }


def member(user: "User", appraisal_on: date | None) -> dict[str, Any]:
    """Who the summary is about, as far as their account says."""
    regulator = regulators().get(user.regulator)
    return {
        "name": user.name,
        "profession": user.profession,
        "regulator": regulator.name if regulator else "",
        "registration_name": regulator.number_name if regulator else "Registration number",
        "registration_number": user.registration_number,
        "appraisal_on": appraisal_on.isoformat() if appraisal_on else None,
    }


def totals(user: "User", read: history.Reading) -> dict[str, Any]:
    """What was done in the period: measured time and declared time kept apart."""
    counted = read.totals | history.written(user, read.start, read.end)
    return {
        **counted,
        "active_minutes": counted["active_seconds"] // 60,
        "credits": credits(counted["claimed_minutes"]),
    }


def credits(claimed_minutes: int) -> float:
    """Declared hours to the nearest 0.05. One credit is one hour with a reflective note (RCGP)."""
    twentieths = (Decimal(claimed_minutes) / 3).quantize(Decimal(1), ROUND_HALF_UP)
    return float(twentieths / 20)


def months(read: history.Reading) -> list[dict[str, Any]]:
    """Articles read in each month, and those that led to a note or a reflection."""
    return [row | {"starts_on": row["starts_on"].isoformat()} for row in read.by_month()]


def notes(user: "User", choices: Choices, ticked: frozenset[int]) -> list[dict[str, Any]]:
    """The private notes that the member ticked one by one, oldest first."""
    since, until = periods.moments(choices.start, choices.end)
    chosen = Note.objects.owned_by(user).filter(pk__in=ticked, created_at__gte=since, created_at__lt=until)
    return [
        {
            **reference(note.version),
            "written_on": timezone.localdate(note.created_at).isoformat(),
            "quote": note.quote,
            "body": note.body,
        }
        for note in history.linked(chosen).order_by("created_at", "pk")
    ]


def reading_log(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Every view of the period, oldest first."""
    views = history.linked(history.visible(user, start, end))
    return [
        {
            **reference(view.version),
            "opened_at": timezone.localtime(view.opened_at).isoformat(timespec="minutes"),
            "active_seconds": view.active_seconds,
            "active_minutes": view.active_seconds // 60,
        }
        for view in views.order_by("opened_at", "pk")
    ]
