from django import template

from notes.models import Decision, Note, State
from notes.panel import Panel

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
        )
        request.note_panel = panel
    return panel


STANDING = {State.EXACT: "in place in", State.MOVED: "moved in", State.CHANGED: "changed nearby in", "": "not in"}


@register.filter
def standing_in_words(note: Note) -> str:
    """What became of a note since the version it was written on, to follow that. Nothing while that is live."""
    number, state, decision = note.standing
    if number == note.version.number:
        return ""
    if number is None:
        return ", which is no longer live"
    if decision == Decision.KEPT:
        return f", kept with version {note.version.number}"
    if decision:
        return f", placed by you in version {number}"
    return f", {STANDING.get(state, 'not found in')} version {number}{'' if state else ' yet'}"
