"""Which section and which words of one version became which of a later one."""

from collections import Counter
from itertools import product

from articles.text.alignment import align, stretches
from articles.text.placing.texts import Text

# The share of words that two sections have in common when one is the other, under another title.
SAME_SECTION = 0.5


class WordMap:
    """A word map is two versions of an article with what became of what.

    `sections` maps sections of the old text to the new one's (by their numbers), `likeness` says how alike they are (0
    to 1). `words` holds, for each word of the old text, the place of the same word in the new one, or -1: in the same
    section, and in order in it. Made once for all notes.
    """

    def __init__(self, old: Text, new: Text) -> None:
        self.old, self.new = old, new
        self.likeness: dict[int, float] = {}
        self.sections = self._sections()
        self.words = [-1] * len(old.starts)
        for was, now in self.sections.items():
            self._align(_units(old, was), _units(new, now))

    def _sections(self) -> dict[int, int]:
        """Sections by their title; then those that were renamed, or share a title, by their words, the likest first."""
        olds, news = _titles(self.old), _titles(self.new)
        once = {title for title in olds if olds.count(title) == news.count(title) == 1}
        paired = {olds.index(title): news.index(title) for title in once}
        self.likeness = dict.fromkeys(paired, 1.0)
        bags, new_bags = ([_bag(text, n) for n in range(len(text.sections))] for text in (self.old, self.new))
        pairs = (
            (_likeness(bags[i], new_bags[j]), -i, -j)
            for i, j in product(range(len(olds)), range(len(news)))
            if i not in paired and j not in paired.values()
        )
        for likeness, i, j in sorted(pairs, reverse=True):
            if likeness >= SAME_SECTION and -i not in paired and -j not in paired.values():
                paired[-i], self.likeness[-i] = -j, likeness
        return paired

    def _align(self, was: range, now: range) -> None:
        """Sentences that are the same first, so that no word strays into another; then the words of the others."""
        old, new = self.old, self.new
        words = [_exact(old, unit) for unit in was], [_exact(new, unit) for unit in now]
        for part in stretches(*words):
            olds, news = was[part.old], now[part.new]
            if not (olds and news):
                continue
            i, j = old.units[olds[0]].start, new.units[news[0]].start
            i_end, j_end = old.units[olds[-1]].end, new.units[news[-1]].end
            same = (
                zip(range(i_end - i), range(j_end - j), strict=True)
                if part.is_equal
                else align(old.exact[i:i_end], new.exact[j:j_end])
            )
            for x, y in same:
                self.words[i + x] = j + y


def _titles(text: Text) -> list[str]:
    return [section.title.casefold() for section in text.sections]


def _units(text: Text, section: int) -> range:
    """The units of a section."""
    numbers = [number for number, unit in enumerate(text.units) if unit.section == section]
    return range(numbers[0], numbers[-1] + 1) if numbers else range(0)


def _exact(text: Text, unit: int) -> str:
    return text.exact[text.units[unit].start : text.units[unit].end]


def _bag(text: Text, section: int) -> Counter[str]:
    """How often each telling word stands in a section."""
    units = _units(text, section)
    return Counter(text.frame(units[0], units[-1] + 1) if units else "")


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)
