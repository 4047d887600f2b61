"""What may stand in an article: the one allowlist, through which every body passes."""

import re
import unicodedata
from typing import Any

import nh3

from articles.text.html import closing, tokens

INLINE = frozenset({"a", "br", "cite", "em", "strong", "sub", "sup"})
BLOCKS = frozenset(
    ["blockquote", "caption", "h2", "h3", "li", "ol", "p", "table", "tbody", "td", "th", "thead", "tr", "ul"]
)
ALLOWLIST: dict[str, Any] = {
    "tags": INLINE | BLOCKS,
    "attributes": {
        "a": {"href", "data-article"},
        "cite": {"data-ref"},
        "th": {"scope", "colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
        "ol": {"start"},
    },
    "clean_content_tags": {"script", "style", "template", "title"},
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": None,
}
# What stands in for tags that are not allowed, so that words which stood apart do not run together.
RENAMED = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    **dict.fromkeys(["address", "article", "aside", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"], "p"),
    **dict.fromkeys(["header", "hr", "main", "nav", "pre", "section"], "p"),
}
ATTRIBUTE_VALUES = {
    "data-article": re.compile(r"[0-9]{1,9}"),
    "data-ref": re.compile(r".+"),
    "start": re.compile(r"[2-9]|[1-9][0-9]{1,3}"),
    "scope": re.compile(r"(col|row)(group)?"),
    "colspan": re.compile(r"[2-9]|[1-9][0-9]"),
    "rowspan": re.compile(r"[2-9]|[1-9][0-9]"),
}
MAX_DEPTH = 40

_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG_NAME = re.compile(r"(</?)(\w+)")
# Control characters break XML and typst; invisible ones (soft hyphen, zero-width space, BOM) break searches and quotes;
# those that turn the direction of writing let 2.5 mg be read as something else than it is.
_JUNK = {
    **dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), 0x2028, 0x2029], " "),
    **dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]),
    **dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
}


def sanitise(html: str) -> str:
    """The given HTML with only what an article may hold, in Unicode NFC. Sanitising it again changes nothing."""
    html = nh3.clean(_SURROGATE.sub("\ufffd", html), **{**ALLOWLIST, "tags": ALLOWLIST["tags"] | RENAMED.keys()})
    html = _TAG_NAME.sub(lambda tag: tag[1] + RENAMED.get(tag[2], tag[2]), html)
    for _ in range(10):  # what is left when tags go may be nested as no parser would nest it: two passes settle it
        cleaned = _tidy(nh3.clean(html, attribute_filter=_attribute, **ALLOWLIST))
        if cleaned == html:
            break
        html = cleaned
    return html


def _attribute(_tag: str, name: str, value: str) -> str | None:
    allowed = ATTRIBUTE_VALUES.get(name)
    return value if allowed is None or allowed.fullmatch(value) else None


def _tidy(html: str) -> str:
    """Clean HTML with its citations emptied, a cite that names no reference unwrapped, and nothing nested endlessly."""
    open_tags: list[str] = []  # the tag that ends each; empty for an element whose tags are left out
    allowed = []
    for token in tokens(html):
        source, is_inside = token.source, "</cite>" in open_tags
        if token.is_end:
            source = open_tags.pop()
            is_inside = "</cite>" in open_tags
        elif token.name and token.name != "br":
            is_allowed = source != "<cite>" and len(open_tags) < MAX_DEPTH
            open_tags.append(closing(source) if is_allowed else "")
            source = source if is_allowed else ""
        if not is_inside:
            allowed.append(source)
    return "".join(token.source if token.name else clean_words(token.source) for token in tokens("".join(allowed)))


def clean_words(words: str) -> str:
    """Plain text in Unicode NFC without characters that cannot be seen."""
    return unicodedata.normalize("NFC", words.translate(_JUNK))


def linked_articles(body_html: str) -> list[int]:
    """The document ids of the articles that a body links to, each once, in order."""
    return list(dict.fromkeys(int(number) for number in re.findall(r'data-article="([0-9]{1,9})"', body_html)))
