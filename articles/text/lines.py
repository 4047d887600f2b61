"""The lines of a page, each with what it cannot be read without."""

import re
from dataclasses import dataclass, field

from articles.text.html import Token, tokens

_ROWSPAN = re.compile(r'rowspan="(\d+)"')
_START = re.compile(r'start="(\d+)"')

_Range = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """A line is a paragraph, a list item or a whole row of a table, as a range of the canonical text (code points).

    `under` is what says what it means: the caption and column headings of its table and the cells above that speak for
    its row, or the words that introduce it or its list ("Do not give it with:"). `heading` is the h3 that it is under.
    `steps` are the ordered lists that it is in, the outermost first: which of the section's, and its number there.
    """

    start: int
    end: int
    under: tuple[_Range, ...] = ()
    heading: _Range | None = None
    steps: tuple[tuple[int, int], ...] = ()


def lines(html: str, start: int) -> list[Line]:
    """Every line of a section, in order. `html` is its prose, whose text starts at `start` of the canonical text."""
    walk = _Walk(start)
    for token in tokens(html):
        if token.name:
            walk.tag(token)
        elif not token.is_aside:
            walk.words(token.text)
    walk.end_line()
    return walk.found


@dataclass
class _Table:
    """A table as far as it was read, and what in it speaks for the rows to come."""

    names: list[_Range] = field(default_factory=list)  # caption and column headings
    spans: list[tuple[_Range, int]] = field(default_factory=list)  # cells of several rows, and the last of these
    first: _Range | None = None  # the last cell that began a row and was not empty
    group: _Range | None = None  # the last row that was one wide cell
    row: int = 0
    cell: tuple[int, str] = (0, "")  # where it starts, and its tag

    def end_cell(self, end: int, row_start: int) -> None:
        """A cell that says something ended: it may reach into the rows below."""
        start, tag = self.cell
        if start == end:
            return
        if span := _ROWSPAN.search(tag):
            self.spans.append(((start, end), self.row + int(span[1]) - 1))
        if start == row_start:
            self.first = start, end

    def over(self, start: int, text: str) -> list[_Range | None]:
        """What a row that starts there is read under: an empty first cell means the one above it."""
        spans = [cell for cell, last in self.spans if cell[0] < start and self.row <= last]
        return [*self.names, self.group, *spans, self.first if text.startswith("\n") else None]

    def end_row(self, start: int, end: int, text: str) -> None:
        """A row ended: one wide cell is a heading of those below."""
        if "colspan=" in self.cell[1] and "\n" not in text:
            self.group, self.first = (start, end), None


@dataclass
class _Walk:
    at: int
    found: list[Line] = field(default_factory=list)
    text: str = ""  # of the line so far
    previous: str = ""  # the text of the line before
    lists: list[_Range | None] = field(default_factory=list)  # what introduces each list that this is in
    steps: list[tuple[int, int] | None] = field(default_factory=list)  # of those that are ordered, as in Line
    ordered: int = 0  # lists so far
    table: _Table | None = None
    heading: _Range | None = None
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
            row_of = self.table if self.is_row and not self.is_head else None
            over = row_of.over(start, self.text) if row_of else self.lists or [self.introduction()]
            under = tuple(stretch for stretch in over if stretch)
            self.previous = self.text
            self.found.append(Line(start, end, under, self.heading, tuple(filter(None, self.steps))))
            if row_of:
                row_of.end_row(start, end, self.text)
            elif self.table:
                self.table.names.append((start, end))
        self.at, self.text = end, ""

    def tag(self, token: Token) -> None:
        if token.name in {"ul", "ol", "li", "h3"} and not self.is_row:
            self.end_line()
            self.block(token)
        elif token.name in {"table", "thead", "tr"}:
            self.end_line()
            self.table_part(token)
        elif token.name in {"td", "th"} and self.table:
            self.cell(token, self.table)

    def cell(self, token: Token, table: _Table) -> None:
        """The start or the end of a cell."""
        at = self.at + len(self.text)
        if not token.is_end:
            table.cell = at, token.source
        elif not self.is_head:
            table.end_cell(at, self.at)

    def block(self, token: Token) -> None:
        """The start or the end of a list or a heading."""
        if token.name == "h3":
            self.heading = self.last if token.is_end else None
        elif token.name == "li":
            self.item(token)
        elif token.is_end:
            self.lists.pop()
            self.steps.pop()
        else:
            self.lists.append(self.introduction())
            self.steps.append(self.ordered_list(token) if token.name == "ol" else None)

    def ordered_list(self, token: Token) -> tuple[int, int]:
        """One more ordered list: which it is, and the number before its first."""
        self.ordered += 1
        start = _START.search(token.source)
        return self.ordered, int(start[1]) - 1 if start else 0

    def item(self, token: Token) -> None:
        """The start of an item, which has the next number."""
        if self.steps and (step := self.steps[-1]) and not token.is_end:
            self.steps[-1] = step[0], step[1] + 1

    @property
    def last(self) -> _Range | None:
        """The line before this one."""
        return (self.found[-1].start, self.found[-1].end) if self.found else None

    def introduction(self) -> _Range | None:
        """The line before this one, when what follows is a part of it."""
        return self.last if self.lists or self.previous.rstrip().endswith(":") else None

    def table_part(self, token: Token) -> None:
        """The start or the end of a table, its head or a row."""
        if token.name == "table":
            self.table = None if token.is_end else _Table()
        elif token.name == "thead":
            self.is_head = not token.is_end
        else:
            self.is_row = not token.is_end
            if self.table and self.is_row:
                self.table.row += 1
