"""The development plan in a summary: objectives with the learning that served them, and what was planned and done."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q

from appraisal.models import Action, Entry, Objective

if TYPE_CHECKING:
    from accounts.models import User


def objectives(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Every objective that was open in the period or reached in it, with the titles of entries of the period."""
    learned = Entry.objects.filter(learned_on__range=(start, end), is_in_summary=True).order_by("learned_on", "pk")
    mine = (
        Objective.objects.owned_by(user)
        .filter(Q(done_on=None) | Q(done_on__gte=start), created_at__date__lte=end)
        .prefetch_related(Prefetch("entries", learned, to_attr="learned"))
    )
    return [
        {
            "title": objective.title,
            "reason": objective.reason,
            "due_on": iso(objective.due_on),
            "done_on": iso(objective.done_on),
            "outcome": objective.outcome,
            "entries": [entry.title for entry in objective.learned],
        }
        for objective in mine
    ]


def actions(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """What was to be looked at again in the period, or was done in it, and what came of it."""
    period = (start, end)
    mine = (
        Action.objects.owned_by(user)
        .filter(Q(due_on__range=period) | Q(done_on__range=period), entry__is_in_summary=True)
        .select_related("entry")
    )
    return [
        {
            "entry": action.entry.title,
            "what_next": action.entry.what_next,
            "due_on": iso(action.due_on),
            "done_on": iso(action.done_on),
            "outcome": action.outcome,
        }
        for action in mine
    ]


def iso(on: date | None) -> str | None:
    return on.isoformat() if on else None
