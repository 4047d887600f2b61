"""What a member keeps. One module for each kind of thing; other modules import from here."""

from appraisal.models.entry import MAX_CLAIMED_MINUTES, MOST_SIGNIFICANT, Entry, Source
from appraisal.models.evidence import Evidence
from appraisal.models.plan import Action, Objective
from appraisal.models.summary import Share, ShareVisit, Summary, SummaryFile
from core.owned import OwnedQuerySet
from notes.models.note import UNDO_DELETE, UNDO_IN_PLACE, Decision, Note, NoteQuerySet, Placement, State
from notes.models.reading import (
    MAX_ACTIVE_SECONDS,
    MOST_CLAIMED_MINUTES,
    Clock,
    PageView,
    Pause,
    Preference,
    Unlogged,
)
from notes.models.shelf import MAX_FOLDED, MAX_TAG, Bookmark, Tag, Upload

__all__ = [
    "MAX_ACTIVE_SECONDS",
    "MAX_CLAIMED_MINUTES",
    "MAX_FOLDED",
    "MAX_TAG",
    "MOST_CLAIMED_MINUTES",
    "MOST_SIGNIFICANT",
    "UNDO_DELETE",
    "UNDO_IN_PLACE",
    "Action",
    "Bookmark",
    "Clock",
    "Decision",
    "Entry",
    "Evidence",
    "Note",
    "NoteQuerySet",
    "Objective",
    "OwnedQuerySet",
    "PageView",
    "Pause",
    "Placement",
    "Preference",
    "Share",
    "ShareVisit",
    "Source",
    "State",
    "Summary",
    "SummaryFile",
    "Tag",
    "Unlogged",
    "Upload",
]
