"""What is published and how it gets there."""

from articles.models.article import Article, ArticleQuerySet, SeeAlso, Topic, TopicQuerySet, slug_of
from articles.models.choices import OPEN, RELEASED, Audience, Significance, SourceStatus, Status
from articles.models.desk import Autosave, Reminder, SourceCheck
from articles.models.edition import Edition
from articles.models.indexed import Equivalent, Form, Indexed, MissedSearch, Name, Posting
from articles.models.record import Amendment, Check, Claim, Contribution, Transition
from articles.models.review import ReviewComment, ReviewReply, Round
from articles.models.upload import ImportedFile
from articles.models.version import NAMELESS, Reference, Version, VersionQuerySet

__all__ = [
    "NAMELESS",
    "OPEN",
    "RELEASED",
    "Amendment",
    "Article",
    "ArticleQuerySet",
    "Audience",
    "Autosave",
    "Check",
    "Claim",
    "Contribution",
    "Edition",
    "Equivalent",
    "Form",
    "ImportedFile",
    "Indexed",
    "MissedSearch",
    "Name",
    "Posting",
    "Reference",
    "Reminder",
    "ReviewComment",
    "ReviewReply",
    "Round",
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
