"""Text as it is compared: generously where people search, strictly where a passage is given its place.

`fold_for_search` may take for the same what a reader would not: case, accents, and ways to type a mark.
`fold_for_placing` takes only what can never change what a text says.
"""

import re
import unicodedata
from functools import cache, lru_cache

# Characters that nobody sees, and marks that are put on letters: between any two letters of a word there may be some.
UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff"
MARKS = "\u0300-\u036f"

LOWERING = "_("  # before lowered letters: HbA_(1c) is looked for as HbA1c

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′´`＇"), "'") | dict.fromkeys(map(ord, "“”„‟″«»＂"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_FOLDED = _QUOTES | _DASHES
# Raised characters, and what each is typed as after a ^: 10⁹ is 10^9.
_RAISED = {raised: "-" if raised == "⁻" else unicodedata.normalize("NFKC", raised) for raised in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"}
_RAISED_FOR = str.maketrans({plain: raised for raised, plain in _RAISED.items()} | {"−": "⁻"})
_RAISED_RUN = re.compile(f"[{''.join(_RAISED)}]+")
_REMOVED = re.compile(f"[{UNSEEN}]")
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=30_000)
def fold_for_search(text: str) -> str:
    """Text as searches compare it: "Café’s 10⁹" and "cafe's 10^9" are the same."""
    text = text.replace(LOWERING, "")
    if text.isascii():
        return _SPACE.sub(" ", text.lower())
    text = _RAISED_RUN.sub(lambda run: "^" + "".join(_RAISED[sign] for sign in run[0]), _REMOVED.sub("", text))
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_FOLDED)).casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _SPACE.sub(" ", bare)


# --- Searching in a database, which folds nothing itself ---

_CHUNK = re.compile(r"(?P<power>\^[-+]?\d+)|(?P<jamo>[\u1100-\u11ff]+)|(?P<sign>.)", re.DOTALL)
# Where characters are that are not letters of their own: Latin, Greek and Cyrillic with accents, marks, wide forms.
_FOLDED_BLOCKS = [(0xA0, 0x530), (0x1D00, 0x2300), (0xFB00, 0xFB07), (0xFE50, 0xFE70), (0xFF01, 0xFF5F)]


@cache
def _variants() -> dict[str, str]:
    """For each folded character, or few, every single character that is folded to it."""
    signs = [chr(code) for start, end in _FOLDED_BLOCKS for code in range(start, end)]
    found: dict[str, str] = {}
    for sign in signs:
        folded = fold_for_search.__wrapped__(sign)
        if sign not in _RAISED and folded.strip() and folded != sign and len(folded) <= 3:
            found[folded] = found.get(folded, "") + sign
    return found


@cache
def _together() -> re.Pattern[str]:
    """Letters that some single character stands for: ss, fi, ffi, three dots."""
    several = sorted((folded for folded in _variants() if len(folded) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, several)))


def pattern_for_search(word: str) -> str:
    """A regular expression, to be used whatever the case, that finds a word in text that was never folded.

    Python and PostgreSQL read it alike. It finds what `fold_for_search` makes the same, but for ſß: a single character
    for two letters is looked for from the left.
    """
    parts: list[str] = []
    folded, at = fold_for_search(word), 0
    while at < len(folded):
        several = _together().match(folded, at)
        chunk = _CHUNK.match(folded, at)
        assert chunk is not None  # noqa: S101 - any character is one
        if several:
            parts.append(_any_of(several[0]))
        elif chunk["power"]:
            parts.append(f"(?:{_in_a_row(chunk[0])}|{_power(chunk[0][1:])})")
        elif chunk["jamo"]:
            parts.append(f"(?:{chunk[0]}|{unicodedata.normalize('NFC', chunk[0])})")
        else:
            parts.append(_one(chunk[0]))
        at = (several or chunk).end()
    return "".join(parts)


def _any_of(letters: str) -> str:
    """Letters, each as it may be written, or one character for several of them."""
    ways = [_in_a_row(letters)]
    for length in range(2, len(letters) + 1):
        for start in range(len(letters) - length + 1):
            if variants := _variants().get(letters[start : start + length]):
                ways.append(_in_a_row(letters[:start]) + _class(variants) + _in_a_row(letters[start + length :]))
    return f"(?:{'|'.join(ways)})"


def _in_a_row(letters: str) -> str:
    return "".join(map(_one, letters))


@lru_cache(maxsize=1_000)
def _one(letter: str) -> str:
    """One folded character in all ways to write it, with marks on it and unseen characters after it."""
    if letter == " ":
        return r"\s+"
    upper = letter.upper() if len(letter.upper()) == 1 else ""
    return _class(letter + upper + _variants().get(letter, ""))


def _power(signs: str) -> str:
    """What follows a ^, as raised characters; those after the first may be plain."""
    raised = [sign.translate(_RAISED_FOR) for sign in signs]
    return _class(raised[0]) + "".join(map(_class, map("".join, zip(raised[1:], signs[1:], strict=True))))


def _class(signs: str) -> str:
    """Any one of these, with marks on it and unseen characters after it."""
    one_of = "".join(map(re.escape, dict.fromkeys(signs)))
    return rf"[{one_of}][{MARKS}{UNSEEN}]*(?:_\()?"


# --- Placing ---

_TYPED = dict.fromkeys(map(ord, "‘’"), "'") | dict.fromkeys(map(ord, "“”"), '"')
_TYPED |= {0x2026: "..."} | dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
_HYPHENS = frozenset("-‐‑–—")
_MICRO = str.maketrans("\u00b5", "\u03bc")  # two code points of one letter: no other unit is written with either


def pieces_for_placing(text: str) -> list[str]:
    """What each character of a text is compared as; nothing for white space after other white space.

    Quotation marks, spaces and unseen characters may differ, and how an accent is encoded. So may a dash between two
    letters, which can be no minus. Signs, case, units and raised characters never do (no NFKC: it makes 109 of 10⁹).
    """
    pieces = [_piece(sign) for sign in text]
    for at in range(1, len(text) - 1):
        if text[at] in _HYPHENS and text[at - 1].isalpha() and text[at + 1].isalpha():
            pieces[at] = "-"
    previous = ""
    for at, piece in enumerate(pieces):
        pieces[at] = "" if piece == previous == " " else piece
        previous = piece or previous
    return pieces


@lru_cache(maxsize=5_000)
def _piece(sign: str) -> str:
    return " " if sign.isspace() else unicodedata.normalize("NFD", sign).translate(_MICRO).translate(_TYPED)


def fold_for_placing(text: str) -> str:
    """Text as passages are compared: the same only for what says the same, to the sign and to the dose."""
    return unicodedata.normalize("NFD", "".join(pieces_for_placing(text))).strip()
