"""How articles are shown. The one file that marks HTML as safe: what passed the allowlist, and JSON for machines."""

import json
import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression
from django.template.defaultfilters import date as written
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles import generations
from articles.desk.changes import parts
from articles.fields import COMPARED
from articles.models import Reference, Version
from articles.references import printed as references
from articles.references.changes import ChangedReference
from articles.search.snippets import Piece
from articles.text.compare import compare
from articles.text.sections import Section

register = template.Library()

_ID = re.compile(r' id="[^"]*"')

# What could end a script element or be read as markup, in JSON's own escapes.
IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


class CachedNode(template.Node):
    """A part of a page, rendered once in a generation for each set of values (see `cached`)."""

    def __init__(self, inside: template.NodeList, values: list[FilterExpression]) -> None:
        self.inside, self.values = inside, values

    def render(self, context: template.Context) -> SafeString:
        cache = getattr(getattr(context, "request", None), "page_cache", {})
        key = ("part", *(value.resolve(context) for value in self.values))
        return generations.get_or_set(cache, key, lambda: self.inside.render(context))


@register.tag
def cached(parser: template.base.Parser, token: template.base.Token) -> CachedNode:
    """Render what is inside once, then take it from the cache: `{% cached "head" version.pk %}...{% endcached %}`.

    For parts that are the same for everyone. The name and the values must tell apart all that the part depends on,
    other than what articles hold: that is looked after (articles/generations.py).
    """
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    inside = parser.parse(["endcached"])
    parser.delete_first_token()
    return CachedNode(inside, values)


@register.filter
def prose(section: Section) -> SafeString:
    """The words of a section. They passed the allowlist when they were written (articles/text/allowlist.py)."""
    return mark_safe(section.html)  # noqa: S308


@register.filter
def prose_without_ids(section: Section) -> SafeString:
    """The same, for a page on which it is not the only copy of those words, nor its tables regions of their own."""
    return mark_safe(_ID.sub("", section.html).replace('role="region"', 'role="group"'))  # noqa: S308


@register.filter(expects_localtime=True)
def day(value: date | datetime | None) -> SafeString | str:
    """A date for people and machines: 17 November 2026. Nothing for none."""
    if not value:
        return ""
    return _day(value.date() if isinstance(value, datetime) else value)


@lru_cache(1000)  # a page has many, and most of them are the same
def _day(on: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', written(on, "Y-m-d"), written(on, "j F Y"))


@register.filter
def vancouver(reference: Reference) -> SafeString:
    """A reference as it is printed, with links to where it can be read."""
    ways = format_html_join("", ' <a href="{1}" rel="noopener">{0}</a>', references.links(reference))
    return mark_safe(references.vancouver(reference) + ways)  # noqa: S308


@register.simple_tag
def compared(old: str, new: str) -> SafeString:
    """Two rendered pages as one, with what was removed and what was added."""
    return mark_safe(compare(old, new))  # noqa: S308


@register.simple_tag
def compared_parts(old: str, new: str) -> list[dict[str, SafeString | str | bool]]:
    """The same section by section: `heading`, its plain `title`, `html`, and whether it `is_changed`."""
    return [
        {
            "heading": mark_safe(part.heading),  # noqa: S308
            "title": part.title,
            "html": mark_safe(part.html),  # noqa: S308
            "is_changed": part.is_changed,
        }
        for part in parts(old, new)
    ]


@register.simple_tag
def changed_places(
    old: Version, new: Version, parts: list[dict[str, Any]], references: list[ChangedReference]
) -> list[tuple[str, str]]:
    """Where in the comparison of two versions something changed: the id of each place on the page, and its name."""
    changed = {field.name for field in COMPARED if getattr(old, field.name) != getattr(new, field.name)}
    places = [
        ("summary", "Title or summary", changed - {"key_points"}),
        ("glance", "At a glance", "key_points" in changed),
        *((f"part-{number}", part["title"], part["is_changed"]) for number, part in enumerate(parts, 1)),
        ("references", "References", references),
    ]
    return [(place, name) for place, name, is_changed in places if is_changed]


@register.simple_tag
def compared_words(old: str, new: str) -> SafeString:
    """The same for two lines of plain text."""
    return compared(format_html("{}", old), format_html("{}", new))


@register.simple_tag
def compared_points(old: list[str], new: list[str]) -> SafeString:
    """The same for two lists of plain lines."""
    return compared(_listed(old), _listed(new))


def _listed(lines: list[str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines)))


@register.filter
def marked(pieces: list[Piece]) -> SafeString:
    """Words of which some were looked for, those marked. Not a template: a page of results has hundreds of pieces."""
    return mark_safe(  # noqa: S308 - each escaped first
        "".join(f"<mark>{escape(words)}</mark>" if is_match else escape(words) for words, is_match in pieces)
    )


@register.filter
def letter(number: int) -> str:
    """The letter of the nth thing in a row: a for 1, z for 26, aa for 27."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


@register.simple_tag
def linked_data(data: dict) -> SafeString:
    """A description of the page for machines (JSON-LD), as a data block that no browser runs."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
