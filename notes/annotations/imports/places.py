"""The target of an annotation: the version that it names, and its passage, found exactly or not at all."""

import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from articles.models import Version
from articles.text import anchors
from articles.text.anchors import Anchor
from articles.text.formats import present
from notes.annotations.forms import MAX_QUOTE
from notes.annotations.imports.document import listed
from notes.annotations.imports.words import Unreadable, clean

MAX_DEPTH = 5  # of selectors that narrow one another
# Words that stand in a text more often than this mean no one place in it.
MOST_PLACES = 100
IN_MEMORY = 50  # articles, while a file is read


# The selectors that can be read: the type of what they say, what they cannot do without, and our names for it.
KINDS: dict[str, tuple[type, list[str], dict[str, str]]] = {
    "TextQuoteSelector": (str, ["quote"], {"exact": "quote", "prefix": "prefix", "suffix": "suffix"}),
    "TextPositionSelector": (int, ["start", "end"], {"start": "start", "end": "end"}),
    "FragmentSelector": (str, ["section"], {"value": "section"}),
}


@dataclass(frozen=True)
class Selection:
    """What the selectors of a target say: the words and what stands around them, their offsets, the section's id."""

    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    section: str = ""
    others: int = 0  # selectors that say nothing of this


@dataclass(frozen=True)
class Place:
    """Where a note belongs: on a version, in a section of it or nowhere in particular, on a passage or on all."""

    version: Version
    section: str
    anchor: Anchor | None


class Places:
    """Finds the places of many annotations, and reads each article once. `hosts` are the names of this site."""

    def __init__(self, hosts: set[str]) -> None:
        self.hosts = hosts
        self._versions = lru_cache(IN_MEMORY)(_versions)
        self._letters = lru_cache(IN_MEMORY)(lambda version: _letters(present(version).text))
        self._squashed = lru_cache(IN_MEMORY)(lambda version: anchors.squash(present(version).text))

    def find(self, target: Any, written_at: datetime | None) -> Place:
        """The place of a target. On the address of an article that is the version that was live at that moment, or
        else the newest in which the words stand. Raises Unreadable."""
        targets = listed(target)
        if len(targets) != 1:
            raise Unreadable("It is about several places, or none. A note is about one.")
        document_id, number, fragment = self._address(_source(targets[0]))
        selection = _selection(targets[0])
        versions = [version for version in self._versions(document_id) if number in {None, version.number}]
        if not versions:
            raise Unreadable("The page that it is about is not on this site.")
        if number is None:
            versions.sort(key=lambda version: _was_live(version, written_at), reverse=True)
        if selection.quote:
            return self._passage(versions, selection)
        return _whole(versions[0], selection, fragment)

    def _address(self, address: Any) -> tuple[int, int | None, str]:
        """The document id, the number of the version (if the address names one) and the fragment of an address."""
        try:
            parts = urlsplit(address if isinstance(address, str) else "")
            match = resolve(parts.path) if parts.netloc.casefold() in self.hosts else None
        except (ValueError, Resolver404):
            match = None
        if match is None or match.view_name not in {"articles:detail", "articles:version"}:
            raise Unreadable("It is about a page that is not an article of this site.")
        return match.kwargs["document_id"], match.kwargs.get("number"), parts.fragment

    def _passage(self, versions: list[Version], selection: Selection) -> Place:
        """The passage, in the first of the versions in which the words stand. Raises Unreadable."""
        words = anchors.squash(selection.quote)
        if not words:
            raise NotThere
        for look in (self._count, self._count_of_letters):
            for version in versions:
                if count := look(version, words):
                    with suppress(NotThere):
                        return _located(version, selection, count)
        raise NotThere

    def _count(self, version: Version, words: str) -> int:
        return self._squashed(version).count(words)

    def _count_of_letters(self, version: Version, words: str) -> int:
        """How often the letters of the words stand in the text: not at all, and the words are in it in no way."""
        letters = _letters(words)
        return self._letters(version).count(letters) if letters else 0


class NotThere(Unreadable):
    """The words of an annotation stand nowhere on the page, or not within one section."""

    def __init__(self) -> None:
        super().__init__("The words that it is about do not stand on the page, or not in one section of it.")


