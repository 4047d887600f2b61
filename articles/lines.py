"""The lines of a page, each with what it cannot be read without."""

import re
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(r"<[^>]*>|[^<]+")  # of rendered HTML, which escapes < and > in words and attributes
_NAME = re.compile(r"</?\w+")

_Range = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A line is a paragraph, a list item or a whole row of a table, as a range of the canonical text (code points).

    `under` are the lines that say what it means: the caption and column headings of its table, and the words that
    introduce it or its list ("Do not give it with:"). `heading` is the h3 that it stands under.
    """

    start: int
    end: int
    under: tuple[_Range, ...] = ()
    heading: _Range | None = None


def lines(html: str, start: int) -> list[Line]:
    """Every line of a section, in order. `html` is its prose, whose text starts at `start` of the canonical text."""
    walk = _Walk(start)
    for token in _TOKEN.findall(html):
        if token.startswith("<"):
            walk.tag(_NAME.match(token)[0], token)  # type: ignore[index]  # every tag has a name
        elif not walk.is_aside:
            walk.words(unescape(token))
    walk.end_line()
    return walk.found


@dataclass
class _Walk:
    at: int
    found: list[Line] = field(default_factory=list)
    text: str = ""  # of the line so far
    said: str = ""  # the line before
    lists: list[_Range | None] = field(default_factory=list)  # what introduces each list that this is in
    columns: list[_Range] | None = None  # caption and column headings, in a table
    heading: _Range | None = None
    is_aside: bool = False
    is_row: bool = False
    is_head: bool = False

    def words(self, words: str) -> None:
        """Words of the text. A line break ends a line, but not a row."""
        if self.is_row:
            self.text += words
            return
        for n, piece in enumerate(words.split("\n")):
            if n:
                self.end_line()
                self.at += 1
            self.text += piece

    def end_line(self) -> None:
        start, end = self.at, self.at + len(self.text)
        if self.text.strip():
            over = self.columns or () if self.is_row and not self.is_head else self.lists or [self.introduction()]
            under = tuple(stretch for stretch in over if stretch)
            self.said = self.text
            self.found.append(Line(start, end, under, self.heading))
            if self.columns is not None and (self.is_head or not self.is_row):
                self.columns.append((start, end))
        self.at, self.text = end, ""

    def tag(self, name: str, token: str) -> None:
        if name == "<sup" and 'class="cite"' in token:
            self.is_aside = True
        elif name == "</sup":
            self.is_aside = False
        elif name in {"<ul", "<ol", "</ul", "</ol", "<h3", "</h3"} and not self.is_row:
            self.end_line()
            self.block(name)
        elif name in {"<table", "</table", "<thead", "</thead", "<tr", "</tr"}:
            self.end_line()
            self.table(name)

    def block(self, name: str) -> None:
        """The start or the end of a list or a heading."""
        if name in {"<ul", "<ol"}:
            self.lists.append(self.introduction())
        elif name in {"</ul", "</ol"}:
            self.lists.pop()
        else:
            last = self.found[-1] if self.found else None
            self.heading = (last.start, last.end) if last and name == "</h3" else None

    def introduction(self) -> _Range | None:
        """The line before this one, when what follows is a part of it."""
        last = self.found[-1] if self.found else None
        return (last.start, last.end) if last and (self.lists or self.said.rstrip().endswith(":")) else None

    def table(self, name: str) -> None:
        """The start or the end of a table, its head or a row."""
        if name in {"<table", "</table"}:
            self.columns = [] if name == "<table" else None
        elif name in {"<thead", "</thead"}:
            self.is_head = name == "<thead"
        else:
            self.is_row = name == "<tr"
