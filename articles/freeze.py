"""Triggers by which the database itself refuses to change what is on record.

The same promises on SQLite and PostgreSQL. Each trigger's name stands at the start of its message, so a
refusal reads like that of a constraint. They are made anew after every migrate (see apps.py), since a SQLite
migration that rebuilds a table drops its triggers without a word; a system check says when one is missing.
"""

from collections.abc import Iterable

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import OPEN, RELEASED, Version


def _list(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _words_differ(operator: str) -> str:
    # jsonb has no equality of its own text on SQLite and PostgreSQL alike, so every column is compared as text.
    return " or ".join(f"cast(old.{word} as text) {operator} cast(new.{word} as text)" for word in Version.WORDS)


def _of_frozen_version(row: str) -> str:
    return f"exists (select 1 from articles_version where id = {row}.version_id and status <> 'draft')"


def _rules(differ: str) -> list[tuple[str, str, str, str, str]]:
    """Every trigger as (name, moment, table, condition for refusing, message)."""
    back = f"old.status in ({_list(RELEASED)}) and new.status in ({_list(OPEN)})"
    ended = "old.status in ('superseded', 'withdrawn') and new.status <> old.status"
    leaflet = "exists (select 1 from articles_article where id = new.leaflet_id and audience <> 'patient')"
    is_leaflet = "new.audience <> 'patient' and exists (select 1 from articles_article where leaflet_id = new.id)"
    frozen = "the words of a version that has left draft can no longer change"
    cited = "the references of a version that has left draft can no longer change"
    record = "this row is a record and can neither change nor go"
    return [
        (
            "articles_version_frozen",
            "update",
            "articles_version",
            f"old.status <> 'draft' and ({_words_differ(differ)})",
            frozen,
        ),
        ("articles_version_kept", "delete", "articles_version", "old.status <> 'draft'", "only drafts can be deleted"),
        (
            "articles_version_forward",
            "update",
            "articles_version",
            f"({back}) or ({ended})",
            "a version that was published can only be superseded or withdrawn",
        ),
        ("articles_reference_frozen_insert", "insert", "articles_reference", _of_frozen_version("new"), cited),
        (
            "articles_reference_frozen_update",
            "update",
            "articles_reference",
            f"{_of_frozen_version('old')} or {_of_frozen_version('new')}",
            cited,
        ),
        ("articles_reference_frozen_delete", "delete", "articles_reference", _of_frozen_version("old"), cited),
        ("articles_transition_frozen_update", "update", "articles_transition", "true", record),
        ("articles_transition_frozen_delete", "delete", "articles_transition", _of_frozen_version("old"), record),
        ("articles_check_frozen_update", "update", "articles_check", "true", record),
        ("articles_check_frozen_delete", "delete", "articles_check", "true", record),
        (
            "articles_article_leaflet_insert",
            "insert",
            "articles_article",
            leaflet,
            "a leaflet is an article for patients",
        ),
        (
            "articles_article_leaflet_update",
            "update",
            "articles_article",
            f"{leaflet} or ({is_leaflet})",
            "a leaflet is an article for patients",
        ),
    ]


def statements(vendor: str) -> dict[str, list[str]]:
    """The SQL that makes each trigger anew, by its name."""
    return _sqlite() if vendor == "sqlite" else _postgresql()


def _sqlite() -> dict[str, list[str]]:
    return {
        name: [
            f"drop trigger if exists {name}",
            f"create trigger {name} before {moment} on {table} for each row when {condition} "
            f"begin select raise(abort, '{name}: {message}'); end",
        ]
        for name, moment, table, condition, message in _rules("is not")
    }


def _postgresql() -> dict[str, list[str]]:
    made = {}
    for name, moment, table, condition, message in _rules("is distinct from"):
        row = "old" if moment == "delete" else "new"
        made[name] = [
            f"create or replace function {name}() returns trigger language plpgsql as $$ begin "
            f"if {condition} then raise exception '{name}: {message}' "
            f"using errcode = 'check_violation', constraint = '{name}'; end if; return {row}; end $$",
            f"drop trigger if exists {name} on {table}",
            f"create trigger {name} before {moment} on {table} for each row execute function {name}()",
        ]
    return made


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger, replacing what is there."""
    with connection.cursor() as cursor:
        for sql in statements(connection.vendor).values():
            for statement in sql:
                cursor.execute(statement)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger. Only for emptying a test database."""
    with connection.cursor() as cursor:
        for name, _, table, _, _ in _rules("is not"):
            cursor.execute(f"drop trigger if exists {name}" + ("" if connection.vendor == "sqlite" else f" on {table}"))


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are not in the database."""
    names = (
        "select name from sqlite_master where type = 'trigger'"
        if connection.vendor == "sqlite"
        else "select tgname from pg_trigger where not tgisinternal and tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(names)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in statements(connection.vendor) if name not in there]


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Make the triggers anew once the tables are there."""
    connection = connections[using]
    if "articles_version" in connection.introspection.table_names():
        ensure(connection)


def check_triggers(databases: Iterable[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """System check: the record is only safe while every trigger is there."""
    errors: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if "articles_version" not in connection.introspection.table_names():
            continue
        errors += [
            Error(f"The trigger {name} is missing.", hint="Run migrate: it makes them anew.", id="articles.E001")
            for name in missing(connection)
        ]
    return errors
