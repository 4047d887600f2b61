"""A version as it is compared: its words, the sentences and rows they stand in, and its sections.

A sequence of words is held as a string with one character for each different word, so that looking for one sequence in
another is looking for a string in a string.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from articles.text import lines
from articles.text.compare import TOKEN
from articles.text.formats import Frozen, present
from articles.text.sections import Section, sections_of

# Where one sentence ends and the next begins, in a line.
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W_a-z])")

# Words and marks that can come and go without a sentence saying something else. All others count: no list of drugs,
# units or negations is complete, and what is missing from this one only makes a member be asked.
# A capital counts (vitamin A, WHO) but where it can begin a sentence (The).
SILENT = re.compile(
    r"a|an|[Tt]he|[Tt]h(?:is|ese|at|ey|eir|ere)|which|who|[Ii]ts?|is|are|was|were|be|been|being|has|have|had|do|does|also"
    r"|[Tt]hen|[Tt]hus|[Tt]herefore|[Hh]owever|[Pp]lease|[,;:.()\[\]'\"‘’“”…–—]"
)
_DIGIT = re.compile(r"\d")
EDGE = "\uffff"  # where a section starts or ends, among words that tell
# Fewer words than this that tell say too little: their neighbours must be read as well.
ENOUGH = 4


class Words:
    """The characters that stand for words, the same in every text that is read with them."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def character(self, word: str) -> str:
        """What stands for this word."""
        return self._known.setdefault(word, chr(0x10000 + len(self._known)))


@dataclass(frozen=True)
class Unit:
    """A unit is what says one thing: a sentence, or a whole row. Ranges `start` to `end` are of words, `left` to
    `right` of the words that tell. `under` holds the telling words of what introduces it, `headings` the main and the
    small heading over it, `steps` the ordered lists that it is in (articles/text/lines.py).
    """

    start: int
    end: int
    left: int
    right: int
    section: int
    under: tuple[str, ...]
    headings: tuple[str, str]
    steps: tuple[tuple[int, int], ...]
    is_line: bool

    @property
    def context(self) -> tuple:
        """What it stands under, without which it says something else."""
        return self.under, self.headings, tuple(number for _, number in self.steps)


