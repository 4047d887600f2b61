"""What a member makes of what they read. Other modules import from here."""

from appraisal.models.entry import MAX_CLAIMED_MINUTES, MOST_SIGNIFICANT, Entry, Source
from appraisal.models.evidence import Evidence
from appraisal.models.plan import Action, Objective
from appraisal.models.summary import Share, ShareVisit, Summary, SummaryFile

__all__ = [
    "MAX_CLAIMED_MINUTES",
    "MOST_SIGNIFICANT",
    "Action",
    "Entry",
    "Evidence",
    "Objective",
    "Share",
    "ShareVisit",
    "Source",
    "Summary",
    "SummaryFile",
]
