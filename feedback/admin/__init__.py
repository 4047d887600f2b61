"""What readers tell us, for staff."""

from feedback.discussion import admin
from feedback.following import admin as following
from feedback.messages import admin as inbox
from feedback.newsletter import admin as newsletter
from feedback.votes import admin as usefulness

__all__ = ["discussion", "following", "inbox", "newsletter", "usefulness"]
