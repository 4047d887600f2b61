"""What people fill in, one file for each kind."""

from .discussion import ClubForm, FlagForm, SayForm
from .readers import LONGEST_QUOTE, CommentForm, MessageForm, ReportForm, SubscribeForm

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
