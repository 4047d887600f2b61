"""What a file of annotations would bring in: every annotation as a note, or with the reason why it cannot be one."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from notes.annotations.imports import document, words
from notes.annotations.imports.places import Place, Places
from notes.annotations.imports.words import Unreadable

# Makes one key of an annotation that another tool named: the same for the same name.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "http://www.w3.org/ns/oa#Annotation")
A_MOMENT = timedelta(microseconds=100)  # between the two dates that some tools write of what was never edited
OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # there was no web to annotate


@dataclass(frozen=True)
class Candidate:
    """A candidate is an annotation that can become a note; `left_out` says what of it cannot be kept."""

    number: int
    key: uuid.UUID
    place: Place
    body: str
    tags: list[str]
    created_at: datetime
    updated_at: datetime
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Refusal:
    """A refusal is an annotation that cannot become a note: which one of the file, how it begins, and why not."""

    number: int
    excerpt: str
    why: str


def read(text: str, *, hosts: set[str]) -> tuple[list[Candidate], list[Refusal]]:
    """Every annotation in a file, as one or the other. `hosts` are the names of this site. Raises NotAnnotations."""
    places = Places(hosts)
    candidates: dict[uuid.UUID, Candidate] = {}
    refusals = []
    for number, annotation in enumerate(document.annotations(text), start=1):
        try:
            candidate = _candidate(number, annotation, places)
            if candidate.key in candidates:
                raise Unreadable(f"It is in the file twice: it is number {candidates[candidate.key].number}, too.")
            candidates[candidate.key] = candidate
        except Unreadable as why:
            refusals.append(Refusal(number, _excerpt(annotation), str(why)))
        except RecursionError:
            refusals.append(Refusal(number, "", "It is nested too deeply to be read."))
    return list(candidates.values()), refusals


def _candidate(number: int, annotation: Any, places: Places) -> Candidate:
    if not isinstance(annotation, dict) or "Annotation" not in document.listed(annotation.get("type", "Annotation")):
        raise Unreadable("It is not an annotation.")
    created, modified = _moment(annotation.get("created")), _moment(annotation.get("modified"))
    content = words.read(annotation)
    place = places.find(annotation.get("target"), created)
    left_out = list(content.left_out)
    is_edited = created and modified and modified - created >= A_MOMENT
    if created is None:
        left_out.append("Its date cannot be read: it is kept with today’s.")
    at = created or timezone.now()
    return Candidate(
        number,
        _key(annotation),
        place,
        content.body,
        content.tags,
        at,
        max(at, modified or at) if is_edited else at,
        list(dict.fromkeys(left_out)),
    )


def _key(annotation: dict[str, Any]) -> uuid.UUID:
    """The key of the note: the one that we gave it, or one made from the name, or else from all, that others gave."""
    name = annotation.get("id")
    if not isinstance(name, str):
        name = json.dumps(annotation, sort_keys=True)
    try:
        return uuid.UUID(name) if name.startswith("urn:uuid:") else uuid.uuid5(NAMESPACE, name)
    except ValueError:
        return uuid.uuid5(NAMESPACE, name.encode(errors="replace").decode())


def _moment(value: Any) -> datetime | None:
    """A moment that someone can have written at; without a time zone it is in UTC. None for anything else."""
    try:
        at = datetime.fromisoformat(value)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return at if OLDEST <= at <= timezone.now() else None


def _excerpt(annotation: Any) -> str:
    """How an annotation that cannot be read begins, so that it is known again."""
    if not isinstance(annotation, dict):
        return annotation[:80].encode(errors="replace").decode() if isinstance(annotation, str) else ""
    try:
        return words.read(annotation).body[:80]
    except Unreadable:
        name = annotation.get("id")
        return name[:80].encode(errors="replace").decode() if isinstance(name, str) else ""
