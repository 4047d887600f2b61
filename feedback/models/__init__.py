"""What readers tell us, one file for each kind."""

from .discussion import Attendance, Comment, CommentNotice, Flag, JournalClub, Lock, Watch
from .following import RECALLS, Announcement, AnnouncementKind, Follow, Notice
from .messages import Message, MessageStatus, Reply
from .newsletter import Delivery, Ending, Issue, Subscription, SubscriptionQuerySet
from .post import Sendable, Turn
from .votes import Reason, SetAside, Tally, Usefulness, Vote

__all__ = [
    "RECALLS",
    "Announcement",
    "AnnouncementKind",
    "Attendance",
    "Comment",
    "CommentNotice",
    "Delivery",
    "Ending",
    "Flag",
    "Follow",
    "Issue",
    "JournalClub",
    "Lock",
    "Message",
    "MessageStatus",
    "Notice",
    "Reason",
    "Reply",
    "Sendable",
    "SetAside",
    "Subscription",
    "SubscriptionQuerySet",
    "Tally",
    "Turn",
    "Usefulness",
    "Vote",
    "Watch",
]
