"""What someone wrote in an annotation: its text as plain words, and its tags."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

import nh3

from notes.annotations.collection import tags as tagging
from notes.annotations.forms import CONTROLS, MAX_BODY
from notes.annotations.imports.document import listed

MAX_HTML = 10 * MAX_BODY
ENDS_LINE = re.compile(r"(?i)<(?:br|/p|/div|/li|/h[1-6]|/tr|/blockquote)\b[^<>]*>")


class Unreadable(ValueError):
    """An annotation that cannot become a note. Its message says why, for the member."""


@dataclass
class Words:
    """The text and tags of an annotation, and what was left out of them, in words."""

    body: str
    tags: list[str]
    left_out: list[str] = field(default_factory=list)


def read(annotation: dict[str, Any]) -> Words:
    """The words of an annotation: of its textual bodies, and the addresses that others point to. Raises Unreadable."""
    texts, tags, left_out = [], [], []
    value = annotation.get("bodyValue")
    for body in [*listed(annotation.get("body")), *([{"value": value}] if value is not None else [])]:
        text = _text(body)
        if text is None:
            left_out.append("A part that is not text is left out.")
        elif _is_tag(body):
            tags.append(text)
        elif text.strip():
            texts.append(text)
    words = "\n\n".join(texts)
    if not words:
        raise Unreadable("It has no words of yours, and a note needs some.")
    if len(words) > MAX_BODY:
        raise Unreadable(f"Its words are {len(words):,} characters long. A note holds {MAX_BODY:,}.")
    return Words(words, *_tags(tags, left_out))


def _is_tag(body: Any) -> bool:
    return isinstance(body, dict) and "tagging" in listed(body.get("purpose"))


def _text(body: Any) -> str | None:
    """The text of a body; none when it is something else."""
    if isinstance(body, str):
        return clean(body)
    if not isinstance(body, dict):
        return None
    value = body.get("value")
    if not isinstance(value, str):
        address = body.get("source", body.get("id"))
        return clean(address) if value is None and isinstance(address, str) else None
    return clean(plain(value) if "text/html" in listed(body.get("format")) else value)


def plain(markup: str) -> str:
    """The words of HTML without any of its markup; what scripts and styles say is no words. Raises Unreadable."""
    if len(markup) > MAX_HTML:
        raise Unreadable("Its words are too long for a note.")
    text = html.unescape(nh3.clean(ENDS_LINE.sub("\n", markup), tags=set()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def clean(text: str) -> str:
    """Text as our own forms keep it: one kind of line end, no control characters. Raises Unreadable."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable("It holds half a character, which cannot be kept.") from error
    return CONTROLS.sub("", text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n"))


def _tags(typed: list[str], left_out: list[str]) -> tuple[list[str], list[str]]:
    """The tags that can be kept, and what is left out."""
    names: list[str] = []
    for text in typed:
        try:
            names += tagging.without(tagging.split(text), names)
        except tagging.TooLong:
            left_out.append(f"The tag “{text[:20]}…” is too long and is left out.")
    return names, left_out
