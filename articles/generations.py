"""The page cache of a process, and the cache generation for which it holds.

A generation lasts from one change of what everyone reads to the next. The database begins a new one itself, by
triggers, in the same transaction as the change: while its stamp (the one row of Edition) is unchanged, nothing that is
cached is out of date.

Reading the stamp costs a query, so each process reads it at most every LEASE. Nobody sees an old page because of it:
what publishes or withdraws waits that long after its commit (`wait_for_caches`), until every process has read it again.
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
MOST_CACHED = 500  # things in the memory of a process; an article takes about 100 kB with its page


_NEXT = """insert into articles_edition (id, stamp) values (1, {random})
           on conflict (id) do update set stamp = excluded.stamp;"""


@dataclass(frozen=True)
class NewGeneration(Trigger):
    """A trigger that begins a new generation when a row changes under a condition."""

    when: str = "true"

    def create(self, vendor: str) -> list[str]:
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def _sqlite(self) -> list[str]:
        return [
            f"""create trigger {self.name} after {self.moment} on {self.table} for each row when {self.when}
                begin {_NEXT.format(random="hex(randomblob(16))")} end"""
        ]

    def _postgresql(self) -> list[str]:
        # Deferred to the commit: two editors who publish at once would otherwise wait for each other here.
        return [
            f"""create or replace function articles_edition_next() returns trigger language plpgsql as $$ begin
                {_NEXT.format(random="replace(gen_random_uuid()::text, '-', '')")} return null; end $$""",
            f"""create constraint trigger {self.name} after {self.moment} on {self.table}
                deferrable initially deferred for each row when ({self.when})
                execute function articles_edition_next()""",
        ]


_SHOWN = "new.status in ({})".format(", ".join(f"'{status}'" for status in RELEASED))

TRIGGERS = [
    NewGeneration("articles_edition_version_update", "update", "articles_version", _SHOWN),
    NewGeneration("articles_edition_claim_insert", "insert", "articles_claim"),
    NewGeneration("articles_edition_claim_update", "update", "articles_claim"),
    NewGeneration("articles_edition_amendment_insert", "insert", "articles_amendment"),
    NewGeneration("articles_edition_article_update", "update", "articles_article"),
    NewGeneration("articles_edition_topic_update", "update", "articles_topic"),
    NewGeneration("articles_edition_topics_insert", "insert", "articles_article_topics"),
    NewGeneration("articles_edition_topics_delete", "delete", "articles_article_topics"),
    NewGeneration("articles_edition_seealso_insert", "insert", "articles_seealso"),
    NewGeneration("articles_edition_seealso_update", "update", "articles_seealso"),
    NewGeneration("articles_edition_seealso_delete", "delete", "articles_seealso"),
    NewGeneration("articles_edition_check_insert", "insert", "articles_check"),
    NewGeneration("articles_edition_equivalent_insert", "insert", "articles_equivalent"),
    NewGeneration("articles_edition_equivalent_update", "update", "articles_equivalent"),
    NewGeneration("articles_edition_equivalent_delete", "delete", "articles_equivalent"),
]


def after_migrate(using: str = "default", plan: Sequence[object] = (), **kwargs: object) -> None:
    """Receive post_migrate: begin a new generation if something was migrated: no trigger saw what changed."""
    if plan and Edition._meta.db_table in connections[using].introspection.table_names():
        begin(using)


def begin(using: str = "default") -> None:
    """Begin a new generation, after a change that no trigger sees."""
    Edition.objects.using(using).update_or_create(pk=1, defaults={"stamp": uuid.uuid4().hex})


PageCache = dict[Any, Any]
T = TypeVar("T")


class _Current(NamedTuple):
    name: tuple[str, date]  # the stamp, and the day: pages say how old their last check is
    asked_at: float
    cache: PageCache


_current = _Current(("", date.min), -LEASE, {})


def page_cache() -> PageCache:
    """The page cache of this process for the current generation; empty when a new one has begun.

    What is read from the database after this call may be stored in it.
    """
    global _current
    if not settings.KEEP_PAGES:
        return {}
    present, now = _current, time.monotonic()  # read once: another thread may find a new generation meanwhile
    if now - present.asked_at >= LEASE:
        stamp = Edition.objects.values_list("stamp", flat=True).first() or ""
        name = (stamp, timezone.localdate())
        _current = present = _Current(name, now, present.cache if name == present.name else {})
    return present.cache


def get(key: Hashable) -> Any:
    """The cached value of the current generation, or None. Reads the stamp only when there is such a value."""
    return page_cache().get(key) if key in _current.cache else None


def store(cache: PageCache, key: Hashable, value: Any) -> None:
    """Cache a value that was read after `page_cache` was called. A full cache is emptied first."""
    if len(cache) >= MOST_CACHED:
        cache.clear()
    cache[key] = value


def store_few(cache: PageCache, group: str, key: Hashable, value: Any, *, most: int) -> None:
    """Cache a value of a group that could grow without end, of which the oldest makes room for the newest."""
    members: PageCache = cache.setdefault(group, {})
    members[key] = value
    while len(members) > most:
        members.pop(next(iter(members)), None)


def get_or_set(cache: PageCache, key: Hashable, make: Callable[[], T]) -> T:
    """The cached value of this key, made and stored if there is none. None is never stored."""
    value = cache.get(key)
    if value is None:
        value = make()
        if value is not None:
            store(cache, key, value)
    return value


def wait_for_caches() -> None:
    """Wait until no process can still serve the generation before this one. Call it after a commit."""
    if settings.KEEP_PAGES:
        time.sleep(LEASE)
