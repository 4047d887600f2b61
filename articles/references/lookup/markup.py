"""Titles with markup, as publishers deposit them, in plain words that mean the same."""

import re
from html import unescape

from articles.text.raised import Way, way, written

_SCRIPT = re.compile(r"<(?:\w+:)?(sup|sub)\b[^>]*>(.*?)</(?:\w+:)?\1>", re.IGNORECASE | re.DOTALL)
_MATH = re.compile(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math>", re.IGNORECASE | re.DOTALL)
# Tags that titles are deposited with: what else stands between < and > is words, as in x < y and a > b.
_TAG = re.compile(
    r"</?(?:(?:jats|mml|xhtml|ns\d):[\w-]+|i|b|u|em|strong|sub|sup|su[bp]script|sc|scp|tt|p|br|span|a|div|font|title|math|m[a-z]{1,9}"
    r"|italic|bold|underline|inline-formula|tex-math|alternatives|named-content|styled-content|ext-link)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_LEAF = re.compile(r">([^<]*)<")
_TWICE = re.compile(r"</?(?:i|b|em|strong|sub|sup|scp|italic|bold|jats:\w+|mml:\w+)>", re.IGNORECASE)


def plain(text: object) -> str:
    """Words without markup: 10<sup>9</sup> is 10⁹. A sign < that begins no tag stays, and so does &lt;."""
    words = _MATH.sub(lambda found: " ".join(filter(None, map(str.strip, _LEAF.findall(found[0])))), str(text or ""))
    words = _SCRIPT.sub(lambda found: script(_TAG.sub("", found[2]), found[1].lower()), words)
    words = unescape(_TAG.sub("", words))
    return plain(words) if _TWICE.search(words) else " ".join(words.split())


def script(words: str, name: str) -> str:
    """Raised (`sup`) or lowered (`sub`) words of a title. Lowered letters, as of HbA1c, mean the same on the line."""
    is_known = way(words, name) is Way.CHARACTERS
    return written(words, name) if is_known or (name == "sup" and re.search(r"\d", words)) else words
