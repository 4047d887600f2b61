"""The words of an article around what was looked for, with the words found marked. Plain text: templates escape it."""

from collections.abc import Container, Mapping, Sequence

from .words import WORD, stem

Piece = tuple[str, bool]  # words, and whether they are to be marked

LENGTH = 240  # characters of a snippet, about
LEAD = 60  # of them, at most, before the first word found
MOST_FOUND = 300  # places of a text that are compared


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


def snippet(text: str, contents: Sequence[dict], rarity: Mapping[str, int]) -> tuple[list[Piece], dict | None]:
    """The stretch of a text that has the most, and the rarest, of the words looked for, and the section it is in.

    Nothing, and no section, when the text has none of them.
    """
    places = [(match.start(), word) for match in WORD.finditer(text) if (word := stem(match[0])) in rarity]
    if not places:
        return [], None
    start = max(range(len(places[:MOST_FOUND])), key=lambda nth: (_worth(places, nth, rarity), -nth))
    at = places[start][0]
    section = next((part for part in contents if part["text"][0] <= at < part["text"][1]), None)
    return marked(_stretch(text, at, section), rarity), section


def _worth(places: Sequence[tuple[int, str]], nth: int, rarity: Mapping[str, int]) -> int:
    """How much the different words count that stand within a snippet's length of the nth place."""
    end = places[nth][0] + LENGTH - LEAD
    return sum(rarity[word] for word in {word for at, word in places[nth : nth + LENGTH] if at < end})


def _stretch(text: str, at: int, section: dict | None) -> str:
    """A snippet's length of the text around a place, in whole words, without leaving the section."""
    first, last = section["text"] if section else (0, len(text))
    line = max(first, text.rfind("\n", first, at) + 1)
    start = line if at - line <= LEAD else text.find(" ", at - LEAD, at) + 1 or at
    end = min(last, start + LENGTH)
    if end < last:
        end = max(text.rfind(" ", at, end), text.rfind("\n", at, end), at + 1)
    words = " ".join(text[start:end].split())
    return f"{'… ' if start > line else ''}{words}{' …' if end < last else ''}"
