"""Numbers as a mark prints them: `1, 3-5`."""

import re

DASH = "[-\u2010-\u2015\u2212]"
TO = rf"(?:{DASH}|\bto\b|(?<=\])to(?=\[))"
BETWEEN = rf"\s*(?:[,;]|{DASH}|to\b|and\b|&)\s*"
NUMBERS = rf"\d{{1,3}}(?:{BETWEEN}\d{{1,3}})*"
MOST = 200  # numbers that one mark can mean

_RANGE = re.compile(rf"(\d+)(?:\s*(?:{DASH}|to\b)\s*(\d+))?")


def numbers_of(mark: str) -> list[int]:
    """The numbers that a mark means, in its order; empty for one that cannot be meant, such as 5-3."""
    meant: list[int] = []
    for first, last in _RANGE.findall(mark):
        numbers = range(int(first), int(last or first) + 1)
        if not 0 < len(numbers) <= MOST:
            return []
        meant += numbers
    return list(dict.fromkeys(meant))
