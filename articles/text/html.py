"""Finished HTML, as nh3 and our renderer write it, cut into tags and words. Everything that walks it does so here.

Both escape < and > in words and in attributes, so a tag ends at its first >.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(r"<(/?)(\w*)[^>]*>|[^<]+")
# What stands on the page and is no part of the canonical text: numbers of citations, and links to notes.
_ASIDE = ('<sup class="cite"', '<sup class="hl-ref"')


class Token(NamedTuple):
    """A token is a tag, or the words up to the next one.

    `name` is that of a tag ("sup"), and empty for words. What is aside is no part of the canonical text.
    """

    source: str
    name: str
    is_end: bool
    is_aside: bool

    @property
    def text(self) -> str:
        """The words, their entities as the characters that they stand for."""
        return unescape(self.source) if "&" in self.source else self.source


def tokens(html: str) -> Iterator[Token]:
    """The tags and words of a piece of HTML, in order. Joined, their sources are that HTML."""
    is_aside = False
    for found in _TOKEN.finditer(html):
        source = found[0]
        is_aside = is_aside or source.startswith(_ASIDE)
        yield Token(source, found[2] or "", bool(found[1]), is_aside)
        is_aside = is_aside and source != "</sup>"


def closing(opening: str) -> str:
    """The tag that ends what this one begins: </a> for <a href="/">."""
    return f"</{opening[1:-1].partition(' ')[0]}>"