def _letters(text: str) -> str:
    """The letters of a text and nothing else, which the ways to copy words all have in common."""
    return "".join(filter(str.isalpha, unicodedata.normalize("NFD", text)))


def _located(version: Version, selection: Selection, count: int) -> Place:
    quote = selection.quote
    try:
        if count > MOST_PLACES and not _lies_at(version, selection):
            raise anchors.Ambiguous(quote)
        anchor, section = anchors.locate(
            version,
            section=selection.section,
            quote=quote,
            prefix=selection.prefix,
            suffix=selection.suffix,
            start=selection.start,
            end=selection.end,
        )
    except anchors.Ambiguous as error:
        raise Unreadable("The words that it is about stand on the page more than once.") from error
    except anchors.NotFound as error:
        raise NotThere from error
    return Place(version, section, anchor)


def _lies_at(version: Version, selection: Selection) -> bool:
    """Whether the words stand where the offsets say."""
    start, end = selection.start, selection.end
    is_place = start is not None and end is not None and 0 <= start < end <= len(version.text)
    return is_place and anchors.squash(present(version).words(start or 0, end or 0)) == anchors.squash(selection.quote)


def _whole(version: Version, selection: Selection, fragment: str) -> Place:
    """A section, or the page. Raises Unreadable."""
    sections = {part["id"] for part in version.contents if part["id"]}
    if selection.section and selection.section not in sections:
        raise Unreadable("The section that it is about is not on the page.")
    if selection.others and not selection.section:
        raise Unreadable("It says where it stands in a way that cannot be read here, without the words there.")
    return Place(version, selection.section or (fragment if fragment in sections else ""), None)


def _versions(document_id: int) -> list[Version]:
    """Every version of an article that readers can or could open, the newest first."""
    every = Version.objects.released().filter(article__document_id=document_id).select_related("article")
    return list(every.defer("body", "page").order_by("-number"))


def _was_live(version: Version, at: datetime | None) -> tuple[bool, datetime]:
    """Sorts the version that was live at that moment last, and before it the others by when they were published."""
    published_at = version.published_at
    assert published_at is not None  # noqa: S101  # released versions are published: a constraint
    return (at is None or published_at <= at, published_at)


def _source(target: Any) -> Any:
    """The address of what a target is about."""
    if not isinstance(target, dict):
        return target
    source = target.get("source", target.get("id"))
    return source.get("id") if isinstance(source, dict) else source


def _selection(target: Any) -> Selection:
    """What the selectors say. Raises Unreadable."""
    selected: dict[str, Any] = {}
    others = 0
    waiting = [(item, 0) for item in listed(target.get("selector"))] if isinstance(target, dict) else []
    while waiting:
        selector, depth = waiting.pop(0)
        if not isinstance(selector, dict) or depth > MAX_DEPTH:
            others += 1
            continue
        kinds = listed(selector.get("type"))
        if not any(
            _read_selector(selected, selector, *KINDS[kind])
            for kind in kinds
            if isinstance(kind, str) and kind in KINDS
        ):
            others += 1
        waiting += [(item, depth + 1) for item in listed(selector.get("refinedBy"))]
    others += "start" in selected  # numbers alone say where something stood once, not what
    if len(selected.get("quote", "")) > MAX_QUOTE:
        raise Unreadable("The passage that it is about is too long.")
    words: dict[str, Any] = {
        name: clean(value) if isinstance(value, str) else value for name, value in selected.items()
    }
    return Selection(**words | {"section": words.get("section", "").lstrip("#")}, others=others)


def _read_selector(
    selected: dict[str, Any], selector: dict[str, Any], kind: type, needed: list[str], names: dict[str, str]
) -> bool:
    """Whether a selector can be read. Its values are taken, unless an earlier one gave them."""
    values = {ours: selector[theirs] for theirs, ours in names.items() if selector.get(theirs) not in (None, "")}
    is_readable = all(type(value) is kind for value in values.values()) and values.keys() >= set(needed)
    if is_readable and not selected.keys() & values.keys():
        selected |= values
    return is_readable
