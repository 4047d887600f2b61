from typing import Any

from accounts import erasure
from accounts.data_export import part, rows
from accounts.models import User
from articles import actions
from articles.models import (
    Amendment,
    Article,
    Autosave,
    Check,
    Claim,
    Contribution,
    ImportedFile,
    Reminder,
    ReviewComment,
    ReviewReply,
    Transition,
    Version,
)

VERSION = {"document_id": "article__document_id"}


@part(
    "articles",
    *("articles.Version", "articles.Transition", "articles.Check", "articles.Contribution"),
    *("articles.Article", "articles.Autosave", "articles.Reminder", "articles.Claim", "articles.Amendment"),
    *("articles.ReviewComment", "articles.ReviewReply", "articles.ImportedFile"),
)
def articles(user: User) -> dict[str, Any]:
    """What they wrote, approved, moved and checked as staff."""
    moved = {"document_id": "version__article__document_id", "number": "version__number"}
    comments = ReviewComment.objects.filter(made_by=user)
    of_comment = {"document_id": "comment__version__article__document_id", "number": "comment__version__number"}
    return {
        "written": rows(Version.objects.filter(author=user), "number", "title", "status", "interests", **VERSION),
        "approved": rows(
            Version.objects.filter(approved_by=user), "number", "title", "approved_at", "reviewer_interests", **VERSION
        ),
        "saved": rows(Contribution.objects.filter(made_by=user), "changed", "made_at", **moved),
        "not_saved_yet": rows(Autosave.objects.filter(person=user), "kept_at", "typed", **moved),
        "files_to_import": rows(ImportedFile.objects.filter(person=user), "name", "uploaded_at"),
        "owned": rows(Article.objects.filter(owner=user), "document_id"),
        "second_person_of": rows(Article.objects.filter(deputy=user), "document_id"),
        "reminded": rows(Reminder.objects.filter(person=user), "sent_on", **VERSION),
        "moved": rows(Transition.objects.filter(made_by=user), "to_status", "made_at", "comment", **moved),
        "taken_up": rows(Claim.objects.filter(made_by=user), "made_at", "ended_at", **moved),
        "amended": rows(Amendment.objects.filter(made_by=user), "before", "after", "made_at", **moved),
        "commented": rows(comments, "quote", "body", "made_at", "resolved_at", **moved),
        "resolved": rows(ReviewComment.objects.filter(resolved_by=user), "quote", "resolved_at", **moved),
        "answered": rows(ReviewReply.objects.filter(made_by=user), "body", "made_at", **of_comment),
        "checked": rows(Check.objects.filter(checked_by=user), "checked_on", "next_check_on", "comment", **moved),
    }


@erasure.steps.answer
def printed_names(user: User, *, keeps_name: bool) -> None:
    """What they wrote and reviewed stays published, without their name unless they leave it there."""
    if not keeps_name:
        actions.take_name_back(user)
