"""Learning done elsewhere, out of a CSV file: every line is read, or said to be wrong; nothing is dropped silently."""

import csv
import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from appraisal.models import MAX_CLAIMED_MINUTES, Entry
from appraisal.rules import method_labels
from core.csv import unguarded

MOST_CHARACTERS = 300_000
MOST_LINES = 500
MOST_IN_A_CELL = 20_000
OLDEST = date(1950, 1, 1)
NAMESPACE = uuid.UUID("5f1c3a0e-52b4-5c60-9d0a-8f5cb1a5d0f4")
# Names of columns that are understood, whatever their case, and the field that they fill.
COLUMNS = {
    "learned_on": ("date", "date from", "start date", "from"),
    "ended_on": ("end date", "date to", "to", "last day"),
    "title": ("title", "topic", "activity", "name"),
    "claimed_minutes": ("minutes", "claimed minutes", "duration (minutes)"),
    "hours": ("hours", "credits", "points"),
    "participatory_minutes": ("participatory minutes",),
    "method": ("method", "type"),
    "provider": ("provider", "organiser", "where", "source"),
    "link": ("link", "url", "web address"),
    "question": ("question", "learning need"),
    "what": ("what", "description", "notes"),
    "so_what": ("so what", "learning", "what i learned", "reflection"),
    "what_next": ("what next", "change", "action"),
    "benefit": ("benefit", "impact"),
    "role": ("role",),
}
NEEDED = ("learned_on", "title")
# The columns that are text, with the most characters of each.
LENGTHS = {
    field.name: field.max_length or MOST_IN_A_CELL
    for field in Entry._meta.concrete_fields
    if field.name in COLUMNS and field.name in (*Entry.TEXT, "link")
}
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Unreadable(Exception):
    """Nothing can be read from the file as it is. The message says why and what to do."""


@dataclass
class Line:
    """A line of the file: what it holds, what is wrong with it, and what its owner should know of how it was read."""

    number: int
    words: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def key(self, user_id: int) -> uuid.UUID:
        """The same words of the same member give the same key, so that a file sent twice makes one of each."""
        return uuid.uuid5(NAMESPACE, f"{user_id} {json.dumps(self.words, sort_keys=True, default=str)}")


@dataclass
class Table:
    """Everything that was found in a file."""

    lines: list[Line]
    unread: list[str]

    @property
    def good(self) -> list[Line]:
        """The lines that can be imported."""
        return [line for line in self.lines if not line.problems]

    @property
    def bad(self) -> list[Line]:
        """The lines that cannot, as they are."""
        return [line for line in self.lines if line.problems]


