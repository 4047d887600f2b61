"""Tags as they are typed: words with commas between them, the same word whatever its case."""

import unicodedata
from collections.abc import Iterable

from notes.models import MAX_FOLDED, MAX_TAG, Tag


class TooLong(ValueError):
    """A tag is longer than a tag can be. Its only argument is the tag."""


def fold(name: str) -> str:
    """The tag as it is compared: one form of each letter, whatever its case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def split(text: str) -> list[str]:
    """The tags in what was typed, each once, as it was first written. Raises TooLong.

    White space around and a number sign before a tag are no part of it.
    """
    names: dict[str, str] = {}
    for typed in text.replace("\n", ",").split(","):
        name = " ".join(typed.split()).lstrip("# ")
        if len(name) > MAX_TAG or len(fold(name)) > MAX_FOLDED:
            raise TooLong(name)
        if name:
            names.setdefault(fold(name), name)
    return list(names.values())


def joined(tags: Iterable[Tag]) -> str:
    """Tags as they are typed."""
    return ", ".join(tag.name for tag in tags)


def without(names: Iterable[str], others: Iterable[str]) -> list[str]:
    """Those of the first tags that are not among the others."""
    known = set(map(fold, others))
    return [name for name in names if fold(name) not in known]
