"""What became of one note. See docs/decisions/0015-notes-survive-revision.md for the rules and why they are so.

A passage is read in its sentences (a table in its rows). Its words stand as they did when those sentences say the same
as before (`texts.SILENT` words apart) and it is certain that they are the same sentences; the rest is for the member.
"""

from dataclasses import dataclass, replace
from itertools import product

from articles.text.anchors import squash
from articles.text.placing.state import State
from articles.text.placing.texts import EDGE, ENOUGH, Text, heading
from articles.text.placing.wordmap import WordMap

# In another section so few are too few even then.
ENOUGH_ELSEWHERE = 6
# How far a sentence's neighbours may be asked which of several equal sentences it is.
NEIGHBOURS = 2
# A sentence that has less than this share of its words there is not the same one, changed.
ALIKE = 0.5
# A passage of no more words than this may have changed in all of them, within a sentence that is still there.
FEW = 4

_Range = tuple[int, int]


@dataclass(frozen=True)
class Found:
    """Where a note stands in a version, as in `Placement`: `section` is an id, the offsets are code points."""

    state: State
    section: str = ""
    start: int | None = None
    end: int | None = None
    score: float = 0


DETACHED = Found(State.DETACHED)


def page(words: WordMap) -> Found:
    """A note on the whole page stays with it."""
    return _there(words, Found(State.EXACT, "", 0, len(words.new.text), 1))


def section(words: WordMap, id_: str) -> Found:
    """A note on a section stays with the section of that title. One that was renamed asks, one that is gone is gone."""
    number = next((number for number, part in enumerate(words.old.sections) if part.id == id_), None)
    if number is None or number not in words.sections:
        return DETACHED
    was, now = words.old.sections[number], words.new.sections[words.sections[number]]
    state = State.EXACT if heading(was.title) == heading(now.title) else State.CHANGED
    score = 1 if state == State.EXACT else words.likeness[number]
    return _there(words, Found(state, now.id, now.start, now.end, score))


def passage(words: WordMap, start: int, end: int) -> Found:
    """The passage between these offsets of the old version (code points) in the new one."""
    start, end = words.old.present.inside(start), words.old.present.inside(end)
    first, last = words.old.words_between(start, end)
    if first >= last:
        return DETACHED
    sought = _Passage(words, start, end, first, last)
    found = sought.unchanged() or sought.listed() or sought.changed() or sought.elsewhere() or DETACHED
    return _there(words, found)


def _there(words: WordMap, found: Found) -> Found:
    """A place by the offsets of the frozen text."""
    if found.start is None or found.end is None:
        return found
    outside = words.new.present.outside
    return replace(found, start=outside(found.start), end=outside(found.end))


