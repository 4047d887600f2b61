"""The guard: what in a text could identify a patient or colleague.

It warns and never blocks, and never claims to be complete. Its rules are one file for browser and server,
static/guard/rules.json; static/js/guard.js reads them as this module does. Nothing leaves the machine.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from django.conf import settings

RULES = settings.BASE_DIR / "static" / "guard" / "rules.json"
# How far around a find its surroundings are looked at (characters).
AROUND = 40
# The most finds that are listed at once: a text with more has to be read through.
MOST = 20


class Find(NamedTuple):
    """A find is a piece of a text and what it looks like: "a postcode"."""

    code: str
    label: str
    text: str


class Rule(NamedTuple):
    """A rule is a pattern, what must not stand before or after what it finds, and a check that no pattern can make."""

    code: str
    label: str
    pattern: re.Pattern[str]
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    check: Callable[[str], bool]

    def finds(self, text: str) -> Iterable[Find]:
        """Everything in the text that this rule finds."""
        for match in self.pattern.finditer(text):
            is_excused = (self.after and self.after.search(text[max(0, match.start() - AROUND) : match.start()])) or (
                self.before and self.before.search(text[match.end() : match.end() + AROUND])
            )
            if not is_excused and self.check(match[0]):
                yield Find(self.code, self.label, match[0].strip())


def find(*texts: str) -> list[Find]:
    """What could identify someone in these texts, by rule, each once and not as part of another; at most MOST."""
    found = list({it: None for text in texts for rule in rules() for it in rule.finds(text)})
    return [it for it in found if not any(_is_part(it, other) for other in found)][:MOST]


def masked(text: str) -> str:
    """The text with each find in it named in place of its words: "[a postcode]". For staff, who need not know whom."""
    # The longest first, so that none is left in half where another is a part of it.
    for it in sorted({it for rule in rules() for it in rule.finds(text)}, key=lambda it: -len(it.text)):
        text = text.replace(it.text, f"[{it.label}]")
    return text


def _is_part(find: Find, other: Find) -> bool:
    return find.code == other.code and find.text != other.text and find.text in other.text


def modulus_11(text: str) -> bool:
    """Whether ten digits pass the check of NHS and CHI numbers (modulus 11, NHS Data Dictionary)."""
    digits = [int(char) for char in text if char in "0123456789"]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and digits[9] == check % 11


CHECKS: dict[str, Callable[[str], bool]] = {"": lambda _: True, "modulus_11": modulus_11}


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the file, ready to use."""
    file = json.loads(RULES.read_text(encoding="utf-8"))
    return tuple(_rule(row, file["parts"]) for row in file["rules"])


def _rule(row: dict, parts: dict[str, str]) -> Rule:
    flags = re.ASCII | (re.IGNORECASE if row.get("ignore_case") else 0)
    around = {side: _compiled(row.get(side, ""), parts, re.ASCII | re.IGNORECASE) for side in ("after", "before")}
    pattern = _compiled(row["pattern"], parts, flags)
    assert pattern is not None, row["code"]  # noqa: S101 (a file of ours)
    return Rule(row["code"], row["label"], pattern, **around, check=CHECKS[row.get("check", "")])


def _compiled(pattern: str, parts: dict[str, str], flags: int) -> re.Pattern[str] | None:
    """A pattern with its parts, twice since parts hold parts. `$` is the end, as it is in a browser."""
    for _ in range(2):
        pattern = re.sub(r"{([a-z_]+)}", lambda name: parts[name[1]], pattern)
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), flags) if pattern else None
