from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Each icon is one path on a grid of 24, drawn with a line of 2. They stand in the page itself: no request, no flash,
# and repeated icons all but vanish when the page is compressed.
ICONS = {
    "alert": "M12 4L2 20h20zM12 10v5M12 17.5v.5",
    "bookmark": "M6 3h12v18l-6-5-6 5z",
    "check": "M4 12l6 6L20 6",
    "comment": "M4 5h16v11H10l-4 4v-4H4z",
    "contents": "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "document": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "download": "M12 4v11M7 10l5 5 5-5M4 20h16",
    "eye": "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    "note": "M5 4h14v11l-5 5H5zM14 20v-5h5",
    "pen": "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
    "plus": "M12 5v14M5 12h14",
    "print": "M6 9V3h12v6M6 18H4v-7h16v7h-2M8 14h8v7H8z",
    "search": "M4 11a7 7 0 1 0 14 0a7 7 0 1 0-14 0M16 16l5 5",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon of that name as inline SVG. It is decoration: words always stand beside it, seen or hidden.

    Raises KeyError when there is no such icon.
    """
    return format_html(
        '<svg class="ic" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag(takes_context=True)
def canonical(context: template.Context, page: Page | None = None) -> SafeString:
    """The one address under which a page is to be found, whatever else it was asked: its own, and of a long list the
    number of the page (RFC 6596)."""
    number = f"?page={page.number}" if page and page.number > 1 else ""
    request = context["request"]
    return format_html('<link rel="canonical" href="{}">', request.build_absolute_uri(request.path) + number)


@register.simple_tag
def footer_links() -> dict[str, str]:
    """The organisation's app and pages elsewhere, as its settings name them: what to call each, and where it is."""
    return settings.FOOTER_LINKS


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, address: str, words: str, also: str = "", exact: bool = False) -> SafeString:
    """An item of a navigation, marked when the page is that address, or lies under it (unless `exact`) or `also`."""
    path = context["request"].path
    here = path == address or path.startswith(tuple(filter(None, ["" if exact else address, also])))
    return format_html(
        '<li><a href="{}"{}>{}</a></li>',
        address,
        format_html(' aria-current="{}"', "page" if path == address else "true") if here else "",
        words,
    )


@register.simple_tag
def box(field: BoundField, **attributes: str | bool) -> SafeString:
    """The box of a form field with some of its attributes changed; False leaves one out."""
    return field.as_widget(attrs=attributes)


@register.filter(is_safe=True)
@stringfilter
def sentence(words: str) -> str:
    """Words of a library, which likes Title Case, as a sentence: "Sign In" is "Sign in" here."""
    words = words.strip()
    return words[:1].upper() + words[1:].lower()
