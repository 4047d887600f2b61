"""The fields of a version that people write, once: whatever names them all takes them from here.

The database trigger that freezes them, the fingerprint of an approval, saving and the desk's form, comparisons, mails,
and the files of articles. How to add one: CONTRIBUTING.md.
"""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a field holds, by which it is typed at the desk and written in a file."""

    LINE = "line"  # text on one line
    PARAGRAPHS = "paragraphs"  # text on several lines
    LIST = "list"  # a list of lines
    CHOICE = "choice"
    HTML = "html"  # the body, by the allowlist


@dataclass(frozen=True)
class Field:
    """A field is what people write in one column of a version.

    `is_frozen`: peer review answers for it, so it no longer changes once the version has left draft.
    `is_copied`: the next draft begins with it. `is_compared`: comparisons and mails show its changes.
    `is_later`: it came after the first approvals, so it is no part of their fingerprint while it is empty.
    """

    name: str
    label: str
    kind: Kind
    longest: int = 5000  # characters of a line
    is_frozen: bool = True
    is_copied: bool = True
    is_compared: bool = True
    is_later: bool = False
    rows: int = 2  # of the box in which paragraphs are typed


FIELDS = (
    Field("title", "Title", Kind.LINE, longest=200),
    Field("summary", "Summary", Kind.LINE),
    Field("key_points", "At a glance", Kind.LIST),
    Field("body", "Text", Kind.HTML, is_compared=False),
    Field("change_note", "What changed", Kind.LINE, 300, is_frozen=False, is_copied=False, is_compared=False),
    Field("significance", "Significance", Kind.CHOICE, is_frozen=False, is_copied=False, is_compared=False),
    Field("interests", "Interests", Kind.PARAGRAPHS, is_copied=False, is_compared=False),
)
NAMES = tuple(field.name for field in FIELDS)
FROZEN = tuple(field for field in FIELDS if field.is_frozen)
COPIED = tuple(field.name for field in FIELDS if field.is_copied)
COMPARED = tuple(field for field in FIELDS if field.is_compared)
# For readers of the change log, and not of the page.
ABOUT_THE_CHANGE = tuple(field.name for field in FIELDS if not field.is_copied)
