"""Texts as the words that must not be lost: with their numbers, units and signs, raised and lowered, in order."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

CITATION = "\N{SECTION SIGN}"  # begins the word that stands for a citation: the number of its reference follows
RAISED, LOWERED = "^", "_"
BULLET = "-"
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+-=()", strict=True))
_SIGNS = {"µ": "μ", "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"'}
_SIGNS |= {"•": BULLET, "·": "·", "⩽": "≤", "⩾": "≥", "≦": "≤", "≧": "≥", "␣": " "}
_NOTHING = [0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_PUNCTUATION = ".,;:!?\"'()[]{}…|\\«»¶"
_BETWEEN_SIGNS = re.compile(r"([\^_])\(([^()]*)\)")  # as a text without markup has them: HbA_(1c)
_SAME = re.compile(r"(?:[®™©℠*†‡§¶‖#°º′″\s]+|st|nd|rd|th)")  # mean the same on the line
_BRACKETED = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;-]\s*\d{1,3})*)\s*\]")
_TWO_ENDS = re.compile(r"(\[\d{1,3})\]\s*-\s*\[(\d{1,3}\])")  # a range written [1]-[4]
_RAISED_END = re.compile(r"(?<=[^\d^])((?:\^[\d,;*†‡§-])+)$")
_MARK = re.compile(r"\[?((?:[\^\d,;-])+)\]?")
_WEIGHS = re.compile(r"\d|[<>≤≥±×=%°→]|^-$")
_NEGATIONS = {"no", "not", "never", "without", "avoid", "nor", "cannot", "contraindicated", "stop", "unless", "except"}
_UNITS = {"mg", "g", "kg", "μg", "mcg", "ml", "mL", "l", "L", "mmol", "mmol/l", "mmol/L", "units", "unit", "IU"}
_UNITS |= {
    "micrograms",
    "microgram",
    "hours",
    "hour",
    "days",
    "day",
    "weeks",
    "week",
    "months",
    "years",
    "daily",
    "twice",
}
_DRUGS = re.compile(
    r"(?i).+(?:cillin|mycin|azole|pril|sartan|statin|olol|dipine|mab|nib|vir|pam|caine|ine|one|ide|ate|xaban|tide|profen)"
)


class Role(Enum):
    """Where in the file a block stands."""

    TEXT = "text"
    ASIDE = "aside"  # notes, floats, captions: they may stand anywhere in the draft
    FURNITURE = "furniture"  # what no reader of the article misses: authors, ids, running heads
    COMMENT = "comment"  # a remark of somebody who worked on the file


@dataclass(frozen=True, slots=True)
class Word:
    """A word is what stands between two spaces, in one spelling of its signs, without the punctuation around it.

    `is_dropped` are words that the file itself strikes, hides or deletes; `cites` are the references whose mark it is
    part of; `is_formula` are parts of a formula, which may be written otherwise.
    """

    text: str
    is_dropped: bool = False
    is_formula: bool = False
    cites: tuple[int, ...] = ()

    @property
    def shown(self) -> str:
        """As a person reads it."""
        if self.text.startswith(CITATION):
            return f"[{self.text[1:]}]"
        raised = re.sub(r"(?:\^.)+", lambda run: _shifted(run[0][1::2], _SUPERSCRIPTS, "^"), self.text)
        return re.sub(r"(?:_.)+", lambda run: _shifted(run[0][1::2], _SUBSCRIPTS, "_"), raised)

    @property
    def weight(self) -> int:
        """How much it matters that it is lost: figures, signs, units and negations first, then what may be a drug."""
        if _WEIGHS.search(self.text) or self.text.lower() in _NEGATIONS or self.text in _UNITS:
            return 2
        return int(bool(_DRUGS.fullmatch(self.text)))


@dataclass
class Block:
    """A block is a paragraph, heading, cell or item of a file or a draft."""

    words: list[Word] = field(default_factory=list)
    role: Role = Role.TEXT
    reference: int = 0  # the number of the reference that it is, where the file says so


def _shifted(characters: str, table: dict[str, str], sign: str) -> str:
    backwards = {plain: shifted for shifted, plain in table.items()}
    if all(character in backwards for character in characters):
        return "".join(backwards[character] for character in characters)
    return f"{sign}({characters})" if len(characters) > 1 else f"{sign}{characters}"


_SPELLINGS = str.maketrans(
    {character: RAISED + plain for character, plain in _SUPERSCRIPTS.items()}
    | {character: LOWERED + plain for character, plain in _SUBSCRIPTS.items()}
    | _SIGNS
    | dict.fromkeys(map(chr, _NOTHING), "")
)


def normal(text: str, shift: str = "") -> str:
    """A text with one spelling for each sign. `shift` is RAISED or LOWERED for what stands so in the file."""
    text = _BETWEEN_SIGNS.sub(lambda found: "".join(found[1] + sign for sign in found[2] if sign != " "), text)
    if _SAME.fullmatch(text):
        shift = ""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_SPELLINGS)).translate(_SPELLINGS)
    if not shift:
        return text
    return "".join(character if character.isspace() else shift + character for character in text)


def split(text: str) -> Iterator[str]:
    """The words of a text in normal form."""
    text, at = _TWO_ENDS.sub(r"\1-\2", text), 0
    for bracketed in _BRACKETED.finditer(text):
        yield from _chunks(text[at : bracketed.start()])
        yield f"[{''.join(bracketed[1].split())}]"
        at = bracketed.end()
    yield from _chunks(text[at:])


def _chunks(text: str) -> Iterator[str]:
    for chunk in text.split():
        word = _stripped(chunk)
        end = _RAISED_END.search(word)
        if end:
            yield from filter(None, (_stripped(word[: end.start()]), end[1].rstrip("^,;")))
        elif word and not re.fullmatch(r"[=~*_#+-]{3,}", word):
            yield word


def _stripped(chunk: str) -> str:
    previous = ""
    while chunk != previous:
        previous = chunk
        chunk = chunk.strip(_PUNCTUATION)
        for shift in (RAISED, LOWERED):  # punctuation may be raised with the figures that it parts
            while len(chunk) > 1 and chunk[-2] == shift and chunk[-1] in _PUNCTUATION:
                chunk = chunk[:-2]
            while len(chunk) > 1 and chunk[0] == shift and chunk[1] in _PUNCTUATION:
                chunk = chunk[2:]
    return "" if chunk in {RAISED, LOWERED} else chunk


def names(text: str) -> set[str]:
    """Names that are listed in a text."""
    return set(text.split())


def numbers_of(text: str) -> list[int]:
    """The numbers that a mark such as `[1,3-5]` or a raised `1,2` stands for; none if it is no mark."""
    if not _MARK.fullmatch(text) or not re.search(r"\d", text):
        return []
    found: list[int] = []
    for first, last in re.findall(r"(\d{1,3})(?:-(\d{1,3}))?", text.replace(RAISED, "")):
        found += range(int(first), min(int(last or first), int(first) + 200) + 1)
    return found


_Piece = tuple[str, bool, bool, tuple[int, ...]]


class Collector:
    """Gathers the pieces of a file into blocks of words."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[_Piece] = []

    def add(
        self,
        text: str | None,
        *,
        shift: str = "",
        dropped: bool = False,
        formula: bool = False,
        cites: tuple[int, ...] = (),
    ) -> None:
        if not text:
            return
        if dropped and not cites and self._pieces and self._pieces[-1][1]:  # one passage, though marked in parts
            self._pieces[-1] = (self._pieces[-1][0] + normal(text, shift), True, formula, ())
        else:
            self._pieces.append((normal(text, shift), dropped, formula, cites))

    def end(self, role: Role = Role.TEXT, *, reference: int = 0) -> None:
        """End the block, if anything is in it."""
        words = list(_words(self._pieces))
        self._pieces = []
        if words:
            self.blocks.append(Block(words, role, reference))


