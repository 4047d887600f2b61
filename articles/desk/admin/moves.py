"""The buttons by which a version moves on: which verb each calls, who may press it, and when it is offered."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from accounts.models import User
from articles import actions
from articles.desk.admin.forms import (
    AmendForm,
    ApproveForm,
    ChangesForm,
    CheckForm,
    MoveForm,
    PressForm,
    PublishForm,
    ScheduleForm,
    ScheduleWithdrawalForm,
    SubmitForm,
    WithdrawForm,
)
from articles.models import RELEASED, Status, Version


@dataclass(frozen=True)
class Move:
    """One button. `done` is the message after it."""

    name: str
    label: str
    verb: Callable[..., object]
    permission: str
    offered: tuple[str, ...]
    form: Callable[..., forms.Form]
    done: str


@dataclass(frozen=True)
class Offer:
    """A move as one person finds it on one version: a form, or the reason why there is none."""

    move: Move
    form: forms.Form | None
    reason: str = ""


MOVES = {
    move.name: move
    for move in [
        Move(
            "submit",
            "Submit for review",
            actions.submit,
            "articles.change_version",
            (Status.DRAFT,),
            SubmitForm,
            "Submitted. A peer reviewer can now compare it with the live version and approve it.",
        ),
        Move(
            "approve",
            "Approve",
            actions.approve,
            "articles.review_version",
            (Status.IN_REVIEW,),
            ApproveForm,
            "Approved. It can now be published.",
        ),
        Move(
            "request-changes",
            "Request changes",
            actions.request_changes,
            "articles.review_version",
            (Status.IN_REVIEW, Status.APPROVED),
            ChangesForm,
            "Sent back to draft with your comment.",
        ),
        Move(
            "publish",
            "Publish",
            actions.publish,
            "articles.publish_version",
            (Status.APPROVED,),
            PublishForm,
            "Published. Readers see it now.",
        ),
        Move(
            "schedule",
            "Publish at a set time",
            actions.schedule,
            "articles.publish_version",
            (Status.APPROVED,),
            ScheduleForm,
            "Set. It is published by itself at that time, unless someone requests changes before.",
        ),
        Move(
            "unschedule",
            "Do not publish at that time",
            actions.unschedule,
            "articles.publish_version",
            (Status.APPROVED,),
            MoveForm,
            "It stays approved, and nothing is set any more.",
        ),
        Move(
            "check",
            "Checked, no change",
            actions.check,
            "articles.add_check",
            (Status.PUBLISHED,),
            CheckForm,
            "Recorded: you checked the whole of it today and nothing needed to change.",
        ),
        Move(
            "take-up",
            "Take up the check",
            actions.claim,
            "articles.add_check",
            (Status.PUBLISHED,),
            PressForm,
            "Taken up. Once its review is overdue, its page says that an editor is checking it.",
        ),
        Move(
            "give-up",
            "Give up the check",
            actions.give_up,
            "articles.add_check",
            (Status.PUBLISHED,),
            PressForm,
            "Given up. Its page no longer says that an editor is checking it.",
        ),
        Move(
            "withdraw",
            "Withdraw",
            actions.withdraw,
            "articles.publish_version",
            (Status.PUBLISHED,),
            WithdrawForm,
            "Withdrawn. Readers see the reason.",
        ),
        Move(
            "schedule-withdrawal",
            "Withdraw at a set time",
            actions.schedule_withdrawal,
            "articles.publish_version",
            (Status.PUBLISHED,),
            ScheduleWithdrawalForm,
            "Set. It is withdrawn by itself at that time, unless someone takes that back before.",
        ),
        Move(
            "unschedule-withdrawal",
            "Do not withdraw at that time",
            actions.unschedule_withdrawal,
            "articles.publish_version",
            (Status.PUBLISHED,),
            MoveForm,
            "It stays live, and nothing is set any more.",
        ),
        Move(
            "amend",
            "Amend the change note",
            actions.amend,
            "articles.publish_version",
            tuple(RELEASED),
            AmendForm,
            "Amended. Readers see the new line, and the history shows both.",
        ),
    ]
}


# What a move waits for beside the state of the version.
IF: dict[str, Callable[[Version], object]] = {
    "unschedule": lambda version: version.publish_at,
    "take-up": lambda version: not actions.open_claim(version),
    "give-up": actions.open_claim,
    "unschedule-withdrawal": lambda version: version.withdraw_at,
    "amend": lambda version: version.number > 1,
}


def offers(version: Version, by: User) -> list[Offer]:
    """What this person can do with the version as it stands."""
    found = []
    for move in MOVES.values():
        if version.status not in move.offered or not by.has_perm(move.permission):
            continue
        if move.name in IF and not IF[move.name](version):
            continue
        if move.name == "approve" and (reason := actions.whose_words(version, by)):
            found.append(Offer(move, None, reason))
        else:
            found.append(Offer(move, move.form(version=version, auto_id=f"id_{move.name}_%s")))
    return found
