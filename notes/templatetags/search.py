"""What a member's own notes say of what they look for."""

from typing import Any

from django import template

from notes.annotations.collection.listing import UNREAD
from notes.models import Note

register = template.Library()

MOST = 3
LONGEST = 200  # characters of a question that are looked for in notes


@register.inclusion_tag("notes/_own_notes.html", takes_context=True)
def own_notes(context: template.Context, query: str) -> dict[str, Any]:
    """The newest notes of the reader that hold each of these words, and whether there are more. Nothing for others."""
    user = context["request"].user
    words = query.replace("\0", "")[:LONGEST]
    if not (user.is_authenticated and words.strip()):
        return {}
    mine = Note.objects.owned_by(user).search(words)
    notes = list(mine.select_related("version__article").defer(*UNREAD)[: MOST + 1])
    return {"notes": notes[:MOST], "has_more": len(notes) > MOST, "words": words}
