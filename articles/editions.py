"""Which edition of the site is the present one, so that a process may keep in memory what it has rendered.

An edition lasts from one change of what everyone reads to the next. The database names a new one itself, by triggers,
in the same transaction as the change: whoever finds the stamp unchanged knows that nothing they kept is out of date.

Asking costs a query, so each process asks at most every LEASE. Nobody sees an old page because of it: what publishes or
withdraws waits that long after its commit before it says that it is done, and then every process has asked anew.
"""

import time
import uuid
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from . import freeze
from .models import RELEASED, Edition

LEASE = 0.1  # seconds
MOST_KEPT = 500  # things in the memory of a process; an article takes about 100 kB with its page


class Trigger(NamedTuple):
    """A trigger is a change of a table that begins a new edition."""

    name: str
    moment: str
    table: str
    when: str = "true"


_SHOWN = "new.status in ({})".format(", ".join(f"'{status}'" for status in RELEASED))

TRIGGERS = [
    Trigger("articles_edition_version_update", "update", "articles_version", _SHOWN),
    Trigger("articles_edition_article_update", "update", "articles_article"),
    Trigger("articles_edition_topic_update", "update", "articles_topic"),
    Trigger("articles_edition_topics_insert", "insert", "articles_article_topics"),
    Trigger("articles_edition_topics_delete", "delete", "articles_article_topics"),
    Trigger("articles_edition_seealso_insert", "insert", "articles_seealso"),
    Trigger("articles_edition_seealso_update", "update", "articles_seealso"),
    Trigger("articles_edition_seealso_delete", "delete", "articles_seealso"),
    Trigger("articles_edition_check_insert", "insert", "articles_check"),
    Trigger("articles_edition_equivalent_insert", "insert", "articles_equivalent"),
    Trigger("articles_edition_equivalent_update", "update", "articles_equivalent"),
    Trigger("articles_edition_equivalent_delete", "delete", "articles_equivalent"),
]

_NEXT = """insert into articles_edition (id, stamp) values (1, {random})
           on conflict (id) do update set stamp = excluded.stamp;"""


def _sqlite(trigger: Trigger) -> list[str]:
    return [
        f"drop trigger if exists {trigger.name}",
        (
            f"create trigger {trigger.name} after {trigger.moment} on {trigger.table} for each row when {trigger.when} "
            f"begin {_NEXT.format(random='hex(randomblob(16))')} end"
        ),
    ]


def _postgresql(trigger: Trigger) -> list[str]:
    # Deferred to the commit: two editors who publish at once would otherwise wait for each other's edition.
    return [
        f"""create or replace function articles_edition_next() returns trigger language plpgsql as $$ begin
            {_NEXT.format(random="replace(gen_random_uuid()::text, '-', '')")} return null; end $$""",
        f"drop trigger if exists {trigger.name} on {trigger.table}",
        f"""create constraint trigger {trigger.name} after {trigger.moment} on {trigger.table}
            deferrable initially deferred for each row when ({trigger.when})
            execute function articles_edition_next()""",
    ]


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Make every trigger anew once the tables are there."""
    connection = connections[using]
    if not _has_table(connection):
        return
    making = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for statement in (statement for trigger in TRIGGERS for statement in making(trigger)):
            cursor.execute(statement)


def check_triggers(databases: Iterable[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """System check: what is kept in memory is only right while every trigger is there."""
    return [
        Warning(f"The trigger {trigger.name} is missing.", hint="Run migrate: it makes them anew.", id="articles.W002")
        for alias in databases or []
        if _has_table(connections[alias])
        for trigger in TRIGGERS
        if trigger.name not in freeze.present(connections[alias])
    ]


def _has_table(connection: BaseDatabaseWrapper) -> bool:
    return Edition._meta.db_table in connection.introspection.table_names()


def begin() -> None:
    """Begin a new edition, after a change that no trigger sees."""
    Edition.objects.update_or_create(pk=1, defaults={"stamp": uuid.uuid4().hex})


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
