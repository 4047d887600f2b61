"""Where in a version's text a note belongs: finding a passage by its words, and never by a guess.

A passage is kept as the W3C Web Annotation model says (https://www.w3.org/TR/annotation-model/#selectors): its exact
words with some text on each side (TextQuoteSelector) and its place in code points (TextPositionSelector).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.models import Version
from articles.text import raised
from articles.text.formats import Present, present
from articles.text.html import tokens
from articles.text.sections import Section, sections_of
from core.text import pieces_for_placing

# How much of the text on each side is kept with a quote (characters).
CONTEXT = 32

_QUOTED = re.compile(r"[\"'“”‘’«»](.+)[\"'“”‘’«»]", re.DOTALL)


_BREAK = re.compile(r"(?<=[^\W\d_]|[.,;:!?])\n(?=[^\W\d_])")


class NotFound(LookupError):
    """The words are not in the text."""


class Ambiguous(LookupError):
    """The words are in the text more than once, and nothing says which of them is meant."""


@dataclass(frozen=True)
class Anchor:
    """A passage of a text: its words, the text on each side, and its offsets in code points."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def at(text: str, start: int, end: int) -> Anchor:
    """The passage between two offsets, without the white space at its ends."""
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip())
    end = start + len(quote.strip())
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def squash(text: str) -> str:
    """The text with every run of white space as one space, and none at the ends."""
    return " ".join(text.split())


def find(
    text: str, quote: str, *, prefix: str = "", suffix: str = "", within: Sequence[tuple[int, int]] | None = None
) -> Anchor:
    """The one place of these words in the text.

    White space may differ. Words that are nowhere to the letter are looked for again as `core.text.fold_for_placing`
    compares them: quotation marks and hyphens as people type them, and never another sign, unit or case. `prefix` and
    `suffix`, the text on each side, choose among several places. `within` are the only stretches (start, end) in which
    a passage may lie, each wholly in one of them.

    Raises NotFound, or Ambiguous when more than one place remains.
    """
    for fold in (_to_the_letter, pieces_for_placing):
        places = [
            place
            for place in _places(text, quote, fold)
            if within is None or any(start <= place[0] and place[1] <= end for start, end in within)
        ]
        if len(places) > 1:
            places = [place for place in places if _lies_between(text, place, prefix, suffix)]
            if len(places) != 1:
                raise Ambiguous(quote)
        if places:
            return at(text, *places[0])
    raise NotFound(quote)


Folding = Callable[[str], list[str]]  # what each character of a text is compared as


def _to_the_letter(text: str) -> list[str]:
    """Every character as it is; only runs of white space are one space."""
    spaced = [" " if character.isspace() else character for character in text]
    return ["" if at and character == spaced[at - 1] == " " else character for at, character in enumerate(spaced)]


def _folded(text: str, fold: Folding) -> tuple[str, list[int]]:
    """The text as it is compared, and for each character of that the offset of the one it came from."""
    pieces = fold(text)
    return "".join(pieces), [offset for offset, piece in enumerate(pieces) for _ in piece]


@lru_cache(maxsize=4)
def _haystack(text: str, fold: Folding) -> tuple[str, list[int]]:
    """The text of a version as it is searched, for many searches in a row."""
    return _folded(text, fold)


def _places(text: str, quote: str, fold: Folding) -> Iterator[tuple[int, int]]:
    """Every (start, end) at which the words stand, overlapping ones too."""
    needle = _folded(quote, fold)[0].strip()
    haystack, offsets = _haystack(text, fold)
    found = haystack.find(needle) if needle else -1
    while found >= 0:
        yield offsets[found], offsets[found + len(needle) - 1] + 1
        found = haystack.find(needle, found + 1)


def _lies_between(text: str, place: tuple[int, int], prefix: str, suffix: str) -> bool:
    """Whether the text on each side of a place is this; False when nothing was said of either side."""
    start, end = place
    before, after = squash(text[max(0, start - 2 * CONTEXT) : start]), squash(text[end : end + 2 * CONTEXT])
    prefix, suffix = squash(prefix), squash(suffix)
    return bool(prefix or suffix) and before.endswith(prefix) and after.startswith(suffix)


