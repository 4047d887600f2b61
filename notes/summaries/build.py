"""The appraisal summary as one document, from which the page, the PDF, the CSV and the JSON are all made.

Its keys are explained in docs/summary.md. It is built when asked for and not kept.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from accounts.regulators import regulators
from articles.models import Version
from notes import history, periods
from notes.models import Entry, Note, PageView

if TYPE_CHECKING:
    from accounts.models import User

FORMAT = "patientplus-summary/1"
TITLE = "Record of reading and reflection"


@dataclass(frozen=True)
class Choices:
    """What a member wants in a summary: two days, what to show, and the ids of entries."""

    start: date
    end: date
    show: frozenset[str] = frozenset({"totals", "chart", "entries"})
    entries: frozenset[int] = frozenset()
    appraisal_on: date | None = None


def summary(user: "User", choices: Choices, at: datetime | None = None) -> dict[str, Any]:
    """The summary of what a member did from the first day to the last, both included, in their time zone.

    Parts that were not chosen are null. Only JSON's own types, so that what is shown is what is downloaded.
    """
    start, end, show = choices.start, choices.end, choices.show
    return {
        "format": FORMAT,
        "title": TITLE,
        "generated_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "period": {"from": start.isoformat(), "to": end.isoformat()},
        "member": member(user, choices.appraisal_on),
        "totals": totals(user, start, end) if "totals" in show else None,
        "months": months(user, start, end) if "chart" in show else None,
        "entries": entries(user, choices) if "entries" in show else None,
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


def totals(user: "User", start: date, end: date) -> dict[str, Any]:
    """What was done in the period: measured time and declared time kept apart."""
    counted = history.totals(user, start, end)
    seconds = counted.pop("active_seconds")
    return {
        **counted,
        "active_seconds": seconds,
        "active_minutes": seconds // 60,
        "credits": credits(counted["claimed_minutes"]),
    }


def credits(claimed_minutes: int) -> float:
    """Declared hours to the nearest 0.05. One credit is one hour with a reflective note (RCGP)."""
    twentieths = (Decimal(claimed_minutes) / 3).quantize(Decimal(1), ROUND_HALF_UP)
    return float(twentieths / 20)


def months(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Articles read in each month, and those that led to a note or a reflection."""
    return [row | {"starts_on": row["starts_on"].isoformat()} for row in periods.reading_by_month(user, start, end)]


def entries(user: "User", choices: Choices) -> list[dict[str, Any]]:
    """The chosen entries of the period, oldest first, each with the articles it came from."""
    versions = Version.objects.select_related("article").defer(*Version.LONG)
    chosen = (
        Entry.objects.owned_by(user)
        .filter(pk__in=choices.entries, learned_on__range=(choices.start, choices.end))
        .prefetch_related(
            Prefetch("page_views", PageView.objects.prefetch_related(Prefetch("version", versions))),
            Prefetch("notes", Note.objects.kept().prefetch_related(Prefetch("version", versions))),
        )
        .order_by("learned_on", "pk")
    )
    return [
        {
            "id": entry.pk,
            "title": entry.title,
            "date": entry.learned_on.isoformat(),
            "what": entry.what,
            "so_what": entry.so_what,
            "what_next": entry.what_next,
            "claimed_minutes": entry.claimed_minutes,
            "active_minutes": sum(view.active_seconds for view in entry.page_views.all()) // 60,
            "sources": sources(entry),
        }
        for entry in chosen
    ]


def sources(entry: Entry) -> list[dict[str, Any]]:
    """Every version that the entry came from, once, in the order in which it was first read or noted."""
    met: dict[int, tuple[datetime, Version]] = {}
    moments = [(view.opened_at, view.version) for view in entry.page_views.all()]
    moments += [(note.created_at, note.version) for note in entry.notes.all()]
    for moment, version in sorted(moments, key=lambda pair: pair[0]):
        met.setdefault(version.pk, (moment, version))
    return [
        {**reference(version), "read_on": timezone.localdate(moment).isoformat()} for moment, version in met.values()
    ]


def reference(version: Version) -> dict[str, Any]:
    """The exact text that was read: what GPhC calls to reference the text."""
    return {
        "title": version.title,
        "document_id": version.article.document_id,
        "version": version.number,
        "url": settings.SITE_URL + version.get_absolute_url(),
    }


def reading_log(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Every view of the period, oldest first."""
    since, until = periods.moments(start, end)
    views = (
        PageView.objects.owned_by(user)
        .filter(opened_at__gte=since, opened_at__lt=until)
        .select_related("version__article")
        .defer(*history.LONG)
        .order_by("opened_at", "pk")
    )
    return [
        {
            **reference(view.version),
            "opened_at": timezone.localtime(view.opened_at).isoformat(timespec="minutes"),
            "active_seconds": view.active_seconds,
            "active_minutes": view.active_seconds // 60,
        }
        for view in views
    ]
