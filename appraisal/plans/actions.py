"""What a member does with their objectives and with what they wanted to do next."""

from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from appraisal.models import Action, Objective

if TYPE_CHECKING:
    from accounts.models import User


class Plan(TypedDict, total=False):
    """What a member writes of an objective."""

    title: str
    reason: str
    due_on: date | None
    done_on: date | None
    outcome: str


def set_out(*, by: "User", key: UUID, **words: Unpack[Plan]) -> Objective:
    """Write down an objective. The same key again gives the first one back."""
    objective, _ = Objective.objects.get_or_create(user=by, key=key, defaults=words)
    return objective


def revise(*, by: "User", objective: Objective, **words: Unpack[Plan]) -> None:
    """Change an objective, or say that it was reached."""
    Objective.objects.owned_by(by).filter(pk=objective.pk).update(**words)


def drop(*, by: "User", objective: Objective) -> None:
    """Delete an objective for good. Entries that served it stay."""
    Objective.objects.owned_by(by).filter(pk=objective.pk).delete()


def answer(*, by: "User", action: Action, done_on: date | None, outcome: str, due_on: date) -> None:
    """Say whether a What next was done and what changed, or when to ask again."""
    Action.objects.owned_by(by).filter(pk=action.pk).update(done_on=done_on, outcome=outcome, due_on=due_on)
