"""What happens to articles and around them that other apps want to know: Django's signals.

Each is sent inside the transaction of what happened, so that a receiver's rows are written with it or not at all.
Apps connect in their own `receivers.py`. Mail and slow work belong after the commit (`transaction.on_commit`).
"""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.dispatch import Signal


class LearningTogether(NamedTuple):
    """Something that a member took part in with others: `minutes` long, known by `key` so that it is kept once."""

    key: UUID
    title: str
    what: str
    on: date
    minutes: int


# A version was published or withdrawn: `version`, with its new status.
version_released = Signal()
# A member learned with others: `user` and `learning`, a LearningTogether.
learned_together = Signal()
