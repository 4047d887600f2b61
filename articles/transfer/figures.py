"""Whether a bracketed number is a citation or a figure of the text, as in `4 [2-6] days`. Only a person can be sure.

What is most likely a figure stays as it is: a citation that is missing is seen, a dose that is gone is not. Both that
and a citation that could be a figure are told to whoever imports.
"""

import re
from enum import Enum

_UNIT = (
    r"(?:%|°|×|/|(?:per ?cent|[kmµμn]?g|micrograms?|[mµμd]?l|m?mol|units?|iu|[mc]?m|mmhg|sec(?:ond)?s?|min(?:ute)?s?|h"
    r"|hours?|days?|weeks?|months?|years?|times|doses?|tablets?|points?)\b)"
)
_UNIT_FOLLOWS = re.compile(rf"\s*[-–]?\s*{_UNIT}", re.IGNORECASE)
_UNIT_BEFORE = re.compile(rf"(?:\d|{_UNIT})\s*$", re.IGNORECASE)
_FIGURE_BEFORE = re.compile(
    r"(?:\b(?:CI|IQR|SD|ranges?|interval|mean|median|scores?|grades?|stages?|class|types?|days?|weeks?)|[=<>≤≥±~])\s*[:,]?\s*$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"[–-]")


class Likely(Enum):
    """What a bracketed number most likely is."""

    CITATION = "citation"
    EITHER = "either"
    FIGURE = "figure"


def likely(before: str, numbers: str, after: str) -> Likely:
    """What `[numbers]` between these two texts most likely is. A range, or a number beside a unit, could be either."""
    is_range, follows_unit = bool(_RANGE.search(numbers)), bool(_UNIT_BEFORE.search(before))
    if _UNIT_FOLLOWS.match(after) or _FIGURE_BEFORE.search(before) or (is_range and follows_unit):
        return Likely.FIGURE
    return Likely.EITHER if is_range or follows_unit else Likely.CITATION


def beside(before: str, numbers: str, after: str) -> str:
    """A bracketed number with the words beside it, by which it is found in the text."""
    return " ".join(f"{' '.join(before.split()[-6:])} [{numbers}]{' '.join(after.split(' ')[:5])}".split())
