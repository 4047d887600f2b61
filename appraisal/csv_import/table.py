"""Learning done elsewhere, out of a CSV file: every line is read, or said to be wrong; nothing is dropped silently."""

import csv
import io
import json
import re
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from appraisal.csv_import import cells as cells_read
from appraisal.models import MAX_CLAIMED_MINUTES, Entry
from appraisal.rules import method_names, standard_labels
from core.csv import unguarded

MOST_CHARACTERS = 300_000
MOST_LINES = 500
MOST_IN_A_CELL = 20_000
OLDEST = date(1950, 1, 1)
NAMESPACE = uuid.UUID("5f1c3a0e-52b4-5c60-9d0a-8f5cb1a5d0f4")
# Names of columns that are understood, whatever their case, and the field that they fill: of spreadsheets that people
# keep, of the diaries that they come from, of the regulators' own templates, and of our own summaries.
COLUMNS = {
    "learned_on": ("date", "dates", "date from", "start date", "from", "date of activity", "date completed"),
    "ended_on": ("end date", "date to", "to", "last day"),
    "title": ("title", "topic", "topic(s)", "topics", "activity", "name", "course", "event", "subject"),
    "claimed_minutes": ("minutes", "claimed minutes", "duration (minutes)", "minutes you claim"),
    "hours": (
        "hours",
        "credits",
        "points",
        "cpd hours",
        "number of hours",
        "duration",
        "time",
        "cpd points",
        "duration (hours)",
    ),
    "participatory_minutes": ("participatory minutes", "of them with other professionals"),
    "participatory_hours": ("participatory hours", "number of participatory hours", "participatory"),
    "other_hours": (
        "e-learning hours",
        "elearning hours",
        "online hours",
        "non-participatory hours",
        "independent hours",
    ),
    "method": ("method", "type", "how you learned", "type of activity", "category"),
    "provider": ("provider", "organiser", "where", "source", "where or from whom", "organisation"),
    "link": ("link", "url", "web address"),
    "question": ("question", "learning need", "the question or need that led to it"),
    "what": ("what", "description", "notes", "details"),
    "so_what": ("so what", "learning", "what i learned", "reflection", "what did you learn", "key learning"),
    "what_next": ("what next", "change", "action", "actions", "changes"),
    "benefit": ("benefit", "impact", "impact on practice", "benefit to those who use the service"),
    "role": ("role", "your role"),
    "standards": ("link to code", "part of the code", "domain", "domains", "standard", "standards", "code"),
    "section": ("section",),
}
LENGTHS_OF_TIME = ("claimed_minutes", "hours", "participatory_minutes", "participatory_hours", "other_hours")
# Of our own summaries: reads that are measured here already, and the line that names the summary.
SET_ASIDE = {"reading log", "summary"}
NEEDED = ("learned_on", "title")
# The columns that are text, with the most characters of each.
LENGTHS = {
    field.name: field.max_length or MOST_IN_A_CELL
    for field in Entry._meta.concrete_fields
    if field.name in COLUMNS and field.name in (*Entry.TEXT, "link")
}
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# What is a line break in a cell to some programs, and the end of a row to none.
BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
SEPARATOR = re.compile(r"\s*sep=(.)\s*\n", re.IGNORECASE)


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
    set_aside: int = 0  # lines of our own summaries that are no entries

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


