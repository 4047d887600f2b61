"""What a member keeps on a page, and that they opened it. Other modules import from here."""

from notes.models.note import UNDO_DELETE, UNDO_IN_PLACE, Decision, Note, NoteQuerySet, Placement, State
from notes.models.reading import (
    MAX_ACTIVE_SECONDS,
    MOST_CLAIMED_MINUTES,
    Clock,
    LoggingOptOut,
    PageView,
    Pause,
    Preference,
)
from notes.models.shelf import MAX_FOLDED, MAX_TAG, Bookmark, Tag, Upload

__all__ = [
    "MAX_ACTIVE_SECONDS",
    "MAX_FOLDED",
    "MAX_TAG",
    "MOST_CLAIMED_MINUTES",
    "UNDO_DELETE",
    "UNDO_IN_PLACE",
    "Bookmark",
    "Clock",
    "Decision",
    "LoggingOptOut",
    "Note",
    "NoteQuerySet",
    "PageView",
    "Pause",
    "Placement",
    "Preference",
    "State",
    "Tag",
    "Upload",
]
