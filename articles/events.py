"""What happens to articles and around them that other apps want to know: Django's signals.

Each is sent inside the transaction of what happened, so that a receiver's rows are written with it or not at all.
Apps connect in their own `receivers.py`. Mails are queued there; slow work belongs after the commit
(`transaction.on_commit`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.dispatch import Signal

from accounts.models import User
from articles.models import Version


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
# Staff moved a version on: `version`, `move` (a name such as "submitted"), `by` whom, and `details` of that move.
version_moved = Signal()

_is_unannounced = ContextVar("articles.events", default=False)


@contextmanager
def unannounced() -> Iterator[None]:
    """Send no `version_moved` meanwhile: nobody waits for the moves of an import."""
    token = _is_unannounced.set(True)
    try:
        yield
    finally:
        _is_unannounced.reset(token)


def announce(move: str, version: Version, *, by: User, **details: Any) -> None:
    """Send `version_moved`."""
    if not _is_unannounced.get():
        version_moved.send(Version, version=version, move=move, by=by, details=details)
