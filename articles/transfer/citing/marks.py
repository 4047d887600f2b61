"""Which numbers in a text are citations: those that say so, and no others.

Where marks lead to sources (links), they alone are citations. Where none does, bracketed numbers are, unless they look
like figures of the text; failing those, raised numbers or numbers in parentheses, where they are the way in which the
whole text cites. All others stay as they are, and are told with their sentence when they could have been meant.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from articles.transfer.citing import figures
from articles.transfer.citing.figures import Likely
from articles.transfer.citing.numbers import DASH, NUMBERS, numbers_of
from articles.transfer.citing.runs import ENDS, MARK, OTHER, RAISED, TAGS, WORDS, Link, Run, links, runs, written
from articles.transfer.citing.sources import Sources
from articles.transfer.remarks import Kind, Remark

_GAP = rf"(?:{TAGS}|\s)*"
_BETWEEN = rf"{_GAP}[\])]?{_GAP}(?:[,;]|{DASH}|to\b|and\b|&|){_GAP}[\[(]?{_GAP}"
_LINKED = re.compile(rf"{MARK}(?:{_BETWEEN}{MARK})*")
# In brackets or raised, some of the numbers links and some not: [<a>7</a>–10].
_NUMBER = r"(?<![\d.])\d{1,3}(?![\d.%])"
_PARTLY = re.compile(
    rf"(?:\[|{RAISED}){_GAP}((?:{MARK}|{_NUMBER})(?:{_BETWEEN}(?:{MARK}|{_NUMBER}))*){_GAP}(?:\]|{ENDS})"
)
_IS_RANGE = re.compile(rf"{DASH}|to\b")
_ONE = rf"\[{_GAP}(?:[Rr]efs?\.?\s*|[Rr]eferences?\s+)?{NUMBERS}{_GAP}\]"
_BRACKETED = re.compile(rf"{_ONE}(?:{_GAP}(?:[,;]|{DASH}|to|){_GAP}{_ONE})*")
_SMALL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile(
    rf"{RAISED}\s*[\[(]?\s*{NUMBERS}\s*[\])]?\s*{ENDS}"
    r"|(?<![⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,⁻–-][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*(?![⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺])"
)
_LINKED_ELSEWHERE = re.compile(rf"(?:\[|{RAISED}){_GAP}{OTHER}|{OTHER}{_GAP}\]")
_IN_PARENTHESES = re.compile(rf"\(\s*{NUMBERS}\s*\)")
_AROUND = {"[": "]", "(": ")"}
_MOST_OF = 0.5  # of a list is cited in one way before that is taken for the way in which a text cites
_UNLINKED = "A number was left as it is, since other citations of this file are links"
_NOT_THERE = "A number in brackets that no reference has was left as it is"
_ELSEWHERE = "A number was left as it is, since its link leads to no reference"
_LOOKS = "Left as it is, since it looks like a figure"


@dataclass
class Placed:
    """What became of the marks of a text: its HTML, the marks that are citations now, and what is to be told."""

    html: str = ""
    marks: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class _Mark:
    """A mark is a stretch of a line that may cite the sources with these numbers."""

    line: Run
    start: int
    end: int
    numbers: tuple[int, ...]
    what: Likely = Likely.CITATION


def placed(html: str, sources: Sources) -> Placed:
    """Written HTML with its citations.

    What leads to a source is `<a data-cites="0 3">` in it, with the places of the sources in their list; without any
    place, such a link leads elsewhere.
    """
    return _Placing(html, sources).placed()


class _Placing:
    """Places the citations of one text. `edits` are what becomes of each line."""

    def __init__(self, html: str, sources: Sources) -> None:
        self.sources = sources
        _learn_numbers(links(html), sources)
        self.numbered = sources.numbered()
        self.pieces = list(runs(html, is_mark=self._is_mark))
        self.lines = [piece for piece in self.pieces if isinstance(piece, Run)]
        self.edits: dict[int, list[tuple[int, int, str]]] = {}
        self.cited: set[int] = set()
        self.out = Placed()

    def placed(self) -> Placed:
        is_linked = any(link.places for line in self.lines for link in line.links.values())
        for line in self.lines if is_linked else ():
            self._take_links(line)
        self._take_brackets(is_linked=is_linked)
        if self.sources.entries:
            self._take_others(is_linked=is_linked)
            self._tell_elsewhere()
            self._tell_uncited()
        self.out.html = "".join(
            piece if isinstance(piece, str) else written(piece, sorted(self.edits.get(id(piece), [])))
            for piece in self.pieces
        )
        return self.out

    def _tell(self, kind: Kind, why: str, line: Run, start: int, end: int) -> None:
        self.out.remarks.append(Remark(kind, why, line.plain(start, end).strip(), line.sentence(start, end)))

    def _cite(self, line: Run, start: int, end: int, places: Iterable[int]) -> None:
        """Let this stretch of a line be citations of the sources at these places."""
        cited = list(dict.fromkeys(places))
        keys = [reference.key for place in cited for reference in self.sources.entries[place].references]
        marks = "".join(f'<cite data-ref="{escape(key)}"></cite>' for key in keys)
        self.edits.setdefault(id(line), []).append((start, end, marks))
        self.out.marks.append(line.plain(start, end))
        self.cited |= set(cited)

    # --- Links ---

    def _is_mark(self, link: Link) -> bool:
        """Whether a link says in numbers what it leads to: one that says another number does not."""
        numbers = _numbers_in(link.text)
        theirs = [self.sources.entries[place].number for place in link.places]
        return bool(numbers) and (not any(theirs) or any(number in numbers for number in theirs))

    def _take_partly(self, line: Run) -> list[tuple[int, int]]:
        """Take what cites partly by links, if each of its numbers is that of a source; gives where it stands."""
        taken = []
        for found in _PARTLY.finditer(line.text):
            numbers = _numbers_in(re.sub(r"[\[\]()]", " ", line.plain(*found.span(1))))
            is_partly = bool(re.search(MARK, found[1]) and re.search(r"\d", found[1]))
            if is_partly and numbers and all(number in self.numbered for number in numbers):
                self._cite(line, *_spread(line, *found.span(1)), [self.numbered[number] for number in numbers])
                taken.append(found.span(1))
        return taken

    def _take_links(self, line: Run) -> None:
        taken = self._take_partly(line)
        for found in _LINKED.finditer(line.text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            marks = [at for at in range(found.start(), found.end()) if re.match(MARK, line.text[at])]
            places: list[int] = []
            for at, then in pairwise([*marks, found.end()]):
                places += self._meant(line, at)
                if _IS_RANGE.search(line.text[at + 1 : then]):
                    places += self._up_to(line, at, then)
            start, end = _spread(line, found.start(), found.end())
            if not _is_balanced(line.text[start:end]):
                start, end = _spread(line, marks[0], marks[0] + 1)[0], _spread(line, marks[-1], marks[-1] + 1)[1]
            self._cite(line, start, end, places)
        for at, sign in enumerate(line.text):
            if not re.match(WORDS, sign):
                continue
            if _numbers_in(line.links[sign].text):
                why = "A number that leads to a reference with another number was left as it is"
                self._tell(Kind.DOUBT, why, line, at, at + 1)
            else:
                self._cite(line, at + 1, at + 1, line.links[sign].places)

    def _meant(self, line: Run, at: int) -> list[int]:
        """The places that a mark means: where it leads, and where all that it says leads when it says more."""
        link = line.links[line.text[at]]
        numbers = _numbers_in(link.text)
        if all(number in self.numbered for number in numbers):
            return [self.numbered[number] for number in numbers]
        return list(link.places)

    def _up_to(self, line: Run, at: int, then: int) -> list[int]:
        """The places between two marks with a dash between them."""
        first, last = (_numbers_in(line.links[line.text[mark]].text) for mark in (at, then))
        between = range(first[-1] + 1, last[0])
        if len(between) > 0 and not all(number in self.numbered for number in between):
            self._tell(Kind.DOUBT, "Not every number of this range has a reference", line, at, then + 1)
        return [self.numbered[number] for number in between if number in self.numbered]

    # --- Numbers without links ---

    def _marks(self, line: Run, pattern: re.Pattern[str]) -> Iterator[_Mark]:
        """What this pattern finds in a line, outside what is cited already."""
        taken, unciting = self.edits.get(id(line), []), line.unciting()
        for found in pattern.finditer(line.text):
            start, end = found.span()
            if any(start < there and here < end for here, there, _ in taken):
                continue
            words = re.sub(r"\]\s*\[", ",", line.plain(start, end)).translate(_SMALL)
            numbers = numbers_of(re.sub(r"[\[\]()]", " ", words))
            if numbers:
                # A range could be a figure of the text, unless each of its ends has brackets of its own.
                inner = words[1:-1] if pattern is _BRACKETED and "[" not in words[1:] else ""
                around = line.before(start), inner, line.plain(end, end + 100)
                begins = not around[0].strip() and bool(around[2].strip())  # as the number of an item or a note does
                is_figure = begins or any(opens < start < ends for opens, ends in unciting)
                what = Likely.FIGURE if is_figure else figures.likely(*around)
                yield _Mark(line, start, end, tuple(numbers), what)

    def _are_there(self, mark: _Mark) -> bool:
        return all(number in self.numbered for number in mark.numbers)

    def _take_brackets(self, *, is_linked: bool) -> None:
        for mark in [mark for line in self.lines for mark in self._marks(line, _BRACKETED)]:
            if mark.what is Likely.FIGURE:
                if self._are_there(mark) and not is_linked:
                    self._tell(Kind.DOUBT, _LOOKS, mark.line, mark.start, mark.end)
            elif not self._are_there(mark):
                self._tell(Kind.DOUBT, _NOT_THERE, mark.line, mark.start, mark.end)
            elif is_linked:
                self._tell(Kind.DOUBT, _UNLINKED, mark.line, mark.start, mark.end)
            else:
                self._take(mark)

    def _take(self, mark: _Mark) -> None:
        if mark.what is Likely.EITHER:
            why = "Taken for a citation, and could be a figure"
            self._tell(Kind.DOUBT, why, mark.line, mark.start, mark.end)
        places = [self.numbered[number] for number in mark.numbers]
        self._cite(mark.line, *_spread(mark.line, mark.start, mark.end), places)

    def _take_others(self, *, is_linked: bool) -> None:
        """Raised numbers, or those in parentheses, if nothing else cites and they cite as much as a text would."""
        found = [mark for line in self.lines for mark in self._marks(line, _RAISED)]
        has_notes = any(not mark.line.before(mark.start).strip() for mark in found)
        raised = [mark for mark in found if _may_cite(mark)]
        if not self.cited and not has_notes and self._is_way(raised):
            for mark in raised:
                self._take(mark)
            return
        why = _UNLINKED if is_linked else "A raised number was left as it is, and not taken for a citation"
        for mark in raised:
            self._tell(Kind.DOUBT, why, mark.line, mark.start, mark.end)
        marks = [mark for line in self.lines for mark in self._marks(line, _IN_PARENTHESES)]
        marks = [mark for mark in marks if mark.what is Likely.CITATION and not _is_item(mark)]
        if not self.cited and self._is_way(marks) and self._is_in_order(marks):
            for mark in marks:
                self._take(mark)
            words = ", ".join(self.out.marks[:20])
            why = "Numbers in parentheses were taken for citations, since they cite most of the references"
            self.out.remarks.append(Remark(Kind.DOUBT, why, place=words))

    def _tell_elsewhere(self) -> None:
        """Say which bracketed or raised numbers lead elsewhere: to a note, or nowhere."""
        for line in self.lines:
            for found in _LINKED_ELSEWHERE.finditer(line.text):
                at = next(
                    at
                    for at in range(*found.span())
                    if line.text[at] in line.sources and re.match(OTHER, line.text[at])
                )
                link = line.links.get(line.text[at])
                numbers = _numbers_in(link.text) if link else []
                if numbers and all(number in self.numbered for number in numbers):
                    self._tell(Kind.DOUBT, _ELSEWHERE, line, at, at + 1)

    def _is_way(self, marks: list[_Mark]) -> bool:
        numbers = {number for mark in marks for number in mark.numbers}
        return numbers <= set(self.numbered) and len(numbers) >= max(1, _MOST_OF * len(self.numbered))

    def _is_in_order(self, marks: list[_Mark]) -> bool:
        """Whether marks cite nearly all sources in the order of their numbers, as counts in parentheses do not."""
        numbers = list(dict.fromkeys(number for mark in marks for number in mark.numbers))
        return numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= max(3, 0.8 * len(self.numbered))

    def _tell_uncited(self) -> None:
        """Say which sources nothing cites."""
        if not self.cited:
            self.out.remarks.append(Remark(Kind.DOUBT, "No number in the text cites a reference"))
            return
        left = [str(entry.number or at + 1) for at, entry in enumerate(self.sources.entries) if at not in self.cited]
        if left:
            place = ", ".join(left[:40]) + (" …" if len(left) > 40 else "")
            self.out.remarks.append(Remark(Kind.DOUBT, "References that nothing in the text cites", place=place))


def _learn_numbers(marks: Iterable[Link], sources: Sources) -> None:
    """Number sources that have no number in print by the marks that lead to them; failing those, in their order."""
    if any(entry.number for entry in sources.entries):
        return
    found: dict[int, set[int]] = {}
    for link in marks:
        if len(link.places) == 1 and len(numbers := _numbers_in(link.text)) == 1:
            found.setdefault(link.places[0], set()).update(numbers)
    if all(numbers == {place + 1} for place, numbers in found.items()):
        sources.number_in_order()
    for place, learned in found.items():
        if len(learned) == 1:
            sources.entries[place].number = next(iter(learned))


def _numbers_in(words: str) -> list[int]:
    """The numbers of a mark that is nothing else."""
    words = words.strip("[]() \n\t\xa0").translate(_SMALL)
    return numbers_of(words) if re.fullmatch(NUMBERS, words) else []


def _may_cite(mark: _Mark) -> bool:
    """Whether a raised number is no power, order or charge: it stands after a word or the end of a sentence."""
    before = mark.line.before(mark.start)
    return mark.what is not Likely.FIGURE and figures.may_precede_raised(before)


def _is_item(mark: _Mark) -> bool:
    """Whether a number in parentheses begins an item of an enumeration."""
    return bool(re.search(r"(?:^|[:;,])\s*(?:and|or)?\s*$", mark.line.before(mark.start)))


def _is_balanced(text: str) -> bool:
    return all(text.count(opening) == text.count(closing) for opening, closing in _AROUND.items())


def _spread(line: Run, start: int, end: int) -> tuple[int, int]:
    """The stretch with the brackets, the raising and the space before it that belong to it."""
    while True:
        here = len(line.text[:start].rstrip())
        there = len(line.text) - len(line.text[end:].lstrip())
        before, after = line.text[here - 1 : here], line.text[there : there + 1]
        opened = re.match("<(sup|em|strong)>", line.sources.get(before, ""))
        is_bracket = bool(after) and _AROUND.get(before) == after
        is_raising = opened and line.sources.get(after) == f"</{opened[1]}>"
        if not (is_bracket or is_raising):
            return (here or start), end
        start, end = here - 1, there + 1
