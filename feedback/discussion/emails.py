"""The mails about discussions: to members who watch one, and to the editors that a comment was reported."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet

from core.mail import headers, messages, queue
from core.mail.kinds import ComposedKind, Kind, register
from feedback.discussion.access import may_discuss
from feedback.discussion.tokens import token_to_leave
from feedback.models import Comment, CommentNotice, Watch


def _notices() -> QuerySet[CommentNotice]:
    return CommentNotice.objects.prefetch_related("user", "comment__user", "comment__version__article")


def comment(notice: CommentNotice) -> EmailMessage | None:
    """A comment, to a member who watches its discussion, with the way out; None when they may or do no longer."""
    comment, article = notice.comment, notice.comment.version.article
    if not (comment.is_shown and may_discuss(notice.user)):
        return None
    if not Watch.objects.filter(article=article, user=notice.user_id).exists():
        return None
    leave = messages.address("feedback:unwatch", token_to_leave(article.pk, notice.user_id))
    address = f"{messages.address('feedback:discussion', article.document_id)}#comment-{comment.pk}"
    context = {"comment": comment, "article": article, "leave": leave, "address": address}
    return messages.write("comment", notice.user.email, context, headers.stamps(notice) | headers.way_out(leave))


FLAGGED = register(Kind("comment_flagged"))
COMMENT = register(ComposedKind("comment", rows=_notices, compose=comment))


def comment_flagged(comment: Comment, reason: str) -> None:
    """Tell the editors that a member asks for a look at a comment, when they have an address for it."""
    if settings.FEEDBACK_EMAIL:
        desk = messages.address("admin:feedback_comment_change", comment.pk)
        context = {"comment": comment, "reason": reason, "desk": desk}
        queue.put(FLAGGED, messages.write("comment_flagged", settings.FEEDBACK_EMAIL, context))