class Text:
    """A version read into words. `starts` and `ends` are their places in `text` (code points), which is its canonical
    text as it would be written today: so versions of different formats can be compared."""

    def __init__(self, version: Frozen, words: Words) -> None:
        self.present = present(version)
        self.text, self.sections = self.present.text, sections_of(self.present)
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.units: list[Unit] = []
        self.unit_of: list[int] = []  # of each word
        self.tells: list[int] = []  # the word that each telling word is
        self._words = words
        self._exact: list[str] = []
        self._telling: list[str] = []
        for number, section in enumerate(self.sections):
            self._read(number, section)
        self.exact, self.telling = "".join(self._exact), "".join(self._telling) + EDGE
        self.tells.append(len(self.starts))

    def _read(self, number: int, section: Section) -> None:
        self._telling.append(EDGE)
        self.tells.append(len(self.starts))
        for line in lines.lines(section.html, section.start):
            under = tuple(self._introduction(*stretch) for stretch in line.under)
            over = heading(self.text[slice(*line.heading)]) if line.heading else ""
            headings = heading(section.title), over
            for start, end in self._sentences(line.start, line.end):
                first, left = len(self.starts), len(self._telling)
                self._split(start, end)
                if len(self.starts) > first:
                    words, telling = (first, len(self.starts)), (left, len(self._telling))
                    is_line = (start, end) == (line.start, line.end) and "\n" not in self.text[start:end]
                    self.units.append(Unit(*words, *telling, number, under, headings, line.steps, is_line))

    def order(self, unit: Unit) -> tuple[set[str], set[str]]:
        """What the steps before and after this one say, in each ordered list that it is in."""
        before: set[str] = set()
        after: set[str] = set()
        for which, number in unit.steps:
            for other, telling in self._lists[unit.section, which]:
                if other != number:
                    (before if other < number else after).add(telling)
        return before, after

    @cached_property
    def _lists(self) -> dict[tuple[int, int], list[tuple[int, str]]]:
        """The number of each unit in each ordered list of a section, and what it says."""
        found: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for unit in self.units:
            for which, number in unit.steps:
                found.setdefault((unit.section, which), []).append((number, self.telling[unit.left : unit.right]))
        return found

    def _sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentences of a line. A row is read as a whole: its cells mean nothing without each other."""
        words = self.text[start:end]
        at = start
        for gap in _SENTENCE.finditer(words) if "\n" not in words else ():
            yield at, start + gap.end()
            at = start + gap.end()
        yield at, end

    def _introduction(self, start: int, end: int) -> str:
        """What a line says of those under it: the sentence that ends in a colon, with as many before it as it takes
        to say enough. Another line (column headings, a caption, the item over a list) counts as a whole.
        """
        is_introduction = self.text[start:end].rstrip().endswith(":")
        starts = [at for at, _ in self._sentences(start, end)] if is_introduction else [start]
        introductions = [self._telling_words(at, end) for at in reversed(starts)]
        return next((words for words in introductions if len(words) >= ENOUGH), introductions[-1])

    def _split(self, start: int, end: int) -> None:
        for word, left, right in _tokens(self.text, start, end):
            if _tells(word):
                self._telling.append(self._words.character(_folded(word)))
                self.tells.append(len(self.starts))
            self._exact.append(self._words.character(word))
            self.starts.append(left)
            self.ends.append(right)
            self.unit_of.append(len(self.units))

    def _telling_words(self, start: int, end: int) -> str:
        """The telling words of a stretch of the text."""
        words = (word for word, _, _ in _tokens(self.text, start, end))
        return "".join(self._words.character(_folded(word)) for word in words if _tells(word))

    def words_between(self, start: int, end: int) -> tuple[int, int]:
        """The range of the words that a stretch of the text touches; an empty one if none."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def units_between(self, start: int, end: int) -> tuple[int, int]:
        """The range of the units that hold these words (at least one)."""
        return self.unit_of[start], self.unit_of[end - 1] + 1

    def frame(self, first: int, last: int) -> str:
        """The telling words of a range of units."""
        return self.telling[self.units[first].left : self.units[last - 1].right]

    @cached_property
    def lefts(self) -> dict[int, int]:
        """The unit that starts with each telling word, by place."""
        return {unit.left: number for number, unit in enumerate(self.units) if unit.left < unit.right}

    @cached_property
    def rights(self) -> dict[int, int]:
        """The end of the range of units that ends before each telling word, by place."""
        return {unit.right: number + 1 for number, unit in enumerate(self.units) if unit.left < unit.right}

    def standing(self, frame: str) -> list[tuple[int, int]]:
        """Every range of whole units that says just this. Not in the middle of a sentence: "do not" might precede."""
        found, at = [], self.telling.find(frame) if frame.strip(EDGE) else -1
        while at >= 0:
            first = self.lefts.get(at + frame.startswith(EDGE))
            last = self.rights.get(at + len(frame) - frame.endswith(EDGE))
            if first is not None and last is not None:
                found.append((first, last))
            at = self.telling.find(frame, at + 1)
        return found


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for match in TOKEN.finditer(text, start, end):
        if not match[0].isspace():
            word = match[0] if match[0].isalnum() else " ".join(match[0].split())
            yield word, match.start(), match.end()


def heading(words: str) -> str:
    """A heading as it is compared: all its words count, also those that say nothing in a sentence."""
    return " ".join(words.casefold().split())


def _tells(word: str) -> bool:
    return SILENT.fullmatch(word) is None


def _folded(word: str) -> str:
    """A word whatever its case, unless it holds a number: its unit could be another one in capitals."""
    return word if _DIGIT.search(word) else word.casefold()
