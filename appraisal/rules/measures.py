"""How far a member's entries go towards what a regulator names: information, never a verdict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from appraisal.rules.files import Rules, Target, rules

if TYPE_CHECKING:
    from accounts.models import User
    from appraisal.models import Entry


@dataclass(frozen=True)
class Progress:
    """How much of a target there is in the cycle that ends today."""

    target: Target
    done: str
    wanted: str
    share: int  # per cent, at most 100


def progress(user: "User", regulator: str, on: date) -> tuple[Rules | None, date, list[Progress]]:
    """The rules of that day, the first day of the cycle that ends on it, and each target. One query."""
    from appraisal.models import Entry  # models read nothing of this package, but it must not be read before them

    asked = rules(regulator, on)
    since = cycle_begins(on, asked.years if asked else 1)
    if asked is None:
        return None, since, []
    fields = ("claimed_minutes", "participatory_minutes", "is_planned", "method", "so_what", "significant_place")
    entries = list(Entry.objects.owned_by(user).filter(learned_on__gt=since, learned_on__lte=on).only(*fields))
    return asked, since, [_progress(target, MEASURES[target.measure](entries, asked)) for target in asked.targets]


def cycle_begins(on: date, years: int) -> date:
    """The same day so many years before; 28 February for a 29th that was not."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def _progress(target: Target, done: int) -> Progress:
    return Progress(
        target, in_unit(target, done), in_unit(target, target.amount), min(100, done * 100 // target.amount)
    )


def in_unit(target: Target, amount: int) -> str:
    """An amount in the target's unit: minutes as hours, without needless decimals."""
    if target.measure.endswith("minutes"):
        return f"{(Decimal(amount) / 60).quantize(Decimal('0.1')).normalize():f}"
    return str(amount)


MEASURES: dict[str, Callable[[Sequence["Entry"], Rules], int]] = {
    "claimed_minutes": lambda entries, _: sum(entry.claimed_minutes for entry in entries),
    "participatory_minutes": lambda entries, _: sum(entry.participatory_minutes for entry in entries),
    "entries": lambda entries, _: len(entries),
    "planned_entries": lambda entries, _: sum(entry.is_planned for entry in entries),
    "reflections": lambda entries, _: sum(bool(entry.so_what) for entry in entries),
    "significant": lambda entries, _: sum(entry.is_significant for entry in entries),
    "learning_types": lambda entries, asked: len({asked.learning_type(it.method) for it in entries if it.method}),
}
