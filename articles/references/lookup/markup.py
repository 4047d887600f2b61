"""Titles with markup, as publishers deposit them, in plain words that mean the same."""

import re
from html import escape, unescape

from lxml import etree

from articles.text.raised import Way, way, written

_SCRIPT = re.compile(r"<(?:\w+:)?(sup|sub)\b[^>]*>(.*?)</(?:\w+:)?\1>", re.IGNORECASE | re.DOTALL)
_MATH = re.compile(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math>", re.IGNORECASE | re.DOTALL)
# Tags that titles are deposited with: what else stands between < and > is words, as in x < y and a > b.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|xhtml|ns\d):[\w-]+|i|b|u|em|strong|sub|sup|su[bp]script|sc|scp|tt|p|br|span|a|div|font|title|math|m[a-z]{1,9}"
    r"|italic|bold|underline|inline-formula|tex-math|alternatives|named-content|styled-content|ext-link)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_SPACED = set("=<>≤≥≠≈±×→")
_LEAF = re.compile(r">([^<]*)<")
_TWICE = re.compile(r"</?(?:i|b|em|strong|sub|sup|scp|italic|bold|jats:\w+|mml:\w+)>", re.IGNORECASE)


def plain(text: object) -> str:
    """Words without markup: 10<sup>9</sup> is 10⁹. A sign < that begins no tag stays, and so does &lt;."""
    words = _MATH.sub(lambda found: escape(formula(found[0]), quote=False), str(text or ""))
    words = _SCRIPT.sub(lambda found: script(_TAG.sub("", found[2]), found[1].lower()), words)
    words = unescape(_TAG.sub("", words))
    return plain(words) if _TWICE.search(words) else " ".join(words.split())


def formula(markup: str) -> str:
    """A formula in MathML on one line: 10⁹, a/b. One that cannot be read is its words, apart."""
    bare = re.sub(r"<(/?)(?:\w+:)?(\w+)[^>]*?(/?)>", r"<\1\2\3>", markup)
    try:
        return " ".join(_part(etree.fromstring(bare, etree.XMLParser(resolve_entities=False, no_network=True))).split())
    except etree.XMLSyntaxError:
        return " ".join(unescape(" ".join(_LEAF.findall(markup))).split())


def _part(part: etree._Element) -> str:
    inner = [_part(child) for child in part]
    if part.tag in {"msup", "msub"} and len(inner) == 2:
        return inner[0] + script(inner[1].strip(), str(part.tag)[1:])
    if part.tag == "msubsup" and len(inner) == 3:
        return inner[0] + script(inner[1].strip(), "sub") + script(inner[2].strip(), "sup")
    if part.tag == "mfrac" and len(inner) == 2:
        return "/".join(f"({it.strip()})" if re.search(r"\W", it.strip()) else it.strip() for it in inner)
    text = (part.text or "").strip()
    return f" {text} " if part.tag == "mo" and text in _SPACED else text + "".join(inner)


def script(words: str, name: str) -> str:
    """Raised (`sup`) or lowered (`sub`) words of a title. Lowered letters, as of HbA1c, mean the same on the line."""
    is_known = way(words, name) is Way.CHARACTERS
    return written(words, name) if is_known or (name == "sup" and re.search(r"\d", words)) else words
