"""What readers said that nobody has seen to, for the front page of the desk (articles/desk/work_queue.py)."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse

from articles.desk.work_queue import SHOWN, WorkItem, WorkQueue, day
from articles.models import Version
from feedback.models import Comment, Flag, Message, MessageStatus, Vote

if TYPE_CHECKING:
    from accounts.models import User

SHORT = [f"version__{name}" for name in Version.LONG]


def queues(person: "User") -> list[WorkQueue]:
    """What members and visitors wrote, for whoever may deal with them. Not their words, which are read masked."""
    found = []
    if person.has_perm("feedback.change_message"):
        found.append(_messages())
    if person.has_perm("feedback.change_vote"):
        found.append(_answers())
    if person.has_perm("feedback.change_comment"):
        found.append(_comments())
    return [queue for queue in found if queue.items]


def _messages() -> WorkQueue:
    new = Message.objects.filter(status=MessageStatus.NEW, owner=None).order_by("sent_at", "pk")
    items = (
        WorkItem(
            f"About {message.version}" if message.version else "About the site",
            reverse("admin:feedback_message_change", args=[message.pk]),
            f"On {day(message.sent_at)}",
        )
        for message in new.select_related("version__article").defer(*SHORT)[: SHOWN + 1]
    )
    return WorkQueue.of(
        "Messages from readers", items, f"{reverse('admin:feedback_message_changelist')}?status__exact=new"
    )


def _answers() -> WorkQueue:
    """Words that came with an answer to “Was this useful?”"""
    unsettled = Vote.objects.unsettled().order_by("voted_at", "pk")
    items = (
        WorkItem(
            f"{vote}: {vote.version}",
            reverse("admin:feedback_vote_change", args=[vote.pk]),
            f"On {day(vote.voted_at)}",
        )
        for vote in unsettled.select_related("version__article").defer(*SHORT)[: SHOWN + 1]
    )
    return WorkQueue.of("Comments on usefulness", items, f"{reverse('admin:feedback_vote_changelist')}?words=unsettled")


def _comments() -> WorkQueue:
    flagged = Comment.objects.shown().filter(Exists(Flag.objects.filter(comment=OuterRef("pk"), settled_at=None)))
    items = (
        WorkItem(
            f"On {comment.version}",
            reverse("admin:feedback_comment_change", args=[comment.pk]),
            f"Written on {day(comment.written_at)}",
        )
        for comment in flagged.order_by("written_at", "pk")
        .select_related("version__article")
        .defer(*SHORT)[: SHOWN + 1]
    )
    return WorkQueue.of("Reported comments", items, f"{reverse('admin:feedback_comment_changelist')}?flagged=yes")