def decode(content: bytes) -> str:
    """The text of a file as spreadsheets write it: UTF-8, UTF-16 with its mark, or what Windows writes (cp1252)."""
    for encoding in ("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("That file is no text. Save it as CSV, and choose it again.")


def read(text: str) -> Table:
    """Every line of the table. Raises Unreadable when there is no table in it."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"That is more than {MOST_CHARACTERS:,} characters. Import it in two parts.")
    rows = _rows(text)
    if len(rows) < 2:
        raise Unreadable("There are no lines below the names of the columns.")
    if len(rows) - 1 > MOST_LINES:
        raise Unreadable(f"There are {len(rows) - 1} lines. Import {MOST_LINES} at a time.")
    (_, head), *body = rows
    columns = [_field_of(name) for name in head]
    if missing := [name for name in NEEDED if name not in columns]:
        wanted = " and ".join(COLUMNS[name][0] for name in missing)
        raise Unreadable(f"The first line must name the columns. There is none called {wanted}.")
    unread = [name for name, known in zip(head, columns, strict=True) if not known and name]
    lines = [_line(number, columns, cells) for number, cells in body]
    _mark_doubles(lines)
    return Table(lines, unread)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of the line on which it ends."""
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        return [(reader.line_num, [_tidy(cell) for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise Unreadable(
            f"Line {reader.line_num} cannot be read: look for a quotation mark that is not closed."
        ) from error


def _tidy(cell: str) -> str:
    return CONTROLS.sub("", unguarded(cell).replace("\r\n", "\n").replace("\r", "\n")).strip()


def _field_of(name: str) -> str:
    plain = " ".join(name.lower().replace("_", " ").rstrip("?").split())
    return next((field for field, names in COLUMNS.items() if plain in names), "")


def _line(number: int, columns: list[str], cells: list[str]) -> Line:
    line = Line(number)
    if len(cells) > len(columns):
        line.problems.append("It has more cells than there are columns.")
    cells_by_field = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    words: dict[str, Any] = {name: cells_by_field[name] for name in cells_by_field if name in LENGTHS}
    line.words = words
    for name, cell in words.items():
        if len(cell) > LENGTHS[name]:
            line.problems.append(f"{COLUMNS[name][0].capitalize()} is longer than {LENGTHS[name]} characters.")
    for name in ("learned_on", "ended_on"):
        if name in cells_by_field:
            words[name] = _day(cells_by_field[name], line)
    words["claimed_minutes"] = _minutes(cells_by_field, line)
    words["participatory_minutes"] = _number(cells_by_field.get("participatory_minutes", ""), line)
    _method(cells_by_field.get("method", ""), line)
    _complete(line)
    return line


def _day(text: str, line: Line) -> date | None:
    """A day as 2026-11-17 or, as it is written here, 17/11/2026."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"):
        try:
            day = datetime.strptime(text, shape).date()
        except ValueError:
            continue
        if not OLDEST <= day <= timezone.localdate():
            line.problems.append(f"“{text}” is in the future, or before 1950.")
            return None
        return day
    line.problems.append(f"“{text[:40]}” is no date such as 2026-11-17 or 17/11/2026.")
    return None


def _minutes(cells_by_field: dict[str, str], line: Line) -> int:
    """The minutes claimed, from a column of minutes or of hours (one credit is one hour)."""
    if "claimed_minutes" in cells_by_field or "hours" not in cells_by_field:
        return _number(cells_by_field.get("claimed_minutes", ""), line)
    if not re.fullmatch(r"[0-9]{1,2}([.,][0-9]{1,2})?", cells_by_field["hours"], re.ASCII):
        line.problems.append(f"“{cells_by_field['hours'][:40]}” is no number of hours such as 1.5.")
        return 0
    return _within(round(float(cells_by_field["hours"].replace(",", ".")) * 60), line)


def _number(text: str, line: Line) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII):
        line.problems.append(f"“{text[:40]}” is no whole number of minutes.")
        return 0
    return _within(int(text), line)


def _within(minutes: int, line: Line) -> int:
    if minutes > MAX_CLAIMED_MINUTES:
        line.problems.append(f"One entry can claim {MAX_CLAIMED_MINUTES} minutes at most.")
    return minutes


def _method(text: str, line: Line) -> None:
    """The way of learning by its name; one without a name of ours is kept with the provider, and remarked."""
    codes = {name.lower(): code for code, label in method_labels().items() for name in (code, label)}
    if text.lower() in codes:
        line.words["method"] = codes[text.lower()]
    elif text:
        line.words["method"] = "other"
        line.words["provider"] = ", ".join(filter(None, [line.words.get("provider"), text]))[:200]
        line.remarks.append(f"“{text[:40]}” is no method we know: it is kept beside the provider.")


def _complete(line: Line) -> None:
    """What every entry needs."""
    words = line.words
    for name in NEEDED:
        if not words.get(name) and not any("date" in problem for problem in line.problems if name == "learned_on"):
            line.problems.append(f"There is no {COLUMNS[name][0]}.")
    if words.get("learned_on") and words.get("ended_on") and words["ended_on"] < words["learned_on"]:
        line.problems.append("The last day is before the first.")
    if words["participatory_minutes"] > words["claimed_minutes"]:
        line.problems.append("More minutes are participatory than are claimed.")
    if words.get("link"):
        try:
            URLValidator(["http", "https"])(words["link"])
        except ValidationError:
            line.problems.append("The link is no web address.")
    if words.get("title") and not any(words.get(name) for name in ("what", "so_what", "what_next")):
        words["what"] = words["title"]
        line.remarks.append("It has no reflection: the title stands for What.")


def _mark_doubles(lines: list[Line]) -> None:
    """A line that says the same as an earlier one is imported once, with a remark."""
    seen: dict[str, int] = {}
    for line in lines:
        content = json.dumps(line.words, sort_keys=True, default=str)
        if content in seen and not line.problems:
            line.remarks.append(f"It is the same as line {seen[content]}: one entry is made of both.")
        seen.setdefault(content, line.number)