def locate(
    version: Version,
    *,
    section: str = "",
    quote: str,
    prefix: str = "",
    suffix: str = "",
    start: int | None = None,
    end: int | None = None,
) -> tuple[Anchor, str]:
    """The passage of a version that was meant, and the id of the section that it lies in.

    Offsets count only when the words stand there; otherwise the words are looked for in that section, then in all, and
    then as people copy and type them: with the numbers of citations, in quotation marks of their own, 10^9 for 10⁹.
    The offsets are of the version's text, the words those of the present format.

    Raises NotFound or Ambiguous.
    """
    written = present(version)
    sections = sections_of(written)
    anchor = _selected(version, written, quote, start, end)
    if anchor is None:
        anchor = _looked_for(written.text, sections, section, quote, prefix, suffix)
    for part in sections:
        if part.start <= anchor.start and anchor.end <= part.end:
            place = written.outside(anchor.start), written.outside(anchor.end)
            return replace(anchor, start=place[0], end=place[1]), part.id
    raise NotFound(quote)


def _looked_for(text: str, sections: Sequence[Section], section: str, quote: str, prefix: str, suffix: str) -> Anchor:
    """The one place of words that no offsets name. Raises as `locate` does."""
    meant = [(part.start, part.end) for part in sections if part.id == section]
    every = [(part.start, part.end) for part in sections]
    bare = _QUOTED.fullmatch(quote.strip())
    ways = [quote, bare[1]] if bare else [quote]
    for words in dict.fromkeys([*ways, *map(raised.typed, ways)]):
        for within in (meant, every):
            with suppress(NotFound):
                return find(text, words, prefix=prefix, suffix=suffix, within=within)
        for look in (_copied, _seen, _run_together):
            with suppress(NotFound):
                return look(text, sections, words)
    raise NotFound(quote)


def _seen(text: str, sections: Sequence[Section], quote: str) -> Anchor:
    """The one place of words that were typed as they are seen, without the signs around lowered characters."""
    seen = list(raised.as_seen(text))
    if len(seen) == len(text):
        raise NotFound(quote)
    found = find("".join(character for character, _ in seen), quote)
    start, end = seen[found.start][1], seen[found.end - 1][1] + 1
    return at(text, start, raised.closed(text, start, end))


def _copied(text: str, sections: Sequence[Section], quote: str) -> Anchor:
    """The one place of words that were copied with the numbers of citations, which are no part of the text."""
    copied, places, within = _numbered(tuple((section.html, section.start) for section in sections))
    found = find(copied, quote, within=within)
    anchor = at(text, places[found.start][0], places[found.end - 1][1])
    if not anchor.quote:
        raise NotFound(quote)
    return anchor


@lru_cache(maxsize=4)
def _numbered(proses: tuple[tuple[str, int], ...]) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    """The text of sections with the numbers of citations, from their HTML and where they start in the text.

    With it, the place of each character in the text (a number's is empty), and the stretch of each section.
    """
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    within = []
    for html, start in proses:
        begun, place = len(characters), start
        for token in tokens(html):
            for character in "" if token.name else token.text:
                characters.append(character)
                places.append((place, place if token.is_aside else place + 1))
                place = places[-1][1]
        within.append((begun, len(characters)))
    return "".join(characters), places, within


def _run_together(text: str, sections: Sequence[Section], quote: str) -> Anchor:
    """The one place of words that were copied without the line breaks between them, as some programs copy lists.

    Never beside a digit or a sign: 5 and 0 mg in two cells are not 50 mg.
    """
    breaks = {found.start() for found in _BREAK.finditer(text)}
    together = [(character, place) for place, character in enumerate(text) if place not in breaks]
    found = find("".join(character for character, _ in together), quote)
    return at(text, together[found.start][1], together[found.end - 1][1] + 1)


def _selected(version: Version, written: Present, quote: str, start: int | None, end: int | None) -> Anchor | None:
    """The passage between the offsets of a selection, if the words stand there: the page's, or what those mean."""
    if start is None or end is None or not 0 <= start < end <= len(version.text):
        return None
    on_page = at(version.text, start, end)
    anchor = at(written.text, written.inside(on_page.start), written.inside(on_page.end))
    return anchor if squash(quote) in {squash(on_page.quote), squash(anchor.quote)} else None
