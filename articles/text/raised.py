"""Raised and lowered characters in a text: 10⁹, CO₂, C_(max). Set on the line like the others, 10⁹ would be 109.

Digits and signs have characters of their own. All else is put between signs, `^(` or `_(` and `)`, which stand on the
page for programs and screen readers and are not seen there. Why so: docs/decisions/0032-raised-characters.md.
"""

import re
from collections.abc import Iterator
from enum import Enum

_MINUS = dict.fromkeys("-‐‑–−", "⁻")
RAISED = str.maketrans(dict(zip("0123456789+=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁼⁽⁾", strict=True)) | _MINUS)
LOWERED = str.maketrans(dict(zip("0123456789+=()", "₀₁₂₃₄₅₆₇₈₉₊₌₍₎", strict=True)) | dict.fromkeys(_MINUS, "₋"))
TABLES = {"sup": RAISED, "sub": LOWERED}
_RAISED_ALREADY = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
OPENING, CLOSING = {"sup": "^(", "sub": "_("}, ")"

# These mean the same on the line: trade marks, signs of notes, degrees, minutes of arc, and the ends of 1st and 2nd.
_SAME = re.compile(r"(?:[®™©℠*†‡§¶‖#°º′″\s]+|st|nd|rd|th)")
_RANGE = re.compile(r"\d\s*[-‐‑–−]\s*\d")  # 3–7, which is not 3⁻7
_LOWERED_WORDS = re.compile(r"_\(([^()]*)\)")
_TYPED = re.compile(r"\^\(?([-+−–]?\d+)\)?")


class Way(Enum):
    """How raised or lowered words are written."""

    SAME = "on the line, since they mean the same there"
    CHARACTERS = "with characters of their own"
    SIGNS = "between signs"


def way(words: str, name: str, *, is_nested: bool = False) -> Way:
    """How to write the words of a `sup` or `sub`; `is_nested`: another one is in it."""
    if _SAME.fullmatch(words) or not words.strip():
        return Way.SAME
    if not (is_nested or _RANGE.search(words)) and all(
        ord(sign) in TABLES[name] or sign in _RAISED_ALREADY for sign in words.strip()
    ):
        return Way.CHARACTERS
    return Way.SIGNS


def sign(words: str) -> str:
    """One of the signs on a page."""
    return f'<span class="sign">{words}</span>'


def written(words: str, name: str, *, is_nested: bool = False) -> str:
    """The words of a `sup` or `sub` as text."""
    match way(words, name, is_nested=is_nested):
        case Way.CHARACTERS:
            return words.translate(TABLES[name])
        case Way.SIGNS:
            return f"{OPENING[name]}{words}{CLOSING}"
        case _:
            return words


def typed(words: str) -> str:
    """Words in which powers are typed as 10^9, with raised characters."""
    return _TYPED.sub(lambda power: power[1].translate(RAISED), words)


def closed(text: str, start: int, end: int) -> int:
    """The end of a passage, with the sign that ends lowered words if it would be cut off."""
    return (
        end + 1
        if text[end : end + 1] == CLOSING and text.count("_(", start, end) > text.count(")", start, end)
        else end
    )


def as_seen(text: str) -> Iterator[tuple[str, int]]:
    """The characters of a text with their places, without the signs around lowered words: HbA1c of HbA_(1c)."""
    at = 0
    for found in _LOWERED_WORDS.finditer(text):
        yield from zip(text[at : found.start()], range(at, found.start()), strict=True)
        yield from zip(found[1], range(found.start(1), found.end(1)), strict=True)
        at = found.end()
    yield from zip(text[at:], range(at, len(text)), strict=True)
