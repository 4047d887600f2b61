from django import template

from notes import drafts
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


@register.simple_tag(takes_context=True)
def draft_key(context: template.Context) -> str:
    """The key for the reader's unsaved words; empty for someone who is not signed in."""
    user = context["request"].user
    return drafts.key_for(user) if user.is_authenticated else ""
