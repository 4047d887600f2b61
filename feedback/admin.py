"""What readers tell us, for staff: Django looks for an app's admin here."""

from feedback.discussion import admin as discussion
from feedback.following import admin as following
from feedback.messages import admin as messages
from feedback.newsletter import admin as newsletter
from feedback.votes import admin as votes

__all__ = ["discussion", "following", "messages", "newsletter", "votes"]
