"""What readers tell us, one file for each kind."""

from feedback.models.discussion import Attendance, Comment, CommentNotice, Flag, JournalClub, Lock, Watch
from feedback.models.following import RECALLS, Announcement, AnnouncementKind, Follow, Notice
from feedback.models.messages import Message, MessageStatus, Reply
from feedback.models.newsletter import Delivery, Ending, Issue, Subscription, SubscriptionQuerySet
from feedback.models.votes import Reason, SetAside, Tally, Usefulness, Vote

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
    "SetAside",
    "Subscription",
    "SubscriptionQuerySet",
    "Tally",
    "Usefulness",
    "Vote",
    "Watch",
]
