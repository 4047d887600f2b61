"""Which edition of the site is the present one, so that a process may keep in memory what it has rendered.

An edition lasts from one change of what everyone reads to the next. The database names a new one itself, by triggers,
in the same transaction as the change: whoever finds the stamp unchanged knows that nothing they kept is out of date.

Asking costs a query, so each process asks at most every LEASE. Nobody sees an old page because of it: what publishes or
withdraws waits that long after its commit before it says that it is done, and then every process has asked anew.
"""

import time
import uuid
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import connections
from django.utils import timezone

from articles.models import RELEASED, Edition
from core.triggers import Trigger

LEASE = 0.1  # seconds
MOST_KEPT = 500  # things in the memory of a process; an article takes about 100 kB with its page


_NEXT = """insert into articles_edition (id, stamp) values (1, {random})
           on conflict (id) do update set stamp = excluded.stamp;"""


@dataclass(frozen=True)
class NewEdition(Trigger):
    """A new edition is begun by a change of a row under a condition."""

    when: str = "true"

    def create(self, vendor: str) -> list[str]:
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def _sqlite(self) -> list[str]:
        return [
            f"""create trigger {self.name} after {self.moment} on {self.table} for each row when {self.when}
                begin {_NEXT.format(random="hex(randomblob(16))")} end"""
        ]

    def _postgresql(self) -> list[str]:
        # Deferred to the commit: two editors who publish at once would otherwise wait for each other's edition.
        return [
            f"""create or replace function articles_edition_next() returns trigger language plpgsql as $$ begin
                {_NEXT.format(random="replace(gen_random_uuid()::text, '-', '')")} return null; end $$""",
            f"""create constraint trigger {self.name} after {self.moment} on {self.table}
                deferrable initially deferred for each row when ({self.when})
                execute function articles_edition_next()""",
        ]


_SHOWN = "new.status in ({})".format(", ".join(f"'{status}'" for status in RELEASED))

TRIGGERS = [
    NewEdition("articles_edition_version_update", "update", "articles_version", _SHOWN),
    NewEdition("articles_edition_article_update", "update", "articles_article"),
    NewEdition("articles_edition_topic_update", "update", "articles_topic"),
    NewEdition("articles_edition_topics_insert", "insert", "articles_article_topics"),
    NewEdition("articles_edition_topics_delete", "delete", "articles_article_topics"),
    NewEdition("articles_edition_seealso_insert", "insert", "articles_seealso"),
    NewEdition("articles_edition_seealso_update", "update", "articles_seealso"),
    NewEdition("articles_edition_seealso_delete", "delete", "articles_seealso"),
    NewEdition("articles_edition_check_insert", "insert", "articles_check"),
    NewEdition("articles_edition_equivalent_insert", "insert", "articles_equivalent"),
    NewEdition("articles_edition_equivalent_update", "update", "articles_equivalent"),
    NewEdition("articles_edition_equivalent_delete", "delete", "articles_equivalent"),
]


def after_migrate(using: str = "default", plan: Sequence[object] = (), **kwargs: object) -> None:
    """Receive post_migrate: begin a new edition if something was migrated: no trigger saw what changed."""
    if plan and Edition._meta.db_table in connections[using].introspection.table_names():
        begin(using)


def begin(using: str = "default") -> None:
    """Begin a new edition, after a change that no trigger sees."""
    Edition.objects.using(using).update_or_create(pk=1, defaults={"stamp": uuid.uuid4().hex})


Memory = dict[Any, Any]
T = TypeVar("T")


class _Present(NamedTuple):
    name: tuple[str, date]  # the stamp, and the day: pages say how old their last check is
    asked_at: float
    memory: Memory


_present = _Present(("", date.min), -LEASE, {})


def memory() -> Memory:
    """What this process keeps for the present edition; empty when a new one has begun.

    What is read from the database after this call may be kept in it.
    """
    global _present
    if not settings.KEEP_PAGES:
        return {}
    present, now = _present, time.monotonic()  # read once: another thread may find a new edition meanwhile
    if now - present.asked_at >= LEASE:
        stamp = Edition.objects.values_list("stamp", flat=True).first() or ""
        name = (stamp, timezone.localdate())
        _present = present = _Present(name, now, present.memory if name == present.name else {})
    return present.memory


def recall(key: Hashable) -> Any:
    """What is kept under this key in the present edition, or None. Asks the database only when there is something."""
    return memory().get(key) if key in _present.memory else None


def keep(memory: Memory, key: Hashable, value: Any) -> None:
    """Keep a value that was read after `memory` was asked for. When there is no more room, begin anew."""
    if len(memory) >= MOST_KEPT:
        memory.clear()
    memory[key] = value


def keep_few(memory: Memory, room: str, key: Hashable, value: Any, *, most: int) -> None:
    """Keep a value of which there could be any number: in a room of its own, where the oldest makes place."""
    kept: Memory = memory.setdefault(room, {})
    kept[key] = value
    while len(kept) > most:
        kept.pop(next(iter(kept)), None)


def remember(memory: Memory, key: Hashable, make: Callable[[], T]) -> T:
    """What is kept under this key, made and kept if it was not there. Nothing (None) is not kept."""
    value = memory.get(key)
    if value is None:
        value = make()
        if value is not None:
            keep(memory, key, value)
    return value


def settle() -> None:
    """Wait until no process can still believe in the edition before this one. Call it after a commit."""
    if settings.KEEP_PAGES:
        time.sleep(LEASE)
