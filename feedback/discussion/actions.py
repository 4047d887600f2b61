"""What members say to each other about an article, and what moderators do about it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import events, generations
from articles.models import Article, Version
from core.errors import NotAllowed
from core.mail import queue
from feedback.discussion import emails
from feedback.discussion.access import may_discuss
from feedback.models import Attendance, Comment, CommentNotice, Flag, JournalClub, Lock, Watch
from feedback.models.discussion import EDIT_WITHIN

if TYPE_CHECKING:
    from accounts.models import User

FEWEST_SHOWN = 3  # people; of one or two it could be said who they are
SAY_WITHIN = timedelta(days=30)  # of a journal club, that one was there


def people(article: Article) -> int:
    """How many people are discussing an article: each once, with words that can be read; 0 while fewer than three."""
    count = Comment.objects.on(article).shown().values("user").distinct().count()
    return count if count >= FEWEST_SHOWN else 0


def _refuse_if_locked(article: Article) -> None:
    lock = Lock.objects.filter(article=article).first()
    if lock:
        raise NotAllowed(f"This discussion is closed for now. {lock.reason}")


@transaction.atomic
def say(version: Version, *, by: "User", key: UUID, body: str, reply_to: Comment | None = None) -> Comment:
    """Comment on an article, or reply to a comment. The same key again gives the first comment back.

    Raises NotAllowed for who is not confirmed, in a locked discussion, and for a reply to what is gone or is a reply.
    """
    if not may_discuss(by):
        raise NotAllowed("Staff have not confirmed your registration yet.")
    _refuse_if_locked(version.article)
    if reply_to and not _can_be_replied_to(reply_to, version):
        raise NotAllowed("What you reply to is no longer there. What you wrote is still here: say it on its own.")
    before = people(version.article)
    fields = {"version": version, "body": body, "reply_to": reply_to}
    comment, is_new = Comment.objects.get_or_create(user=by, key=key, defaults=fields)
    if is_new:
        _tell_watchers(comment)
        _renew_if_other(version.article, before)
    return comment


def _can_be_replied_to(comment: Comment, version: Version) -> bool:
    """Whether a comment is there to be read, about this article, and no reply itself."""
    return comment.is_shown and not comment.reply_to_id and comment.version.article_id == version.article_id


def _tell_watchers(comment: Comment) -> None:
    """Make a notice for each member who watches, but for the author."""
    watches = Watch.objects.filter(article=comment.version.article_id).exclude(user=comment.user_id)
    users = list(watches.values_list("user", flat=True))
    mails = queue.reserve(emails.COMMENT, len(users))
    notices = [CommentNotice(comment=comment, user_id=pk, mail=mail) for pk, mail in zip(users, mails, strict=True)]
    CommentNotice.objects.bulk_create(notices, batch_size=500)


def _renew_if_other(article: Article, before: int) -> None:
    """Prepared pages show how many people are discussing: when that number changes, they are prepared again."""
    if people(article) != before:
        generations.begin()


def edit(comment: Comment, *, by: "User", body: str) -> Comment:
    """Change one's own words within fifteen minutes.

    Raises NotAllowed later, once they are hidden or removed, and in a locked discussion.
    """
    _refuse_if_locked(comment.version.article)
    mine = Comment.objects.shown().filter(pk=comment.pk, user=by, written_at__gt=timezone.now() - EDIT_WITHIN)
    if not mine.update(body=body, edited_at=timezone.now()):
        raise NotAllowed("A comment can be changed for fifteen minutes. What you wrote is still here to copy.")
    comment.refresh_from_db()
    return comment


@transaction.atomic
def remove(comment: Comment, *, by: "User") -> None:
    """Take one's own words back for good; that there were some is left, for those who replied."""
    before = people(comment.version.article)
    mine = Comment.objects.filter(pk=comment.pk, user=by, removed_at=None)
    mine.update(body="", removed_at=timezone.now())
    _renew_if_other(comment.version.article, before)


@transaction.atomic
def flag(comment: Comment, *, by: "User", reason: str) -> None:
    """Ask moderators to look at a comment. Once for each member; other words later are kept in their place."""
    again = {"reason": reason, "flagged_at": timezone.now(), "settled_at": None}
    _, is_new = Flag.objects.update_or_create(comment=comment, user=by, defaults=again)
    if is_new:
        emails.comment_flagged(comment, reason)


def settle(comments: QuerySet[Comment]) -> int:
    """Leave comments as they are, whatever was reported of them. Returns how many reports that settles."""
    return Flag.objects.filter(comment__in=comments, settled_at=None).update(settled_at=timezone.now())


@transaction.atomic
def hide(comment: Comment, *, by: "User", reason: str) -> None:
    """Put a reason in the place of a comment; without one, show the comment again. Reports of it are settled."""
    before = people(comment.version.article)
    hidden = {"hidden_by": by, "hidden_at": timezone.now()} if reason else {"hidden_by": None, "hidden_at": None}
    same = Comment.objects.filter(pk=comment.pk)
    same.update(hidden_reason=reason, **hidden)
    settle(same)
    _renew_if_other(comment.version.article, before)


def watch(article: Article, *, by: "User", is_wanted: bool) -> None:
    """Tell a member of every comment on an article by email, or no more."""
    if is_wanted:
        Watch.objects.get_or_create(article=article, user=by)
    else:
        Watch.objects.filter(article=article, user=by).delete()


def leave(article: Article, user_id: int) -> None:
    """End the watch that a link was about."""
    Watch.objects.filter(article=article, user=user_id).delete()


# --- Journal clubs ---


def arrange(
    version: Version, *, by: "User", key: UUID, held_at: datetime, minutes: int, details: str = ""
) -> JournalClub:
    """Arrange a journal club on an article. Raises NotAllowed for who is not confirmed, and in a locked discussion."""
    if not may_discuss(by):
        raise NotAllowed("Staff have not confirmed your registration yet.")
    _refuse_if_locked(version.article)
    words = {"version": version, "organiser": by, "held_at": held_at, "minutes": minutes, "details": details}
    return JournalClub.objects.get_or_create(key=key, defaults=words)[0]


def cancel(club: JournalClub, *, by: "User") -> None:
    """Call off one's own journal club before it begins."""
    mine = JournalClub.objects.filter(pk=club.pk, organiser=by, held_at__gt=timezone.now(), cancelled_at=None)
    mine.update(cancelled_at=timezone.now())


@transaction.atomic
def took_part(club: JournalClub, *, by: "User") -> bool:
    """Record that a member took part, for themselves, once, and in their diary. False when they had said so before.

    Raises NotAllowed before it begins, when it was called off, and thirty days later.
    """
    if not may_discuss(by):
        raise NotAllowed("Staff have not confirmed your registration yet.")
    if club.cancelled_at:
        raise NotAllowed("This journal club was called off.")
    if not club.has_begun:
        raise NotAllowed("This journal club has not begun yet. Say that you took part once it has.")
    if timezone.now() - club.held_at > SAY_WITHIN:
        raise NotAllowed("This journal club is over thirty days ago. Write about it in your diary yourself.")
    try:
        with transaction.atomic():
            Attendance.objects.create(club=club, user=by)
    except IntegrityError:  # said before
        return False
    article = club.version
    learning = events.LearningTogether(
        key=uuid5(club.key, str(by.pk)),
        title=f"Journal club: {article.title}"[:200],
        what=f"Took part in a journal club on {article.title}, version {article.number}.",
        on=timezone.localdate(club.held_at),
        minutes=club.minutes,
    )
    events.learned_together.send(JournalClub, user=by, learning=learning)
    return True
