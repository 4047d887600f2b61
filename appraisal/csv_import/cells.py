"""What a cell says of a day or of a length of time, in the ways in which people and spreadsheets write it."""

import re
from datetime import date, timedelta

EXCEL_BEGAN = date(1899, 12, 30)  # day 0 of its calendar, which counts a 29 February 1900 that never was
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_GAP = r"[-‐‑–/. ,]*"
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:[T ]|,\s*)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:am|pm)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?\Z",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[-‐‑–/. ](?P<m>\d{1,2})[-‐‑–/. ](?P<d>\d{1,2})")
_RUN = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})[-‐‑–/. ](?P<m>\d{1,2})[-‐‑–/. ](?P<y>\d{4}|\d{2})")
_NAMED = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?{_GAP}(?P<m>[a-z]{{3,9}})\.?{_GAP}'?(?P<y>\d{{4}}|\d{{2}})",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    rf"(?P<m>[a-z]{{3,9}})\.?{_GAP}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})", re.IGNORECASE
)
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_RANGE = re.compile(r"\s+(?:-|‐|‑|–|—|to|until)\s+", re.IGNORECASE)

_NOTHING = {"", "-", "–", "—", "n/a", "na", "none", "nil", "0"}
_HOURS_AND_MINUTES = re.compile(
    r"(?:(?P<h>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?))?[\s,]*(?:and\s+)?(?:(?P<m>\d{1,4})\s*(?:m|mins?|minutes?)?)?",
    re.IGNORECASE,
)
_WITH_COLON = re.compile(r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::00)?")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")


def days(text: str, *, today: date) -> tuple[date, date | None, bool]:
    """The first day that a cell names, the last one if it is another, and whether it was a number of a spreadsheet's.

    The day stands before the month, as it is written here, unless the year stands first or the month has a name. A year
    of two digits is the last such year that is not in the future. Raises ValueError for what is no day, or two ways.
    """
    first, *others = _RANGE.split(text.strip())
    if len(others) > 1:
        raise ValueError(text)
    day, is_serial = _day(first, today)
    last = _day(others[0], today)[0] if others else None
    return day, None if last == day else last, is_serial


def _day(text: str, today: date) -> tuple[date, bool]:
    words = _CLOCK.sub("", _WEEKDAY.sub("", text.strip(), count=1)).strip()
    for shape in (_YEAR_FIRST, _RUN, _DAY_FIRST, _NAMED, _NAME_FIRST):
        if found := shape.fullmatch(words):
            return date(_year(found["y"], today), _month(found["m"]), int(found["d"])), False
    if _SERIAL.fullmatch(words):
        return EXCEL_BEGAN + timedelta(days=int(float(words))), True
    raise ValueError(text)


def _month(text: str) -> int:
    """The number of a month, whose name may be cut short; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(text.lower())), 0)


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100


def minutes(text: str, *, is_hours: bool) -> int:
    """The minutes that a cell says: "2h 30m", "1:30", "90 minutes", or a bare number of hours or of minutes.

    To the nearest minute, since a third of an hour is written 0.33. Raises ValueError for what is no length of time.
    """
    words = " ".join(text.lower().split())
    if words in _NOTHING:
        return 0
    if found := _WITH_COLON.fullmatch(words):
        return int(found["h"]) * 60 + int(found["m"])
    if _NUMBER.fullmatch(words):
        return round(_decimal(words) * (60 if is_hours else 1))
    found = _HOURS_AND_MINUTES.fullmatch(words)
    if not found or not (found["h"] or found["m"]):
        raise ValueError(text)
    return round(_decimal(found["h"] or "0") * 60) + int(found["m"] or 0)


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))
