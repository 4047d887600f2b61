"""What readers do here, one file for each kind. Only these functions write what readers tell us."""

from feedback.messages.actions import send_message
from feedback.newsletter.actions import ask_to_subscribe, confirm, leave, to_confirm, to_leave
from feedback.votes.actions import comment, vote

__all__ = ["ask_to_subscribe", "comment", "confirm", "leave", "send_message", "to_confirm", "to_leave", "vote"]
