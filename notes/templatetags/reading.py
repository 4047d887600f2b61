"""What pages say of a member's reading."""

from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core import periods
from notes.reading import history

register = template.Library()
register.filter("in_words", periods.in_words)
register.filter("minutes_in_words", periods.minutes_in_words)


@register.simple_tag
def days_read(days: list[tuple[date, int]]) -> SafeString:
    """A row of a table for each day and its seconds: a template would take four times as long for a year of them."""
    rows = ((f"{day.day} {day:%B %Y}", periods.in_words(seconds)) for day, seconds in days)
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
