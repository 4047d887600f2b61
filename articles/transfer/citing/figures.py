"""Whether a number is a citation or a figure of the text, as in `4 [2-6] days` or m². Only a person can be sure.

What is most likely a figure stays as it is: a citation that is missing is seen, a dose that is gone is not. Both that
and a citation that could be a figure are told to whoever imports.
"""

import re
from enum import Enum

from articles.transfer.citing.numbers import DASH

_UNIT = (
    r"(?:%|°|×|/|(?:per ?cent|[kmµμn]?g|micrograms?|[mµμd]?l|m?mol|units?|iu|[mc]?m|mmhg|sec(?:ond)?s?|min(?:ute)?s?|h"
    r"|hours?|days?|weeks?|months?|years?|times|doses?|tablets?|points?)\b)"
)
_UNIT_FOLLOWS = re.compile(rf"\s*{DASH}?\s*{_UNIT}", re.IGNORECASE)
_UNIT_BEFORE = re.compile(rf"(?:\d|{_UNIT})\s*$", re.IGNORECASE)
_FIGURE_BEFORE = re.compile(
    r"(?:\b(?:CI|IQR|SD|ranges?|intervals?|mean|median|scores?|grades?|stages?|class|types?|phases?|levels?|days?"
    r"|weeks?|between|fig(?:ure)?s?|tables?|box(?:es)?|sections?|chapters?|appendi(?:x|ces)|pages?|pp?|steps?|parts?|notes?"
    r"|footnotes?|equations?|eqs?|panels?|items?|questions?|steps?|numbers?|versions?|doses?)\.?|[=<>≤≥±~∈×*/+]"
    rf"|{DASH})\s*[:,]?\s*$",
    re.IGNORECASE,
)
# Straight after one letter, as in F[1,12] or x[1]: a sign with an index.
_SIGN_BEFORE = re.compile(r"(?:^|[^\w’'])[^\W\d_]$")
_RANGE = re.compile(rf"{DASH}|to")
# A raised number after a word, or after what ends a phrase: never after a unit, a number or a sign for something.
_PHRASE = re.compile(r"(?:[^\W\d_]{3,}|[^\W\d_][.,;:?!]|[\])”’\"'»][.,;:?!]?|\d[.;]|%[.,;])$")
_POWERED = re.compile(r"(?:\b(?:log|sin|cos|tan|exp|kg|mol|min|sec|met(?:re|er)s?|mmhg))$", re.IGNORECASE)


class Likely(Enum):
    """What a bracketed number most likely is."""

    CITATION = "citation"
    EITHER = "either"
    FIGURE = "figure"


def likely(before: str, numbers: str, after: str) -> Likely:
    """What `[numbers]` between these two texts most likely is. A range, or a number beside a unit, could be either."""
    is_range, follows_unit = bool(_RANGE.search(numbers)), bool(_UNIT_BEFORE.search(before))
    is_figure = _UNIT_FOLLOWS.match(after) or _FIGURE_BEFORE.search(before) or _SIGN_BEFORE.search(before)
    if is_figure or (is_range and follows_unit):
        return Likely.FIGURE
    return Likely.EITHER if is_range or follows_unit else Likely.CITATION


def may_precede_raised(before: str) -> bool:
    """Whether a raised number after this text could be a citation, and no power or part of a name (10⁹, m², Ca²)."""
    return bool(_PHRASE.search(before)) and not _POWERED.search(before)
