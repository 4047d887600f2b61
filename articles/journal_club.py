"""What members learned together, said to whichever room keeps their diary: `articles` and `feedback` know none.

A room registers in its own `learning.py`, as in releases.py and readers.py.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from accounts.models import User


class Together(NamedTuple):
    """Something that a member took part in with others: `minutes` long, known by `key` so that it is kept once."""

    key: UUID
    title: str
    what: str
    on: date
    minutes: int


Keeper = Callable[["User", Together], object]
_keepers: list[Keeper] = []


def keeps(keep: Keeper) -> Keeper:
    """Register the function that keeps what a member took part in. Called in the transaction that records it."""
    _keepers.append(keep)
    return keep


def record(user: "User", together: Together) -> None:
    """Say that a member took part."""
    autodiscover_modules("learning")
    for keep in _keepers:
        keep(user, together)
