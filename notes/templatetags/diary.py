"""What pages say of a member's reading and diary."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from appraisal.models import Entry
from appraisal.rules.files import prompts_for
from core import durations
from notes.reading import charts, history

ANSWERS = ("what", "so_what", "what_next", "benefit")

register = template.Library()
register.filter("in_words", durations.in_words)
register.filter("minutes_in_words", durations.minutes_in_words)


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
    asked = [(prompts.ask(name)[0] or "Benefit", getattr(entry, name)) for name in ANSWERS]
    return [("The question that led to it", entry.question)] * bool(entry.question) + [it for it in asked if it[1]]


@register.simple_tag
def days_read(days: list[tuple[date, int]]) -> SafeString:
    """A row of a table for each day and its seconds: a template would take four times as long for a year of them."""
    rows = ((f"{day.day} {day:%B %Y}", durations.in_words(seconds)) for day, seconds in days)
    return format_html_join("\n", '<tr><th scope="row">{}</th><td>{}</td></tr>', rows)


@register.inclusion_tag("notes/_receipt.html", takes_context=True)
def reading_receipt(context: template.Context) -> dict[str, Any]:
    """What a member's diary says of the article on this page, with the form that removes it. Nothing for others."""
    request = context["request"]
    if not hasattr(request, "receipt"):
        return {}
    return {
        "receipt": request.receipt,
        "version": request.version,
        "loaded_at": request.loaded_at.isoformat(),
        "path": request.path,
    }


@register.inclusion_tag("notes/_pick_up.html", takes_context=True)
def pick_up(context: template.Context) -> dict[str, Any]:
    """The articles that a member read last, and the invitation to write about them. Nothing for others."""
    user = context["request"].user
    if not user.is_authenticated:
        return {}
    return {"visits": history.last_read(user), "today": timezone.localdate()}
