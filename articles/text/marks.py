"""Highlights: the passages of notes, marked in the finished HTML of an article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from articles.text.html import Token, tokens

_CHARACTER = re.compile(r"&[^;]+;|.", re.DOTALL)


@dataclass(frozen=True)
class Mark:
    """A mark is the passage of one note: from `start` to `end`, in code points of the canonical text."""

    start: int
    end: int
    note: int
    letter: str


def mark(html: str, ranges: Sequence[Mark], offset: int) -> str:
    """Rendered HTML with those passages marked; its own text starts at `offset` of the canonical text.

    A passage that crosses elements is marked in pieces: the first has the id that its note links to, and the link to
    the note follows the last. One that starts before this HTML has no id here, and one that ends after it no link.
    """
    pieces = list(tokens(html)) if ranges else []
    text = "".join(token.text for token in pieces if _is_text(token))
    passages = [passage for wanted in ranges if (passage := _passage(wanted, text, offset))]
    return _Painter(passages).paint(pieces) if passages else html


def _is_text(token: Token) -> bool:
    """Whether these words count as a part of the canonical text."""
    return not token.name and not token.is_aside


@dataclass(frozen=True)
class _Passage:
    """The part of a mark that is in this HTML, in offsets of its text."""

    start: int
    end: int
    mark: Mark
    has_start: bool
    has_end: bool

    def opening(self, is_first_piece: bool) -> str:
        id_ = f' id="h{self.mark.note}"' if is_first_piece and self.has_start else ""
        return f'<mark class="hl" data-note="n{self.mark.note}"{id_}>'

    def link(self) -> str:
        letter = escape(self.mark.letter)
        return f'<sup class="hl-ref"><a href="#n{self.mark.note}" aria-label="Your note {letter}">{letter}</a></sup>'


def _passage(wanted: Mark, text: str, offset: int) -> _Passage | None:
    """Where a mark is in this text, without the line breaks at its ends; None if it has no words here."""
    start, end = max(wanted.start - offset, 0), min(wanted.end - offset, len(text))
    words = text[start:end].strip("\n") if start < end else ""
    if not words:
        return None
    start = text.index(words, start)
    has_start, has_end = wanted.start >= offset, wanted.end <= offset + len(text)
    return _Passage(start, start + len(words), wanted, has_start, has_end)


class _Painter:
    """Copies HTML token by token, and opens and closes marks around its words."""

    def __init__(self, passages: Sequence[_Passage]) -> None:
        # One that ends later encloses one that starts with it.
        self.coming = sorted(passages, key=lambda passage: (-passage.start, passage.end))
        self.current: list[_Passage] = []
        self.opened: list[_Passage] = []
        self.started: set[_Passage] = set()
        self.due: list[_Passage] = []  # painted to the end; their link waits while in a link of the text
        self.is_in_link = False
        self.out: list[str] = []

    def paint(self, tokens: Sequence[Token]) -> str:
        at = 0
        for token in tokens:
            if _is_text(token):
                at = self.words(token.source, at)
            else:
                self.tag(token.source)
        return "".join(self.out)

    def tag(self, part: str) -> None:
        self.out.append(part)
        if part.startswith("<a "):
            self.is_in_link = True
        elif part == "</a>":
            self.is_in_link = False
            self.write_links()

    def words(self, source: str, start: int) -> int:
        """Copy words whose text starts there, with their marks. Returns where it ends."""
        characters = _CHARACTER.findall(source) if "&" in source else source
        end = start + len(characters)
        while self.coming and self.coming[-1].start < end:
            self.current.append(self.coming.pop())
        self.current = [passage for passage in self.current if passage.end > start]
        if not self.current:
            self.out.append(source)
            return end
        for left, right in _cuts(characters, start, self.current):
            piece = "".join(characters[left - start : right - start])
            inside = [passage for passage in self.current if passage.start <= left and passage.end >= right]
            self.switch(inside if piece != "\n" else [], left)
            self.out.append(piece)
        self.switch([], end)
        return end

    def switch(self, wanted: Sequence[_Passage], at: int) -> None:
        """Close the marks that are not wanted, and open those that are."""
        same = 0
        while same < min(len(wanted), len(self.opened)) and wanted[same] == self.opened[same]:
            same += 1
        self.out += ["</mark>"] * (len(self.opened) - same)
        self.due += [passage for passage in self.opened if passage.end == at and passage.has_end]
        self.write_links()
        self.out += [passage.opening(passage not in self.started) for passage in wanted[same:]]
        self.started.update(wanted)
        self.opened = list(wanted)

    def write_links(self) -> None:
        """The links to the notes whose passages are complete. A link cannot stand in a link."""
        if not self.is_in_link:
            self.out += [passage.link() for passage in self.due]
            self.due.clear()


def _cuts(characters: Sequence[str], start: int, passages: Sequence[_Passage]) -> Iterator[tuple[int, int]]:
    """The stretches of those characters in which no mark starts or ends. A line break is a stretch of its own."""
    end = start + len(characters)
    cuts = {start, end}
    for passage in passages:
        cuts.update(cut for cut in (passage.start, passage.end) if start < cut < end)
    if "\n" in characters:
        breaks = (at for at, character in enumerate(characters, start) if character == "\n")
        cuts.update(cut for at in breaks for cut in (at, at + 1))
    yield from pairwise(sorted(cuts))
