"""What a member keeps. One module for each kind of thing; other modules import from here."""

from .entry import MAX_CLAIMED_MINUTES, MOST_SIGNIFICANT, Entry, Source
from .evidence import Evidence
from .note import Note
from .owned import OwnedQuerySet
from .plan import Action, Objective
from .reading import MAX_ACTIVE_SECONDS, PageView, Pause
from .summary import Share, ShareVisit, Summary, SummaryFile

__all__ = [
    "MAX_ACTIVE_SECONDS",
    "MAX_CLAIMED_MINUTES",
    "MOST_SIGNIFICANT",
    "Action",
    "Entry",
    "Evidence",
    "Note",
    "Objective",
    "OwnedQuerySet",
    "PageView",
    "Pause",
    "Share",
    "ShareVisit",
    "Source",
    "Summary",
    "SummaryFile",
]
