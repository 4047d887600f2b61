"""What people fill in, one file for each kind."""

from feedback.discussion.forms import ClubForm, FlagForm, SayForm
from feedback.forms import LONGEST_QUOTE, CommentForm, MessageForm, ReportForm, SubscribeForm

__all__ = [
    "LONGEST_QUOTE",
    "ClubForm",
    "CommentForm",
    "FlagForm",
    "MessageForm",
    "ReportForm",
    "SayForm",
    "SubscribeForm",
]
