"""What a reader has to say about a file: what it left out, changed or could not be sure of.

Remarks are what the loss check believes: words of the source that stand neither in the draft nor in the `words` of a
remark about that very passage are lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a remark is about, the gravest first."""

    WARNING = 0  # the source itself must not be used as it is: retracted, corrected, doubted
    LOST = 1  # words of the source that stand nowhere in the draft
    LEFT_OUT = 2  # on purpose: struck, hidden, deleted
    CHANGED = 3  # in the draft, otherwise than in the source: a formula in words, a level of heading, a list's letters
    DOUBT = 4  # in the draft, and only a person can tell whether rightly: a citation or a figure
    FURNITURE = 5  # not the article: authors, ids, menus, licences, names of pictures


@dataclass(frozen=True)
class Remark:
    """A remark is one thing that whoever imports a file has to know.

    `why` is the reason as a phrase; `words` are the words of the source that it is about, as they stand there in
    order; `place` is what stands around them, by which they are found.
    """

    kind: Kind
    why: str
    words: str = ""
    place: str = ""

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.why, self.place or self.words)))

    @property
    def parts(self) -> tuple[str, str, str]:
        """What stands before the words, the words, and what stands after; without a place, the words alone."""
        bracketed = f"[{self.words}]"
        marked = bracketed if bracketed in self.place else self.words
        before, found, after = self.place.partition(marked) if self.words else ("", "", "")
        return (before, self.words, after) if found else (self.place, "", "") if self.place else ("", self.words, "")


def worst_first(remarks: Iterable[Remark]) -> list[Remark]:
    """Each remark once, the gravest first, those of one kind in the order of the source."""
    return sorted(dict.fromkeys(remarks), key=lambda remark: remark.kind)


HEADINGS = {
    Kind.LOST: "Lost, or in the draft against the file",
    Kind.LEFT_OUT: "Left out on purpose: struck, hidden or deleted in the file",
    Kind.CHANGED: "In the draft, otherwise than in the file",
    Kind.DOUBT: "To look at: only you can tell",
    Kind.FURNITURE: "No part of the article",
}
MOST_SHOWN = 40  # remarks of a kind


@dataclass(frozen=True)
class Group:
    """A group is the remarks of one kind, of which the first are shown."""

    kind: Kind
    shown: list[Remark]
    total: int

    @property
    def heading(self) -> str:
        return HEADINGS[self.kind]

    @property
    def more(self) -> int:
        return self.total - len(self.shown)

    @property
    def is_furniture(self) -> bool:
        return self.kind == Kind.FURNITURE


def groups(remarks: Iterable[Remark], *, most: int = MOST_SHOWN) -> list[Group]:
    """Remarks by kind, the gravest kind first."""
    ordered = worst_first(remarks)
    of_kind = {kind: [remark for remark in ordered if remark.kind == kind] for kind in Kind}
    return [Group(kind, found[:most], len(found)) for kind, found in of_kind.items() if found]


def is_lossy(remarks: Iterable[Remark]) -> bool:
    """Whether more than furniture is not in the draft, so that a person has to see it first."""
    return any(remark.kind in {Kind.LOST, Kind.LEFT_OUT} for remark in remarks)
