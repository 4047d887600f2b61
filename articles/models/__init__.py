"""What is published and how it gets there."""

from .article import Article, ArticleQuerySet, SeeAlso, Topic, TopicQuerySet, slug_of
from .choices import OPEN, RELEASED, Audience, Significance, Status
from .desk import Autosave, Reminder
from .edition import Edition
from .indexed import Equivalent, Form, Indexed, MissedSearch, Name, Posting
from .record import Check, Contribution, Transition
from .version import NAMELESS, Reference, Version, VersionQuerySet

__all__ = [
    "NAMELESS",
    "OPEN",
    "RELEASED",
    "Article",
    "ArticleQuerySet",
    "Audience",
    "Autosave",
    "Check",
    "Contribution",
    "Edition",
    "Equivalent",
    "Form",
    "Indexed",
    "MissedSearch",
    "Name",
    "Posting",
    "Reference",
    "Reminder",
    "SeeAlso",
    "Significance",
    "Status",
    "Topic",
    "TopicQuerySet",
    "Transition",
    "Version",
    "VersionQuerySet",
    "slug_of",
]
