"""What a member wrote in a summary, for the guard to look through before anything leaves."""

from collections.abc import Iterator
from typing import Any

from core import guard

WORDS = {
    "entries": ("title", "question", "what", "so_what", "what_next", "benefit"),
    "objectives": ("title", "reason", "outcome"),
    "actions": ("outcome",),
    "notes": ("body",),
}


def texts(document: dict[str, Any]) -> Iterator[str]:
    """Every text of the member's own."""
    yield document["overview"]
    for part, fields in WORDS.items():
        for row in document[part] or []:
            yield from (row[field] for field in fields)


def finds(document: dict[str, Any]) -> list[guard.Find]:
    """What could identify someone. It warns and never blocks."""
    return guard.find(*texts(document))
