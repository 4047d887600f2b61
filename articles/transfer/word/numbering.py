"""The numbers that Word prints before paragraphs, and does not write down: counted as Word counts them."""

import re

from lxml import etree

from articles.transfer.normal.lists import letter, roman
from articles.transfer.word.package import attribute, child, children, is_on, value

_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def _written(number: int, kind: str) -> str:
    """A number as a level prints it."""
    if kind in {"lowerLetter", "upperLetter"}:
        return letter(number).upper() if kind[0] == "u" else letter(number)
    if kind in {"lowerRoman", "upperRoman"}:
        return roman(number).upper() if kind[0] == "u" else roman(number)
    if kind == "ordinal":
        return f"{number}{_ORDINALS.get(number % 10, 'th') if number % 100 not in {11, 12, 13} else 'th'}"
    return f"{number:02}" if kind == "decimalZero" else "" if kind == "none" else str(number)


class Numbering:
    """The lists of one document, and how far each has been counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self.abstract: dict[str, etree._Element] = {}
        self.lists: dict[str, etree._Element] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.started: set[tuple[str, int]] = set()
        if root is not None:
            self.abstract = {attribute(found, "abstractNumId"): found for found in children(root, "w:abstractNum")}
            self.lists = {attribute(found, "numId"): found for found in children(root, "w:num")}

    def _abstract(self, number: str) -> tuple[str, etree._Element | None]:
        """What a list is an instance of; one that only names a style, through the list that has that style."""
        found_id = value(self.lists.get(number), "w:abstractNumId")
        found = self.abstract.get(found_id)
        style = value(found, "w:numStyleLink")
        if style:
            linked = ((key, one) for key, one in self.abstract.items() if value(one, "w:styleLink") == style)
            return next(linked, (found_id, found))
        return found_id, found

    def level_of_style(self, number: str, style_id: str) -> int:
        """The level of a list that belongs to a paragraph's style; 0 if none says so."""
        _id, found = self._abstract(number)
        levels = children(found, "w:lvl") if found is not None else iter(())
        named = (attribute(level, "ilvl") for level in levels if style_id and value(level, "w:pStyle") == style_id)
        return next((int(level) for level in named if level.isdecimal()), 0)

    def _level(self, number: str, level: int) -> etree._Element | None:
        """What is said of a level: by the list itself, or by what it is an instance of."""
        for override in children(self.lists[number], "w:lvlOverride"):
            own = child(override, "w:lvl")
            if attribute(override, "ilvl") == str(level) and own is not None:
                return own
        _id, found = self._abstract(number)
        levels = children(found, "w:lvl") if found is not None else iter(())
        return next((one for one in levels if attribute(one, "ilvl") == str(level)), None)

    def label(self, number: str, level: int) -> str | None:
        """Count one paragraph on, and give what is printed before it: empty for a bullet, None for no list."""
        if number not in self.lists or number == "0":
            return None
        counts = self.counts.setdefault(self._abstract(number)[0], {})
        start = self._restart(number, level)
        counts[level] = (
            start if start is not None else counts[level] + 1 if level in counts else self._start(number, level)
        )
        for deeper in [found for found in counts if found > level and self._is_restarted(number, found, level)]:
            del counts[deeper]
        properties = self._level(number, level)
        if value(properties, "w:numFmt") == "bullet" or properties is None:
            return ""
        is_legal = bool(is_on(properties, "w:isLgl"))

        def printed(found: "re.Match[str]") -> str:
            at = int(found[1]) - 1
            kind = value(self._level(number, at), "w:numFmt") if not (is_legal and at < level) else "decimal"
            return _written(counts.get(at, self._start(number, at)), kind)

        return " ".join(re.sub(r"%([1-9])", printed, value(properties, "w:lvlText")).split())

    def _start(self, number: str, level: int) -> int:
        found = value(self._level(number, level), "w:start")
        return int(found) if found.isdecimal() else 1

    def _restart(self, number: str, level: int) -> int | None:
        """Where a list says that it starts anew, the first time that it is met."""
        if (number, level) in self.started:
            return None
        self.started.add((number, level))
        for override in children(self.lists[number], "w:lvlOverride"):
            start = value(override, "w:startOverride")
            if attribute(override, "ilvl") == str(level) and start.isdecimal():
                return int(start)
        return None

    def _is_restarted(self, number: str, deeper: int, level: int) -> bool:
        """Whether a level counts from its start again after one above it."""
        after = value(self._level(number, deeper), "w:lvlRestart")
        return level < int(after) if after.isdecimal() else True
