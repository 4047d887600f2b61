"""What is published and how it gets there."""

from articles.models.article import Article, ArticleQuerySet, SeeAlso, Topic, TopicQuerySet, slug_of
from articles.models.choices import OPEN, RELEASED, Audience, Significance, SourceStatus, Status
from articles.models.desk import Autosave, Reminder, SourceCheck
from articles.models.edition import Edition
from articles.models.indexed import Equivalent, Form, Indexed, MissedSearch, Name, Posting
from articles.models.record import Check, Contribution, Transition
from articles.models.version import NAMELESS, Reference, Version, VersionQuerySet

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
    "SourceCheck",
    "SourceStatus",
    "Status",
    "Topic",
    "TopicQuerySet",
    "Transition",
    "Version",
    "VersionQuerySet",
    "slug_of",
]
