"""The kinds of mail, each described by the app that sends it, beside its words (`emails.py`).

A process that sends must know every kind: `core` loads the `emails` module of each app, which holds or names them.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.core.mail import EmailMessage
from django.db.models import Model, QuerySet

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Kind:
    """A kind is what all mails of one sort have in common. Its `name` is what the rows of the queue hold.

    `may_repeat`: when nobody knows whether a mail went, it goes again; otherwise it waits for staff.
    `expires_in`: how long after it was queued it may still be sent; None: for ever.
    `is_urgent`: someone waits for it in front of a screen, so it is sent in the request, without the worker.
    """

    name: str
    may_repeat: bool = True
    expires_in: timedelta | None = WEEK
    is_urgent: bool = False

    def sources(self, pks: Collection[int]) -> dict[int, Any]:
        """The rows from which these mails are composed, by the key of the mail; none where texts are stored."""
        return {}

    def refused(self, source: Any) -> None:
        """What else is done when the recipient's mail server refuses the address for good."""


@dataclass(frozen=True, kw_only=True)
class ComposedKind(Kind):
    """A kind whose mails are composed as they are sent, from a row that has a key `mail` to the queue.

    `rows` gives those rows with all that the mails show, fetched for many at once. `compose` gives the message, or
    None when its reader no longer wants it: it needs no end of its own. `on_refusal` gets the row when the address is
    refused for good.
    """

    expires_in: timedelta | None = None
    rows: Callable[[], "QuerySet[Any]"]
    compose: Callable[[Any], EmailMessage | None]
    on_refusal: Callable[[Any], None] | None = None

    def sources(self, pks: Collection[int]) -> dict[int, Model]:
        return {row.mail_id: row for row in self.rows().filter(mail__in=pks)}

    def refused(self, source: Model) -> None:
        if self.on_refusal:
            self.on_refusal(source)


K = TypeVar("K", bound=Kind)
_kinds: dict[str, Kind] = {}


def register(kind: K) -> K:
    """Make a kind known to whoever sends."""
    _kinds[kind.name] = kind
    return kind


def get(name: str) -> Kind:
    """The kind of this name. Raises KeyError for one that no app describes."""
    return _kinds[name]


def every() -> list[Kind]:
    """Every kind, the urgent ones first."""
    return sorted(_kinds.values(), key=lambda kind: not kind.is_urgent)