class _Passage:
    """A passage of the old text: words `first` to `last`, in units `top` to `bottom`."""

    def __init__(self, words: WordMap, start: int, end: int, first: int, last: int) -> None:
        self.map, self.old, self.new = words, words.old, words.new
        self.start, self.end, self.first, self.last = start, end, first, last
        self.top, self.bottom = self.old.units_between(first, last)
        self.home = self.old.units[self.top].section
        self.here = words.sections.get(self.home)

    def found(self, state: State, first: int, last: int, score: float) -> Found:
        """These words of the new text, cut where the passage was cut from its own words."""
        head = max(0, self.start - self.old.starts[self.first]) if self.is_whole(first, last) else 0
        tail = max(0, self.old.ends[self.last - 1] - self.end) if self.is_whole(first, last) else 0
        section = self.new.sections[self.new.units[self.new.unit_of[first]].section]
        start, end = self.new.starts[first] + head, self.new.ends[last - 1] - tail
        is_same = squash(self.new.text[start:end]) == squash(self.old.text[self.start : self.end])
        return Found(state if is_same else State.CHANGED, section.id, start, end, score)

    def is_whole(self, first: int, last: int) -> bool:
        """Whether these words of the new text are all the words of the passage."""
        return self.new.exact[first:last] == self.old.exact[self.first : self.last]

    # Sentences that say the same

    def unchanged(self) -> Found | None:
        """The place of the passage, when its sentences are certainly there and its words are in them."""
        for more in range(NEIGHBOURS + 1):
            top, bottom = self.framed(more)
            frame = self.frame(top, bottom, more)
            was, now = self.old.standing(frame), self.new.standing(frame)
            here = [place for place in now if self.new.units[place[0]].section == self.here]
            at_home = [place for place in was if self.old.units[place[0]].section == self.home]
            if len(here) == len(at_home) == 1:
                return self.placed(here[0], top, State.EXACT)
            if len(now) == len(was) == 1 and len(frame) >= ENOUGH_ELSEWHERE:
                return self.placed(now[0], top, State.MOVED)
        return None

    def listed(self) -> Found | None:
        """The place of whole items that say little by themselves, when their introduction says what they are of."""
        context = _context(self.old, self.top, self.bottom)
        units = self.old.units[self.top : self.bottom]
        if not all(unit.is_line and any(len(words) >= ENOUGH for words in unit.under) for unit in units):
            return None
        frame = self.old.frame(self.top, self.bottom)
        was = self.listed_in(self.old, self.home, frame, context)
        now = self.listed_in(self.new, self.here, frame, context)
        return self.placed(now[0], self.top, State.EXACT) if len(was) == len(now) == 1 else None

    @staticmethod
    def listed_in(text: Text, section: int | None, frame: str, context: set[tuple]) -> list[_Range]:
        """Where a section says this under the same introduction."""
        return [
            place
            for place in text.standing(frame)
            if text.units[place[0]].section == section and _context(text, *place) == context
        ]

    def framed(self, more: int) -> _Range:
        """Its units with so many neighbours on each side, and with as many as it takes to say enough."""
        top, bottom = self.widened(self.top, self.bottom, more)
        while len(self.old.frame(top, bottom)) < ENOUGH and (top, bottom) != self.widened(top, bottom, 1):
            top, bottom = self.widened(top, bottom, 1)
        return top, bottom

    def widened(self, top: int, bottom: int, by: int) -> _Range:
        """These units and their neighbours in the section."""
        around = range(max(0, top - by), min(len(self.old.units), bottom + by))
        inside = [number for number in around if self.old.units[number].section == self.home]
        return min(inside[0], top), max(inside[-1] + 1, bottom)

    def frame(self, top: int, bottom: int, more: int) -> str:
        """What those units say; where neighbours were asked for, also that the section starts or ends there."""
        left, right = self.old.units[top].left, self.old.units[bottom - 1].right
        if more or (top, bottom) != (self.top, self.bottom):
            left -= self.old.telling[left - 1] == EDGE
            right += self.old.telling[right] == EDGE
        return self.old.telling[left:right]

    def placed(self, place: _Range, top: int, state: State) -> Found | None:
        """The passage in units of the new text that say what the units from `top` said. None if its words differ."""
        shift = self.new.units[place[0]].left - self.old.units[top].left
        left, right = self.old.units[self.top].left + shift, self.old.units[self.bottom - 1].right + shift
        if left >= right:
            return None
        units = self.new.unit_of[self.new.tells[left]], self.new.unit_of[self.new.tells[right - 1]] + 1
        words = self.same_words(*units)
        if words is None:
            return None
        is_same = _context(self.old, self.top, self.bottom) == _context(self.new, *units)
        is_sure = is_same and not self.is_reordered(*units)
        return self.found(state if is_sure else State.CHANGED, *words, score=1)

    def is_reordered(self, top: int, bottom: int) -> bool:
        """Whether a step that stood before these stands after them now, or the other way round."""
        for was, now in product(self.old.units[self.top : self.bottom], self.new.units[top:bottom]):
            (before, after), (before_now, after_now) = self.old.order(was), self.new.order(now)
            if (before - after) & (after_now - before_now) or (after - before) & (before_now - after_now):
                return True
        return False

    def same_words(self, top: int, bottom: int) -> _Range | None:
        """The words of the passage in these units of the new text: the second of two if it was the second of two."""
        sought = self.old.exact[self.first : self.last]
        was = _places(self.old, self.top, self.bottom, sought)
        now = _places(self.new, top, bottom, sought)
        if len(was) != len(now):
            return None
        first = now[was.index(self.first)]
        return first, first + len(sought)

    # A sentence that changed

    def changed(self) -> Found | None:
        """The place of the passage by the words around it, when its sentence is still there and is another one."""
        units, score = self.reached()
        if score < ALIKE:
            return None
        words = self.image(*units)
        return self.found(State.CHANGED, *words, score=score) if words else None

    def reached(self) -> tuple[_Range, float]:
        """The units of the new text that its sentences became, and the share of their telling words found there."""
        telling = self.old.tells[self.old.units[self.top].left : self.old.units[self.bottom - 1].right]
        hits = [self.new.unit_of[self.map.words[word]] for word in telling if self.map.words[word] >= 0]
        if not hits:
            return (0, 0), 0
        if self.bottom - self.top > 1:
            return (min(hits), max(hits) + 1), len(hits) / len(telling)
        most = max(hits, key=hits.count)  # it may have been split: the sentences beside count, others are chance
        near = [hit for hit in hits if abs(hit - most) <= 1]
        return (min(near), max(near) + 1), len(near) / len(telling)

    def image(self, top: int, bottom: int) -> _Range | None:
        """The words of those units that the passage became: from the word before it to the word after it."""
        start, end = self.new.units[top].start, self.new.units[bottom - 1].end
        hits = self.hits(range(self.first, self.last), start, end)
        if len(hits) < ALIKE * (self.last - self.first) and self.last - self.first > FEW:
            return None
        before = self.hits(range(self.old.units[self.top].start, self.first), start, end)
        after = self.hits(range(self.last, self.old.units[self.bottom - 1].end), start, end)
        is_first_found, is_last_found = (self.map.words[word] in hits for word in (self.first, self.last - 1))
        first = hits[0] if is_first_found else before[-1] + 1 if before else start
        last = hits[-1] + 1 if is_last_found else after[0] if after else end
        if hits and last - first > 3 * (self.last - self.first) + FEW:
            first, last = hits[0], hits[-1] + 1
        return (first, last) if first < last else None

    def hits(self, words: range, start: int, end: int) -> list[int]:
        """What these words of the old text became, between those of the new one."""
        return [self.map.words[word] for word in words if start <= self.map.words[word] < end]

    # The same few words elsewhere

    def elsewhere(self) -> Found | None:
        """A short sentence that stands once in each text, among others than before: there, but the member is asked."""
        frame = self.old.frame(self.top, self.bottom)
        now = self.new.standing(frame)
        if len(frame) < 2 or len(now) != 1 or len(self.old.standing(frame)) != 1:
            return None
        words = self.same_words(*now[0])
        return self.found(State.CHANGED, *words, score=1) if words else None


def _context(text: Text, top: int, bottom: int) -> set[tuple]:
    """What units are under: headings, column headings, introductions of lists, their numbers in these."""
    return {unit.context for unit in text.units[top:bottom]}


def _places(text: Text, top: int, bottom: int, sought: str) -> list[int]:
    """Where a sequence of words starts in a range of units, each time."""
    start, end = text.units[top].start, text.units[bottom - 1].end
    return [place for place in range(start, end - len(sought) + 1) if text.exact.startswith(sought, place)]
