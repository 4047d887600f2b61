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


def worst_first(remarks: Iterable[Remark]) -> list[Remark]:
    """Each remark once, the gravest first, those of one kind in the order of the source."""
    return sorted(dict.fromkeys(remarks), key=lambda remark: remark.kind)
