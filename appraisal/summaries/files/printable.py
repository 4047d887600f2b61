"""Text that the PDF can print: PDF/UA fails outright on a character that no font has, and on control characters."""

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("fonts")
LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# A word longer than a line is let break here and there, or it would run off the paper.
LONG_WORD = re.compile(r"\S{40}(?=\S)")
MAY_BREAK = "\u200b"
# Values that nobody wrote and that mean nothing once changed.
OURS = {"url", "code", "sha256", "svg", "qr"}
# Letters and marks of a script are replaced together, named for the script; symbols one by one.
SCRIPT = ("L", "M")


@cache
def glyphs() -> frozenset[str]:
    """Every character that all of our fonts' text faces have (fonts/glyphs.txt: ranges of code points)."""
    found: set[str] = set()
    for span in (FONTS / "glyphs.txt").read_text(encoding="ascii").split():
        first, _, last = span.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


@cache
def plain() -> frozenset[str]:
    """Every character that is printed as it stands."""
    return frozenset(filter(is_seen, glyphs())) | {"\n"}


def printable(value: Any, replaced: Counter[str]) -> Any:
    """The same JSON value with every text printable; what had to be replaced is counted in `replaced`."""
    if isinstance(value, str):
        return text(value, replaced)
    if isinstance(value, dict):
        return {key: item if key in OURS else printable(item, replaced) for key, item in value.items()}
    if isinstance(value, list):
        return [printable(item, replaced) for item in value]
    return value


def text(words: str, replaced: Counter[str]) -> str:
    """Text composed (NFC), without controls, and with the names of characters that no font has in their place."""
    words = LINE_ENDS.sub("\n", unicodedata.normalize("NFC", words)).replace("\t", " ")
    if not plain().issuperset(words):
        words = "".join(
            "".join(run) if name is None else placeholder(name, list(run), replaced)
            for name, run in groupby(filter(is_seen, words), key=missing)
        )
    return LONG_WORD.sub(rf"\g<0>{MAY_BREAK}", words)


def is_seen(char: str) -> bool:
    """Not a control, a direction mark, a joiner or a variation selector: nothing of those is seen on paper."""
    return char == "\n" or not (
        unicodedata.category(char) in {"Cc", "Cf", "Cs"} or unicodedata.name(char, "").startswith("VARIATION SELECTOR")
    )


def missing(char: str) -> str | None:
    """What to call a character that no font has: its script, or its own name. None when it can be printed."""
    if char == "\n" or char in glyphs():
        return None
    name = unicodedata.name(char, f"character U+{ord(char):04X}")
    if unicodedata.category(char).startswith(SCRIPT):
        script = name.split()[0]
        return f"{script if script == 'CJK' else script.capitalize()} text"
    return name.lower() if name.isupper() else name


def placeholder(name: str, run: list[str], replaced: Counter[str]) -> str:
    replaced[name] += len(run)
    return f"[{name}]"
