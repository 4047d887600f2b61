"""What the database itself does when a row changes: triggers, each described once for SQLite and PostgreSQL.

Rooms describe theirs and `register` them when they are ready. Migrations run without any. SQLite lets no table be
rebuilt that a trigger of another one names, and loses those of the table itself without a word; PostgreSQL would
refuse to change rows on record that SQLite lets the same migration change. So `pre_migrate` drops them and
`post_migrate` makes them again. When a migration fails, those that stood before are put back (the migrate command of
patientplus), and a system check says when one is missing.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trigger:
    """A trigger is something that the database does at a moment ("insert", "update", "delete") of a row of a table.

    Its name begins with the label of its app.
    """

    name: str
    moment: str
    table: str

    def create(self, vendor: str) -> list[str]:
        """The SQL that makes it on this kind of database ("sqlite", "postgresql"), where no such trigger is."""
        raise NotImplementedError


@dataclass(frozen=True)
class Refusal(Trigger):
    """A refusal is a condition on a changed row under which the change is refused.

    The name of the trigger stands at the start of its message, so that a refusal reads like that of a constraint.
    """

    refuse_when: str
    message: str

    def create(self, vendor: str) -> list[str]:
        return self._sqlite() if vendor == "sqlite" else self._postgresql()

    def _sqlite(self) -> list[str]:
        # "is distinct from" came with SQLite 3.39; "is not" says the same in every SQLite.
        condition = self.refuse_when.replace(" is distinct from ", " is not ")
        return [
            f"""create trigger {self.name} before {self.moment} on {self.table} for each row when {condition}
                begin select raise(abort, '{self.name}: {self.message}'); end"""
        ]

    def _postgresql(self) -> list[str]:
        name, row = self.name, "old" if self.moment == "delete" else "new"
        return [
            f"""create or replace function {name}() returns trigger language plpgsql as $$ begin
                if {self.refuse_when} then
                    raise exception '{name}: {self.message}'
                        using errcode = 'check_violation', constraint = '{name}';
                end if;
                return {row}; end $$""",
            f"create trigger {name} before {self.moment} on {self.table} for each row execute function {name}()",
        ]


class Definition(NamedTuple):
    """A definition is a trigger as the database has it: its table, and the SQL that would make it again."""

    name: str
    table: str
    sql: str


_registered: dict[str, Trigger] = {}

_DEFINITIONS = {
    "sqlite": "select name, tbl_name, sql from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname, relname, pg_get_triggerdef(pg_trigger.oid) from pg_trigger "
    "join pg_class on pg_class.oid = tgrelid where not tgisinternal and pg_table_is_visible(tgrelid)",
}
_SWITCHED_ON = {"sqlite": "", "postgresql": " and tgenabled <> 'D'"}


def register(triggers: Iterable[Trigger]) -> None:
    """Make and check these triggers from now on. A room calls it when it is ready."""
    _registered.update({trigger.name: trigger for trigger in triggers})


def definitions(connection: BaseDatabaseWrapper, *, switched_on: bool = False) -> list[Definition]:
    """The triggers of ours, also those of an earlier release, that the database has; or only those switched on."""
    ours = tuple(f"{app.label}_" for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR)
    with connection.cursor() as cursor:
        cursor.execute(_DEFINITIONS[connection.vendor] + (_SWITCHED_ON[connection.vendor] if switched_on else ""))
        return [Definition(*row) for row in cursor.fetchall() if row[0].startswith(ours)]


def drop_all(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger of ours, whichever release made it."""
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        for name, table, _ in definitions(connection):
            cursor.execute(f"drop trigger {name}" + ("" if connection.vendor == "sqlite" else f" on {table}"))


def create_all(connection: BaseDatabaseWrapper) -> None:
    """Make every registered trigger whose table is there, in place of all that are there."""
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        drop_all(connection)
        for trigger in _possible(connection):
            for statement in trigger.create(connection.vendor):
                cursor.execute(statement)


def _possible(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers whose table is there: in a database that was never migrated, or only in part, not all are."""
    tables = set(connection.introspection.table_names())
    return [trigger for trigger in _registered.values() if trigger.table in tables]


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the registered triggers that are not in the database, or switched off in it."""
    there = {found.name for found in definitions(connection, switched_on=True)}
    return [trigger.name for trigger in _possible(connection) if trigger.name not in there]


@contextmanager
def put_back_on_failure(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """If what is done meanwhile fails, put back the triggers that were there before it, as they were.

    Where none was there, since migrate was killed before, today's are made: they may refuse too much until it succeeds.
    """
    before = definitions(connection)
    try:
        yield
    except (Exception, KeyboardInterrupt):
        with suppress(DatabaseError):
            _put_back(connection, before) if before else create_all(connection)
        log.error("Migrating failed. Run it again: until it succeeds, check --database default says what is missing.")
        raise


def _put_back(connection: BaseDatabaseWrapper, before: list[Definition]) -> None:
    """Make these again where they are gone and their table is not."""
    there = {found.name for found in definitions(connection)}
    for definition in before:
        if definition.name not in there:
            with suppress(DatabaseError), transaction.atomic(connection.alias), connection.cursor() as cursor:
                cursor.execute(definition.sql)


def before_migrate(using: str = "default", **kwargs: object) -> None:
    """Receive pre_migrate: let migrations change every table."""
    drop_all(connections[using])


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Receive post_migrate: make every trigger once the tables are there."""
    create_all(connections[using])


def check_triggers(databases: Iterable[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """System check: the record is only safe, and what is cached only right, while every trigger is there.

    A warning, since an error would stop migrate, which is what makes a missing trigger again.
    """
    return [
        Warning(f"The trigger {name} is missing.", hint="Run migrate: it makes them again.", id="patientplus.W001")
        for alias in databases or []
        for name in missing(connections[alias])
    ]
