from typing import Any

from django import template

from articles.models import OPEN, Version
from notes.annotations import drafts
from notes.annotations.panel import Panel
from notes.annotations.placements import actions
from notes.models import Decision, Note, State

register = template.Library()


@register.simple_tag(takes_context=True)
def note_panel(context: template.Context) -> Panel:
    """The reader's notes on the page of `version`, whose `sections` they lie in. Asked for once however often used."""
    request, version = context["request"], context["version"]
    panel = getattr(request, "note_panel", None)
    if panel is None or panel.version is not version:
        panel = Panel(
            version=version,
            user=request.user,
            sections=context["sections"],
            is_hidden=request.GET.get("notes") == "hide",
            found=getattr(request, "page_notes", None),
        )
        request.note_panel = panel
    return panel


@register.simple_tag(takes_context=True)
def draft_key(context: template.Context) -> str:
    """The key for the reader's unsaved words; empty for someone who is not signed in."""
    user = context["request"].user
    return drafts.key_for(user) if user.is_authenticated else ""


STANDING = {State.EXACT: "in place in", State.MOVED: "moved in", State.CHANGED: "changed nearby in", "": "not in"}


@register.filter
def standing_in_words(note: Note) -> str:
    """What became of a note since the version it was written on, to follow that. Nothing while that is live."""
    number, state, decision = note.standing
    if number == note.version.number:
        return ""
    if number is None:
        return ", which is no longer live"
    if decision == Decision.OLD_VERSION:
        return f", kept with version {note.version.number}"
    if decision:
        return f", placed by you in version {number}"
    return f", {STANDING.get(state, 'not found in')} version {number}{'' if state else ' yet'}"


FEWER_THAN = 5  # a smaller count could point to one person
EFFECTS = {
    State.EXACT: "stay in place",
    State.MOVED: "move to another section",
    State.CHANGED: "ask their writer, because something in or beside the passage changed",
    State.DETACHED: "no longer be found",
}


@register.inclusion_tag("admin/articles/version/_effects.html")
def publish_effects(version: Version) -> dict[str, Any]:
    """What would become of readers' notes if this version were published: counts, never words, none below five."""
    if version.status not in OPEN or not version.page:
        return {}
    found = actions.counts(version)
    # No total: with it, the one small count could be reckoned from the others.
    return {"effects": [(words, _hidden(found[state])) for state, words in EFFECTS.items() if found[state]]}


def _hidden(count: int) -> str:
    return str(count) if count >= FEWER_THAN else "fewer than five"
