"""Notes as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), from which each can be put back in place.

One AnnotationCollection with one page. An annotation is named by the note's key (urn:uuid), so that it stays the same
one however often it is written. Its target is the version that the note was written on, at its address for good.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from notes.annotations.exports import about
from notes.models import Note

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
TYPE = f'application/ld+json; profile="{CONTEXT}"'
# What the fragment of an address means in HTML (RFC 3236, as annotation-model 4.2.1 names it).
FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"


def write(notes: Iterable[Note]) -> Iterator[str]:
    """The notes as one document of JSON-LD."""
    head = {
        "@context": CONTEXT,
        "id": uuid.uuid4().urn,
        "type": "AnnotationCollection",
        "label": about.TITLE,
        "generated": moment(timezone.now()),
        "generator": {"id": settings.SITE_URL, "type": "Software", "name": "PatientPlus"},
    }
    yield _json(head)[:-1]
    count = 0
    for count, note in enumerate(notes, start=1):
        yield ",\n" if count > 1 else _page_begins()
        yield _json(annotation(note))
    yield ("\n]}" if count else "") + f',"total":{count}}}\n'


def _page_begins() -> str:
    page = {"id": uuid.uuid4().urn, "type": "AnnotationPage", "startIndex": 0}
    return f',"first":{_json(page)[:-1]},"items":[\n'


def annotation(note: Note) -> dict[str, Any]:
    """One note with all that is needed to put it back: text, tags, times and place."""
    tags = about.tags(note)
    return {
        "id": note.key.urn,
        "type": "Annotation",
        "motivation": ["commenting", "tagging"] if tags else "commenting",
        "created": moment(note.created_at),
        "modified": moment(note.updated_at),
        "body": [_text(note.body, "commenting"), *(_text(tag, "tagging") for tag in tags)],
        "target": target(note),
    }


def target(note: Note) -> dict[str, Any] | str:
    """The version's address alone for a note on the whole page; otherwise each way to find the same stretch of it."""
    source = about.address(note)
    selectors = [*_of_quote(note), *([_of_section(note)] if note.section else [])]
    if not selectors:
        return source
    selector = selectors[0] if len(selectors) == 1 else selectors
    return {"type": "SpecificResource", "source": source, "selector": selector}


def _of_quote(note: Note) -> list[dict[str, Any]]:
    if not note.quote:
        return []
    return [_quote(note), {"type": "TextPositionSelector", "start": note.start, "end": note.end}]


def _quote(note: Note) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": note.quote, "prefix": note.prefix, "suffix": note.suffix}


def _of_section(note: Note) -> dict[str, Any]:
    """The section by its id; for a passage, narrowed to its words, so that it means the same stretch as the others."""
    section = {"type": "FragmentSelector", "value": note.section, "conformsTo": FRAGMENT}
    return section | ({"refinedBy": {"type": "TextQuoteSelector", "exact": note.quote}} if note.quote else {})


def _text(value: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def moment(at: datetime) -> str:
    """A moment as the model wants it: in UTC, with a Z (annotation-model 3.3.1)."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
