"""The kinds of mail that this app sends, each described beside its words. `core` loads this when apps are ready."""

from feedback.discussion.emails import COMMENT, FLAGGED
from feedback.following.emails import NOTICE
from feedback.messages.emails import ARRIVED, REPLY
from feedback.newsletter.emails import DELIVERY, ISSUE_TEST, SUBSCRIPTION

__all__ = ["ARRIVED", "COMMENT", "DELIVERY", "FLAGGED", "ISSUE_TEST", "NOTICE", "REPLY", "SUBSCRIPTION"]
