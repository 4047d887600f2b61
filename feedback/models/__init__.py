"""What readers tell us, one file for each kind."""

from .messages import Message, MessageStatus
from .newsletter import Subscription, SubscriptionQuerySet
from .votes import Reason, SetAside, Tally, Usefulness, Vote

__all__ = [
    "Message",
    "MessageStatus",
    "Reason",
    "SetAside",
    "Subscription",
    "SubscriptionQuerySet",
    "Tally",
    "Usefulness",
    "Vote",
]
