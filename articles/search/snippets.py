"""The words of an article around what was looked for, with the words found marked. Plain text: templates escape it."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence

from articles.text.words import WORD, stem

_SENTENCE = re.compile(r"[.!?]\s+")
_LAST_NUMBER = re.compile(r"\s+\S*\d\Z")  # its unit may be what was cut off

Piece = tuple[str, bool]  # words, and whether they are to be marked
Place = tuple[int, str]  # where a word looked for starts in a text, and which

LENGTH = 240  # characters of a snippet, about
LEAD = 60  # of them, about, before the first word found, unless a sentence starts a little earlier
FAR = 160  # of them, at most, from the start of its sentence to the first word found


def marked(text: str, wanted: Container[str]) -> list[Piece]:
    """A text in pieces, in order: what lies between the words looked for, and those words."""
    pieces: list[Piece] = []
    at = 0
    for match in WORD.finditer(text):
        if stem(match[0]) in wanted:
            pieces += [(text[at : match.start()], False), (match[0], True)]
            at = match.end()
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def snippet(
    text: str, contents: Sequence[dict], places: Sequence[Place], rarity: Mapping[str, float]
) -> tuple[list[Piece], dict | None]:
    """The stretch of a text that has the most, and the rarest, of the words looked for, and the section it is in.

    `places`, in order, are where those words stand. Nothing, and no section, when no section has any of them.
    """
    found = [
        (worth, -at, section)
        for section in contents
        for worth, at in _worths(_within(places, *section["text"]), rarity)
    ]
    if not found:
        return [], None
    _, at, section = max(found, key=lambda place: place[:2])
    return marked(_stretch(text, -at, *section["text"]), rarity), section


def sections(
    contents: Sequence[dict], places: Sequence[Place], rarity: Mapping[str, float]
) -> list[tuple[float, dict]]:
    """The sections that have a heading with a word looked for, the best first, each with what its words count.

    A word counts once in the words of a section and as often again in its heading.
    """
    found = []
    end = 0
    for section in contents:
        start, end_before, end = section["text"][0], end, section["text"][1]
        heading = {stem for _, stem in _within(places, end_before, start)}
        words = {stem for _, stem in _within(places, start, end)}
        if heading and section["id"]:
            found.append((sum(rarity[stem] for stem in [*heading, *(heading | words)]), section))
    return sorted(found, key=lambda it: -it[0])


def _within(places: Sequence[Place], start: int, end: int) -> Sequence[Place]:
    return places[bisect_left(places, (start, "")) : bisect_left(places, (end, ""))]


def _worths(places: Sequence[Place], rarity: Mapping[str, float]) -> Iterator[tuple[float, int]]:
    """For each place how much the different words count that follow close by, and where it is."""
    for nth, (at, _) in enumerate(places):
        near = {word for other, word in places[nth : nth + LENGTH] if other < at + LENGTH - LEAD}
        yield sum(rarity[word] for word in near), at


def _stretch(text: str, at: int, first: int, last: int) -> str:
    """A snippet's length of the text around a place, in whole words, within a section from `first` to `last`."""
    line = max(first, text.rfind("\n", first, at) + 1)
    start = _start(text, at, line)
    end = min(last, start + LENGTH)
    if end < last:
        end = max(text.rfind(" ", at, end), text.rfind("\n", at, end), at + 1)
        end = max(end - len(text[at:end]) + len(_LAST_NUMBER.sub("", text[at:end])), at + 1)
    words = " ".join(text[start:end].split())
    return f"{'… ' if start > line else ''}{words}{' …' if end < last else ''}"


def _start(text: str, at: int, line: int) -> int:
    """Where to begin: with the sentence, so that no "do not" is left out; with a word if the sentence is long."""
    sentence = max([line, *(match.end() for match in _SENTENCE.finditer(text, line, at))])
    return sentence if at - sentence <= FAR else text.find(" ", at - LEAD, at) + 1 or at
