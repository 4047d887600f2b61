from django import template

from articles.models import Version

register = template.Library()


@register.inclusion_tag("feedback/_vote.html")
def vote_form(version: Version) -> dict[str, object]:
    """Was this article useful? The same for everyone, so that one copy of the page serves everyone."""
    return {"version": version}
