"""The A to Z: every article by its title and by the other names that people know it by."""

import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from .models import Version

DIGITS = "0–9"


@dataclass(frozen=True, order=True)
class Entry:
    """A line of the A to Z. `see` is the title to look under when `name` is another name for it."""

    key: str
    name: str = field(compare=False)
    address: str = field(compare=False)
    summary: str = field(compare=False)
    see: str = field(compare=False, default="")

    @property
    def letter(self) -> str:
        first = self.key[:1].upper()
        return first if first in string.ascii_uppercase else DIGITS


def sort_key(name: str) -> str:
    """The name without accents and case, by which it is sorted."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().strip()


def entries(audience: str = "") -> list[Entry]:
    """The lines of the A to Z in order, for one audience or (empty) all."""
    versions = Version.objects.for_list().prefetch_related(None)
    if audience:
        versions = versions.filter(article__audience=audience)
    return sorted(line for version in versions for line in _lines(version))


def _lines(version: Version) -> Iterable[Entry]:
    address = version.article.get_absolute_url()
    yield Entry(sort_key(version.title), version.title, address, version.summary)
    for name in version.article.synonyms:
        name = name[:1].upper() + name[1:]
        yield Entry(sort_key(name), name, address, "", see=version.title)


def letters(lines: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Every letter with its lines, which may be none; what starts with no letter comes last, if anything does."""
    found = {letter: list(group) for letter, group in groupby(sorted(lines, key=_by_letter), key=lambda it: it.letter)}
    strip = [*string.ascii_uppercase, *([DIGITS] if DIGITS in found else [])]
    return [(letter, found.get(letter, [])) for letter in strip]


def _by_letter(entry: Entry) -> tuple[bool, Entry]:
    return entry.letter == DIGITS, entry
