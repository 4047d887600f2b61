"""What readers tell us, one file for each kind."""

from .following import RECALLS, Announcement, AnnouncementKind, Follow, Notice
from .messages import Message, MessageStatus, Reply
from .newsletter import Delivery, Ending, Issue, Subscription, SubscriptionQuerySet
from .post import Sendable, Turn
from .votes import Reason, SetAside, Tally, Usefulness, Vote

__all__ = [
    "RECALLS",
    "Announcement",
    "AnnouncementKind",
    "Delivery",
    "Ending",
    "Follow",
    "Issue",
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
]
