"""The chosen entries of a summary: each in fields of ours, and as lines under its regulator's headings."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone

from appraisal.models import Entry, Source
from appraisal.rules import files, shapes
from appraisal.summaries.document.reference import reference
from articles.models import Version
from notes.models import Note

if TYPE_CHECKING:
    from accounts.models import User

# What stands above the lines already: in the heading of an entry, in the line below it, and among its sources.
ABOVE = {"title", "dates", "reference", "measured", "claimed", "credits", "hours"}


def chosen(user: "User", ids: Iterable[int], start: date, end: date) -> list[dict[str, Any]]:
    """The chosen entries of the period, oldest first, each with the articles it came from."""
    versions = Version.objects.select_related("article").defer(*Version.LONG)
    found = (
        Entry.objects.owned_by(user)
        .filter(pk__in=ids, learned_on__range=(start, end))
        .select_related("action")
        .prefetch_related(
            "objectives",
            "evidence",
            Prefetch("sources", Source.objects.prefetch_related(Prefetch("version", versions))),
            Prefetch("notes", Note.objects.not_deleted().prefetch_related(Prefetch("version", versions))),
        )
        .order_by("learned_on", "pk")
    )
    return [row(entry, user.regulator) for entry in found]


def row(entry: Entry, regulator: str) -> dict[str, Any]:
    """One entry. `lines` are what is printed of it: headings as the rules stood when it was written."""
    return {
        "id": entry.pk,
        "title": entry.title,
        "date": entry.learned_on.isoformat(),
        "ended_on": entry.ended_on.isoformat() if entry.ended_on else None,
        **{answer: getattr(entry, answer) for answer in Entry.ANSWERS},
        "question": entry.question,
        "claimed_minutes": entry.claimed_minutes,
        "participatory_minutes": entry.participatory_minutes,
        "active_minutes": entry.measured_seconds // 60,
        "provenance": entry.provenance,
        "is_significant": entry.is_significant,
        "is_planned": entry.is_planned,
        "method": shapes.learning_type(entry, regulator),
        "standards": shapes.standards(entry, regulator).splitlines(),
        "role": entry.role,
        "lines": lines(entry, regulator),
        "sources": sources(entry),
        "elsewhere": ". ".join(filter(None, [entry.provider, entry.link])),
        "evidence": [{"name": file.name, "sha256": file.sha256} for file in entry.evidence.all()],
    }


def lines(entry: Entry, regulator: str) -> list[dict[str, str]]:
    """The entry under its regulator's headings, without what stands above them; or under the questions it answers."""
    on = shapes.written_on(entry)
    asked = files.rules(regulator, on)
    if asked is None:
        prompts = files.prompts_for(entry.model, "", on)
        texts = [(prompts.ask(answer)[0] or "Benefit", getattr(entry, answer)) for answer in Entry.ANSWERS]
    else:
        kind = "planned" if entry.is_planned else "unplanned"
        rows = [row for row in asked.rows if row.only in ("", kind)]
        texts = [(row.heading, words(entry, regulator, row.fields)) for row in rows]
    return [{"heading": heading, "text": text} for heading, text in texts if text]


def words(entry: Entry, regulator: str, fields: Iterable[str]) -> str:
    """What stands under one heading."""
    texts = [shapes.VALUES[field](entry, regulator) for field in fields if field not in ABOVE]
    return "\n".join(filter(None, texts))


def sources(entry: Entry) -> list[dict[str, Any]]:
    """Every version that the entry came from, once, in the order in which it was first read or noted."""
    met: dict[int, tuple[datetime, Version]] = {}
    moments = [(midday(source.read_on), source.version) for source in entry.sources.all()]
    moments += [(note.created_at, note.version) for note in entry.notes.all()]
    for moment, version in sorted(moments, key=lambda pair: pair[0]):
        met.setdefault(version.pk, (moment, version))
    return [
        {**reference(version), "read_on": timezone.localdate(moment).isoformat()} for moment, version in met.values()
    ]


def midday(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(12)))
