"""What pages say of a member's diary and summaries."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from appraisal.models import Entry
from appraisal.rules.files import prompts_for
from notes.reading import charts

register = template.Library()


@register.filter
def moment(iso: str) -> datetime | date:
    """A day or a moment out of a document, for the `date` filter."""
    return datetime.fromisoformat(iso) if "T" in iso else date.fromisoformat(iso)


@register.filter
def months_chart(months: list[dict[str, Any]]) -> charts.Chart:
    """The months of a summary as its sheet draws them."""
    return charts.columns(months, height=110)


@register.filter
def answers(entry: Entry) -> list[tuple[str, str]]:
    """Each question of the model by which an entry was written, with its answer; not those left open."""
    prompts = prompts_for(entry.model, "", timezone.localdate(entry.created_at))
    asked = [(prompts.ask(name)[0] or "Benefit", getattr(entry, name)) for name in Entry.ANSWERS]
    return [("The question that led to it", entry.question)] * bool(entry.question) + [it for it in asked if it[1]]
