"""What pages say of changes since a member last read them."""

from typing import Any

from django import template

from articles.public.since import Difference
from notes.reading import since

register = template.Library()


@register.simple_tag(takes_context=True)
def since_last_read(context: template.Context) -> Difference | None:
    """What is different in `version` since this member last read the article, on the first visit to it; or nothing."""
    request = context["request"]
    receipt = getattr(request, "receipt", None)
    return since.since_last_read(request.user, context["version"], receipt.opened_at) if receipt else None


@register.inclusion_tag("notes/_read_again.html", takes_context=True)
def read_again(context: template.Context) -> dict[str, Any]:
    """The articles that have changed since this member read them. Nothing for others."""
    user = context["request"].user
    return {"versions": since.worth_reading_again(user)} if user.is_authenticated else {}
