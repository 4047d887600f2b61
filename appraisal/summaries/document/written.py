"""What a member wrote in a summary, for the guard to look through before anything leaves."""

from collections.abc import Iterator
from typing import Any

from appraisal.models import Action, Entry, Objective
from core import guard

# The keys of the document's rows that hold the member's own text. An entry's other fields are in its `lines`.
TEXT_KEYS = {
    "entries": ("title", "question", *Entry.ANSWERS),
    "objectives": Objective.TEXT,
    "actions": Action.TEXT,
    "notes": ("body",),
}


def texts(document: dict[str, Any]) -> Iterator[str]:
    """Every text of the member's own."""
    yield document["overview"]
    for part, fields in TEXT_KEYS.items():
        for row in document[part] or []:
            yield from (row[field] for field in fields)


def finds(document: dict[str, Any]) -> list[guard.Find]:
    """What could identify someone. It warns and never blocks."""
    return guard.find(*texts(document))
