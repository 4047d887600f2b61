from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts import erasure
from accounts.data_export import part, rows
from accounts.models import User
from feedback.models import (
    Attendance,
    Comment,
    CommentNotice,
    Flag,
    Follow,
    Issue,
    JournalClub,
    Lock,
    Message,
    Notice,
    Reply,
    Subscription,
    Vote,
    Watch,
)

VERSION = {"document_id": "version__article__document_id", "version": "version__number"}


def _at_their_addresses(rows: QuerySet, user: User) -> QuerySet:
    """Those of these rows whose address they have proved theirs, whatever its case."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list(Lower("email"), flat=True)
    return rows.annotate(address=Lower("email")).filter(address__in=list(proved))


@part("feedback", "feedback.Vote", "feedback.Message", "feedback.Reply", "feedback.Subscription")
def feedback(user: User) -> dict[str, Any]:
    """Answers and messages sent while signed in, and the newsletter at every address that they have proved theirs."""
    subscriptions = _at_their_addresses(Subscription.objects.all(), user)
    times = ("asked_at", "confirmed_at", "ended_at")
    return {
        "answers": rows(
            Vote.objects.filter(user=user), "is_useful", "reason", "quote", "comment", "voted_at", **VERSION
        ),
        "messages": rows(Message.objects.filter(user=user), "body", "quote", "email", "sent_at", "status"),
        "answers_from_editors": rows(
            Reply.objects.filter(message__user=user), "body", "written_at", sent_at="mail__sent_at"
        ),
        "as_editor": {
            "messages_in_hand": Message.objects.filter(owner=user).count(),
            "replies": rows(Reply.objects.filter(editor=user), "body", "written_at"),
        },
        "newsletter": rows(subscriptions, "email", *times, topic="topic__name"),
    }


@part("following", "feedback.Follow", "feedback.Notice")
def following(user: User) -> dict[str, Any]:
    """What they follow, and what they were told of what they follow or have read."""
    about = {"kind": "announcement__kind", "article": "announcement__version__title"}
    return {
        "articles": rows(Follow.objects.filter(user=user), "followed_at", "ended_at", article="article__working_title"),
        "told": rows(Notice.objects.filter(user=user), "acknowledged_at", sent_at="mail__sent_at", **about),
    }


@part(
    "discussion",
    *("feedback.Comment", "feedback.Flag", "feedback.Watch", "feedback.CommentNotice"),
    *("feedback.JournalClub", "feedback.Attendance", "feedback.Lock", "feedback.Issue"),
)
def discussion(user: User) -> dict[str, Any]:
    """What they said in discussions, and what they did there as staff."""
    times = ("written_at", "edited_at", "removed_at", "hidden_at", "hidden_reason")
    on = {"article": "article__working_title"}
    clubs = {"article": "club__version__title", "held_at": "club__held_at", "minutes": "club__minutes"}
    return {
        "comments": rows(Comment.objects.filter(user=user), "body", *times, **VERSION),
        "reports": rows(Flag.objects.filter(user=user), "reason", "flagged_at"),
        "watched": rows(Watch.objects.filter(user=user), "watched_at", **on),
        "mails": rows(CommentNotice.objects.filter(user=user), sent_at="mail__sent_at"),
        "journal_clubs": rows(JournalClub.objects.filter(organiser=user), "held_at", "minutes", "details", **VERSION),
        "took_part": rows(Attendance.objects.filter(user=user), "attended_at", **clubs),
        "as_staff": {
            "hidden": Comment.objects.filter(hidden_by=user).count(),
            "closed": rows(Lock.objects.filter(locked_by=user), "reason", "locked_at", **on),
            "issues": rows(Issue.objects.filter(released_by=user), "subject", "released_at"),
        },
    }


@erasure.steps.answer
def at_their_addresses(user: User, *, keeps_name: bool) -> None:
    """What they asked for or wrote without signing in, by an address that is theirs."""
    _at_their_addresses(Subscription.objects.all(), user).delete()
    _at_their_addresses(Message.objects.filter(user=None), user).delete()
