"""The formats of a canonical text, and a text of an older format as it would be written today.

A frozen text never changes, so it carries the number of its format: 1, raised and lowered characters stand on the line,
and 10⁹ reads 109; 2, they are told apart (articles/text/raised.py). What an old text means can be seen on its page.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import accumulate
from typing import Protocol

from articles.text import raised
from articles.text.html import Token, tokens

ON_THE_LINE = 1
FORMAT = 2  # of new texts

_SIGN = raised.sign("").removesuffix("</span>")


class Frozen(Protocol):
    """A version, or the result of rendering a draft."""

    @property
    def page(self) -> str: ...

    @property
    def contents(self) -> list[dict]: ...

    @property
    def text(self) -> str: ...

    @property
    def text_format(self) -> int: ...


@dataclass(frozen=True)
class Present:
    """A page, its contents and its text in the present format. `places` says where each character of the frozen text
    starts in this one; none when that is this one."""

    page: str
    contents: list[dict]
    text: str
    places: Sequence[int] = ()

    def inside(self, at: int) -> int:
        """An offset of the frozen text, in this one (code points)."""
        return self.places[min(max(at, 0), len(self.places) - 1)] if self.places else at

    def outside(self, at: int) -> int:
        """An offset of this text, in the frozen one (code points)."""
        return bisect_right(self.places, at) - 1 if self.places else at

    def words(self, start: int, end: int) -> str:
        """What stands between two offsets of the frozen text."""
        return self.text[self.inside(start) : self.inside(end)]


def present(version: Frozen) -> Present:
    """A version in the present format."""
    if version.text_format > ON_THE_LINE:
        return Present(version.page, version.contents, version.text)
    ranges = tuple((*part["text"], *part["page"]) for part in version.contents)
    page, stretches, text, places = _drawn(version.page, version.text, ranges)
    contents = [
        {**part, "text": [places[offset] for offset in part["text"]], "page": list(stretch)}
        for part, stretch in zip(version.contents, stretches, strict=True)
    ]
    return Present(page, contents, text, places)


@lru_cache(maxsize=8)
def _drawn(
    page: str, text: str, ranges: tuple[tuple[int, int, int, int], ...]
) -> tuple[str, list[tuple[int, int]], str, list[int]]:
    """An older page and its text in the present format, where its sections stand in that page, and what `places` says.

    `ranges` are where its sections start and end in the text and in the page.
    """
    html, stretches, pieces, at, html_at = "", [], list[str](), 0, 0
    for start, end, html_start, html_end in ranges:
        written = _Written(page[html_start:html_end])
        html += page[html_at:html_start]
        stretches.append((len(html), len(html) + sum(map(len, written.html))))
        html += "".join(written.html)
        pieces += [*text[at:start], *written.pieces]
        at, html_at = end, html_end
    pieces += text[at:]
    return html + page[html_at:], stretches, "".join(pieces), [0, *accumulate(map(len, pieces))]


def in_present_format(html: str) -> str:
    """A page, a piece of one or a body, its raised and lowered characters told apart."""
    return "".join(_Written(html).html) if "<su" in html else html


class _Written:
    """HTML written anew, and what each character of its text became."""

    def __init__(self, source: str) -> None:
        self.html: list[str] = []
        self.pieces: list[str] = []
        self.due = ""  # a sign that goes with the next character
        self._write(list(tokens(source)))

    def _write(self, found: Sequence[Token]) -> None:
        at = 0
        while at < len(found):
            token = found[at]
            end = _end(found, at) if token.source in {"<sup>", "<sub>"} else at
            if end > at:
                self._raised(token.name, found[at : end + 1])
            else:
                self._copy(token)
            at = end + 1

    def _copy(self, token: Token, table: dict[int, str] | None = None) -> None:
        words = token.text.translate(table) if table and not (token.name or token.is_aside) else token.text
        self.html.append(token.source if words == token.text else escape(words, quote=False))
        if not (token.name or token.is_aside):
            self.pieces += [self.due + words[:1], *words[1:]] if words else []
            self.due = ""

    def _raised(self, name: str, run: Sequence[Token]) -> None:
        """A whole `sup` or `sub`, its tags with it."""
        inner = run[1:-1]
        words = "".join(token.text for token in inner if not (token.name or token.is_aside))
        way = raised.way(words, name, is_nested=any(token.source in {"<sup>", "<sub>"} for token in inner))
        if inner and inner[0].source == _SIGN:
            way = raised.Way.SAME  # it has its signs
        if way is raised.Way.CHARACTERS:
            for token in inner:
                self._copy(token, raised.TABLES[name])
        elif way is raised.Way.SIGNS:
            self.html += [run[0].source, raised.sign(raised.OPENING[name])]
            self.due += raised.OPENING[name]
            self._write(inner)
            self.pieces[-1:] = [f"{piece}{raised.CLOSING}" for piece in self.pieces[-1:]]
            self.html += [raised.sign(raised.CLOSING), run[-1].source]
        else:
            for token in run:
                self._copy(token)


def _end(found: Sequence[Token], at: int) -> int:
    """Where the element ends that starts there; there itself if it does not."""
    depth = 0
    for number in range(at, len(found)):
        if found[number].name == found[at].name:
            depth += -1 if found[number].is_end else 1
            if not depth:
                return number
    return at
