"""How shares are said and drawn."""

from django import template

register = template.Library()


@register.filter
def percent(part: float) -> str:
    """A part of 1: "67%"."""
    return f"{part:.0%}"


@register.filter
def points(part: float) -> str:
    """A difference of parts in percentage points, with its sign: "+12.5"."""
    return f"{part * 100:+.1f}"


@register.filter
def x(part: float) -> str:
    """A part of 1 as a place from left to right: "66.67%"."""
    return f"{part * 100:.2f}%"