def _words(pieces: list[_Piece]) -> Iterator[Word]:
    """Words of the pieces of one block: what stands side by side is one word, except where a mark of citation is."""
    text, is_formula, last = "", False, 0
    for piece, is_dropped, formula, cites in pieces:
        if is_dropped:
            is_apart = piece[:1].isspace() or text[-1:].isspace()
            before, _, text = (text, "", "") if is_apart else text.rpartition(" ")  # a part of a word may be struck
            yield from (Word(part, is_formula=is_formula) for part in split(before))
            yield from (Word(part, is_dropped=True) for part in split(piece))
        elif cites:
            if last and text.strip(" []()\n^") == BULLET:  # a range whose ends are marks of their own
                yield from (Word(f"{CITATION}{number}", cites=(number,)) for number in range(last + 1, cites[0]))
            else:
                yield from (Word(part, is_formula=is_formula) for part in split(text))
            yield from (Word(part, cites=cites) for part in split(piece) if re.search(r"[^\W\d]", part))
            yield from (Word(f"{CITATION}{number}", cites=cites) for number in cites)
            text, last = "", cites[-1]
        elif formula != is_formula:
            yield from (Word(part, is_formula=is_formula) for part in split(text))
            text, is_formula, last = piece, formula, 0
        else:
            text += piece
    yield from (Word(part, is_formula=is_formula) for part in split(text))
