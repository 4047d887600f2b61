"""What staff do to articles and versions. Only these functions write words or change a status."""

from articles.actions.dates import next_check
from articles.actions.drafts import REFERENCE_FIELDS, WRITABLE, delete_draft, set_references, start_version, write
from articles.actions.filing import plan, set_owners, set_see_also
from articles.actions.moves import (
    ALLOWED,
    approve,
    check,
    claim,
    give_up,
    next_set,
    open_claim,
    request_changes,
    setting,
    submit,
    whose_words,
    withdraw,
)
from articles.actions.publication import amend, declared, is_first_check, publish, take_name_back
from articles.actions.rendering import links, rendered, rerender
from articles.actions.review import comment_on, current_page, head, open_comments, reply, resolve
from articles.actions.timing import do_due, schedule, schedule_withdrawal, unschedule, unschedule_withdrawal
from articles.actions.typing import drop_typed, forget_typed, keep_typed

__all__ = [
    "ALLOWED",
    "REFERENCE_FIELDS",
    "WRITABLE",
    "amend",
    "approve",
    "check",
    "claim",
    "comment_on",
    "current_page",
    "declared",
    "delete_draft",
    "do_due",
    "drop_typed",
    "forget_typed",
    "give_up",
    "head",
    "is_first_check",
    "keep_typed",
    "links",
    "next_check",
    "next_set",
    "open_claim",
    "open_comments",
    "plan",
    "publish",
    "rendered",
    "reply",
    "request_changes",
    "rerender",
    "resolve",
    "schedule",
    "schedule_withdrawal",
    "set_owners",
    "set_references",
    "set_see_also",
    "setting",
    "start_version",
    "submit",
    "take_name_back",
    "unschedule",
    "unschedule_withdrawal",
    "whose_words",
    "withdraw",
    "write",
]