def clean(text: str) -> str:
    """The text with each line end as one character, without what cannot be kept. Cleaned again it stays as it is."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def read(text: str) -> Table:
    """Every line of the table. Raises Unreadable when there is no table in it."""
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(f"That is more than {MOST_CHARACTERS:,} characters. Import it in two parts.")
    rows = _rows(clean(text))
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
    entries = [(number, cells) for number, cells in body if not _is_set_aside(columns, cells)]
    lines = [_line(number, columns, cells) for number, cells in entries]
    _mark_doubles(lines)
    return Table(lines, unread, len(body) - len(entries))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of the line on which it ends."""
    named = SEPARATOR.match(text)
    first = text[named.end() if named else 0 :].partition("\n")[0]
    separator = named[1] if named else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    if named:
        next(reader, None)
    try:
        return [(reader.line_num, [_tidy(cell) for cell in row]) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise Unreadable(
            f"Line {reader.line_num} cannot be read: look for a quotation mark that is not closed."
        ) from error


def _tidy(cell: str) -> str:
    return BREAKS.sub("\n", unguarded(cell)).strip()


def _field_of(name: str) -> str:
    """The field of a column; what stands in brackets counts only where a name of ours has it."""
    plain = " ".join(name.lower().replace("_", " ").rstrip("?").split())
    bare = re.sub(r"\s*\([^)]*\)$", "", plain)
    return next((field for way in (plain, bare) for field, names in COLUMNS.items() if way in names), "")


def _is_set_aside(columns: list[str], cells: list[str]) -> bool:
    return any(name == "section" and cell.lower() in SET_ASIDE for name, cell in zip(columns, cells, strict=False))


def _line(number: int, columns: list[str], cells: list[str]) -> Line:
    line = Line(number)
    if len(cells) > len(columns):
        line.problems.append("It has more cells than there are columns.")
    found: dict[str, list[str]] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name and cell:
            found.setdefault(name, []).append(cell)
    line.words = {name: _joined(name, found[name]) for name in found if name in LENGTHS}
    for name, cell in line.words.items():
        if len(cell) > LENGTHS[name]:
            line.problems.append(f"{COLUMNS[name][0].capitalize()} is longer than {LENGTHS[name]} characters.")
    _days(found, line)
    _durations(found, line)
    _method(" ".join(found.get("method", [])), line)
    _standards(found.get("standards", []), line)
    _complete(line)
    return line


def _joined(name: str, cells: list[str]) -> str:
    """What two columns say of one field: one after the other."""
    several = list(dict.fromkeys(cells))
    is_long = name in (*Entry.ANSWERS, "plan")
    return "\n\n".join(several) if is_long else " ".join(", ".join(several).split())


def _days(found: dict[str, list[str]], line: Line) -> None:
    """The first day and the last, from one column or two."""
    for name in ("learned_on", "ended_on"):
        for cell in found.get(name, [])[:1]:
            first, last = _day(cell, line)
            if name == "learned_on":
                line.words |= {"learned_on": first} | ({"ended_on": last} if last else {})
            else:
                line.words["ended_on"] = last or first


def _day(text: str, line: Line) -> tuple[date | None, date | None]:
    """The day that a cell names, or the first and the last."""
    today = timezone.localdate()
    try:
        first, last, is_serial = cells_read.days(text, today=today)
    except ValueError:
        line.problems.append(f"“{text[:40]}” is no date such as 2026-11-17 or 17/11/2026.")
        return None, None
    if not (OLDEST <= first <= today and OLDEST <= (last or first) <= today):
        line.problems.append(f"“{text[:40]}” is in the future, or before 1950.")
        return None, None
    if is_serial:
        line.remarks.append(f"“{text[:40]}” was read as the day of a spreadsheet: {first:%-d %B %Y}.")
    return first, last


def _durations(found: dict[str, list[str]], line: Line) -> None:
    """The minutes claimed and those with others. One credit is one hour; hours by oneself and with others add up."""
    spent = {name: _minutes(found[name], line, is_hours="hours" in name) for name in LENGTHS_OF_TIME if name in found}
    together = spent.get("participatory_minutes", spent.get("participatory_hours", 0))
    claimed = spent.get("claimed_minutes", spent.get("hours", spent.get("other_hours", 0) + together))
    if claimed > MAX_CLAIMED_MINUTES:
        line.problems.append(f"One entry can claim {MAX_CLAIMED_MINUTES} minutes at most.")
    line.words |= {"claimed_minutes": claimed, "participatory_minutes": together}


def _minutes(cells: list[str], line: Line, *, is_hours: bool) -> int:
    try:
        return sum(cells_read.minutes(cell, is_hours=is_hours) for cell in dict.fromkeys(cells))
    except ValueError:
        what = "hours such as 1.5 or 1:30" if is_hours else "minutes such as 90"
        line.problems.append(f"“{', '.join(cells)[:40]}” is no number of {what}.")
        return 0


def _method(text: str, line: Line) -> None:
    """The way of learning by its name; one without a name of ours is kept with the provider, and remarked."""
    code = method_names().get(text.lower())
    if code:
        line.words["method"] = code
    elif text:
        line.words["method"] = "other"
        line.words["provider"] = ", ".join(filter(None, [line.words.get("provider"), text]))[:200]
        line.remarks.append(f"“{text[:40]}” is no method we know: it is kept beside the provider.")


def _standards(cells: list[str], line: Line) -> None:
    """Standards, domains or themes by their names; what has no name of a regulator's is kept as the clause."""
    labels = standard_labels(line.words.get("learned_on") or timezone.localdate())
    named = [part for cell in cells for part in re.split(r"\s*[;,\n]\s*", cell) if part]
    found = [labels[part.lower()] for part in named if part.lower() in labels]
    if found:
        line.words["standards"] = sorted(dict.fromkeys(found))
    if others := [part for part in named if part.lower() not in labels]:
        line.words["clause"] = ", ".join(others)[:100]
        line.remarks.append(f"“{line.words['clause'][:40]}” is no standard we know: it is kept as the clause.")


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
