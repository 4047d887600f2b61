"""The sources of a printed article, each with the number and the ids by which its text cites it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import CharField

from articles.models import Reference
from articles.references.lookup.printed_line import key_for
from articles.transfer.files import FileReference

_LONGEST = {
    field.name: field.max_length
    for field in Reference._meta.get_fields()
    if isinstance(field, CharField) and field.max_length and field.name != "key"
}


@dataclass
class Source:
    """A source is one entry of a printed list. It holds several references when several are printed under one number.

    `number` is the one printed before it, 0 if there is none.
    """

    references: list[FileReference]
    number: int = 0
    ids: frozenset[str] = frozenset()


@dataclass
class Sources:
    """The sources of one article, in the order in which they are printed."""

    entries: list[Source] = field(default_factory=list)

    @property
    def references(self) -> list[FileReference]:
        return [reference for entry in self.entries for reference in entry.references]

    @property
    def places(self) -> dict[str, int]:
        """Where in the list an id leads."""
        return {name: at for at, entry in enumerate(self.entries) for name in entry.ids}

    def numbered(self) -> dict[int, int]:
        """Where in the list a number leads; a number that is printed twice leads nowhere."""
        printed = Counter(entry.number for entry in self.entries)
        return {entry.number: at for at, entry in enumerate(self.entries) if entry.number and printed[entry.number] < 2}

    def number_in_order(self) -> None:
        """Number a list in which nothing is printed."""
        if not any(entry.number for entry in self.entries):
            for number, entry in enumerate(self.entries, start=1):
                entry.number = number

    def problems(self) -> list[str]:
        """What is odd about the numbers: printed twice, or left out."""
        printed = Counter(entry.number for entry in self.entries if entry.number)
        twice = [str(number) for number, times in sorted(printed.items()) if times > 1]
        gaps = [str(number) for number in range(1, max(printed, default=0)) if number not in printed]
        return [
            *([f"Numbers that two references have, so that nothing cites them: {', '.join(twice)}"] if twice else []),
            *([f"Numbers that are missing in the list of references: {', '.join(gaps[:20])}"] if gaps else []),
        ]


def reference_of(fields: dict[str, str], taken: Iterable[str]) -> FileReference:
    """A reference with these fields, under a key that is none of `taken`.

    What is too long for its field, or no address, goes on in the title.
    """
    key = key_for(fields, set(taken))
    beyond = [name for name, text in fields.items() if name in _LONGEST and not _fits(name, text)]
    title = ". ".join(filter(None, (fields.get("title", ""), *(fields[name] for name in beyond))))
    return FileReference(
        **{name: text for name, text in fields.items() if name not in beyond} | {"title": title}, key=key
    )


def _fits(name: str, text: str) -> bool:
    """Whether a field of a reference can hold this."""
    if name == "url" and text:
        try:
            URLValidator(("http", "https"))(text)
        except ValidationError:
            return False
    return len(text) <= _LONGEST[name]
