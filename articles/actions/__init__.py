"""What staff do to articles and versions. Only these functions write words or change a status."""

from articles.actions.drafts import REFERENCE_FIELDS, WRITABLE, set_references, start_version, write
from articles.actions.filing import plan, set_owners, set_see_also
from articles.actions.moves import ALLOWED, approve, check, request_changes, submit, whose_words, withdraw
from articles.actions.publication import is_full_check, publish, publish_due, schedule, take_name_back, unschedule
from articles.actions.rendering import links, rendered, rerender
from articles.actions.typing import drop_typed, forget_typed, keep_typed

__all__ = [
    "ALLOWED",
    "REFERENCE_FIELDS",
    "WRITABLE",
    "approve",
    "check",
    "drop_typed",
    "forget_typed",
    "is_full_check",
    "keep_typed",
    "links",
    "plan",
    "publish",
    "publish_due",
    "rendered",
    "request_changes",
    "rerender",
    "schedule",
    "set_owners",
    "set_references",
    "set_see_also",
    "start_version",
    "submit",
    "take_name_back",
    "unschedule",
    "whose_words",
    "withdraw",
    "write",
]
