"""Triggers by which the database itself refuses to change what is on record.

The same promises on SQLite and PostgreSQL. Each trigger's name stands at the start of its message, so a
refusal reads like that of a constraint. They are made anew after every migrate (see apps.py), since a SQLite
migration that rebuilds a table drops its triggers without a word; a system check says when one is missing.
Other rooms freeze rows of theirs with the same means: `keep` adds their triggers to ours.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.checks import CheckMessage, Warning
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .models import OPEN, RELEASED, Version


class Trigger(NamedTuple):
    """A trigger is a condition on a changed row under which the change is refused."""

    name: str
    moment: str
    table: str
    refuse_when: str
    message: str


def _list(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def _frozen(row: str) -> str:
    return f"exists (select 1 from articles_version where id = {row}.version_id and status <> 'draft')"  # noqa: S608


# Compared as text, since a JSON column has no equality that both databases share.
_WORDS_CHANGED = " or ".join(f"cast(old.{it} as text) is distinct from cast(new.{it} as text)" for it in Version.WORDS)
_BACK = f"old.status in ({_list(RELEASED)}) and new.status in ({_list(OPEN)})"
_ENDED = "old.status in ('superseded', 'withdrawn') and new.status <> old.status"
_NOT_FOR_PATIENTS = "exists (select 1 from articles_article where id = new.leaflet_id and audience <> 'patient')"
_IS_A_LEAFLET = "new.audience <> 'patient' and exists (select 1 from articles_article where leaflet_id = new.id)"

_SIGNED = " or ".join(
    f"old.{it} is distinct from new.{it}"
    for it in ("approved_by_id", "approved_at", "published_at", "reviewer_interests")
)
# A printed name can be taken back, and never becomes another.
_RENAMED = " or ".join(f"(old.{it} <> new.{it} and new.{it} <> '')" for it in ("author_name", "reviewer_name"))
_OWN_WORDS = """new.approved_by_id is not null and exists (
    select 1 from articles_contribution where version_id = new.id and made_by_id = new.approved_by_id)"""

_WORDS = "the words of a version that has left draft can no longer change"
_CITED = "the references of a version that has left draft can no longer change"
_RECORD = "this row is a record and can neither change nor go"
_LEAFLET = "a leaflet is an article for patients"
_SIGNATURE = "who approved a published version and when stays on record"
_NAMES = "a name that was printed under a published version can be taken back, not changed"
_APART = "who wrote words of a version cannot approve it"
_ONWARD = "a version that was published can only be superseded or withdrawn"

_VERSION, _REFERENCE, _ARTICLE = "articles_version", "articles_reference", "articles_article"
_TRANSITION, _CHECK, _CONTRIBUTION = "articles_transition", "articles_check", "articles_contribution"

TRIGGERS = [
    Trigger(f"{_VERSION}_frozen", "update", _VERSION, f"old.status <> 'draft' and ({_WORDS_CHANGED})", _WORDS),
    Trigger(f"{_VERSION}_signed", "update", _VERSION, f"old.status in ({_list(RELEASED)}) and ({_SIGNED})", _SIGNATURE),
    Trigger(f"{_VERSION}_named", "update", _VERSION, f"old.status in ({_list(RELEASED)}) and ({_RENAMED})", _NAMES),
    Trigger(f"{_VERSION}_reviewer_apart", "update", _VERSION, _OWN_WORDS, _APART),
    Trigger(f"{_VERSION}_kept", "delete", _VERSION, "old.status <> 'draft'", "only drafts can be deleted"),
    Trigger(f"{_VERSION}_onward", "update", _VERSION, f"({_BACK}) or ({_ENDED})", _ONWARD),
    Trigger(f"{_REFERENCE}_frozen_insert", "insert", _REFERENCE, _frozen("new"), _CITED),
    Trigger(f"{_REFERENCE}_frozen_update", "update", _REFERENCE, f"{_frozen('old')} or {_frozen('new')}", _CITED),
    Trigger(f"{_REFERENCE}_frozen_delete", "delete", _REFERENCE, _frozen("old"), _CITED),
    Trigger(f"{_TRANSITION}_frozen_update", "update", _TRANSITION, "true", _RECORD),
    Trigger(f"{_TRANSITION}_frozen_delete", "delete", _TRANSITION, _frozen("old"), _RECORD),
    Trigger(f"{_CHECK}_frozen_update", "update", _CHECK, "true", _RECORD),
    Trigger(f"{_CHECK}_frozen_delete", "delete", _CHECK, "true", _RECORD),
    Trigger(f"{_CONTRIBUTION}_frozen_insert", "insert", _CONTRIBUTION, _frozen("new"), _WORDS),
    Trigger(f"{_CONTRIBUTION}_frozen_update", "update", _CONTRIBUTION, "true", _RECORD),
    Trigger(f"{_CONTRIBUTION}_frozen_delete", "delete", _CONTRIBUTION, _frozen("old"), _RECORD),
    Trigger(f"{_ARTICLE}_leaflet_insert", "insert", _ARTICLE, _NOT_FOR_PATIENTS, _LEAFLET),
    Trigger(f"{_ARTICLE}_leaflet_update", "update", _ARTICLE, f"{_NOT_FOR_PATIENTS} or ({_IS_A_LEAFLET})", _LEAFLET),
]


def keep(triggers: Iterable[Trigger]) -> None:
    """Make and check these triggers as well from now on. A room calls it once, when it is ready."""
    TRIGGERS.extend(trigger for trigger in triggers if trigger not in TRIGGERS)


def _sqlite(trigger: Trigger) -> list[str]:
    # "is distinct from" came with SQLite 3.39; "is not" says the same in every SQLite.
    condition = trigger.refuse_when.replace(" is distinct from ", " is not ")
    return [
        _drop(trigger, "sqlite"),
        f"""create trigger {trigger.name} before {trigger.moment} on {trigger.table} for each row when {condition}
            begin select raise(abort, '{trigger.name}: {trigger.message}'); end""",
    ]


def _postgresql(trigger: Trigger) -> list[str]:
    name, row = trigger.name, "old" if trigger.moment == "delete" else "new"
    return [
        f"""create or replace function {name}() returns trigger language plpgsql as $$ begin
            if {trigger.refuse_when} then
                raise exception '{name}: {trigger.message}' using errcode = 'check_violation', constraint = '{name}';
            end if;
            return {row}; end $$""",
        _drop(trigger, "postgresql"),
        f"create trigger {name} before {trigger.moment} on {trigger.table} for each row execute function {name}()",
    ]


def _drop(trigger: Trigger, vendor: str) -> str:
    return f"drop trigger if exists {trigger.name}" + ("" if vendor == "sqlite" else f" on {trigger.table}")


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Make every trigger whose table is there, replacing what is there."""
    making = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for statement in (statement for trigger in _possible(connection) for statement in making(trigger)):
            cursor.execute(statement)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger. Only for emptying a test database."""
    with connection.cursor() as cursor:
        for trigger in _possible(connection):
            cursor.execute(_drop(trigger, connection.vendor))


def _possible(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers whose table is there: while rooms are migrated one by one, not all are."""
    tables = set(connection.introspection.table_names())
    return [trigger for trigger in TRIGGERS if trigger.table in tables]


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are not in the database, or switched off in it."""
    there = present(connection)
    return [trigger.name for trigger in _possible(connection) if trigger.name not in there]


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """Names of the triggers, of whatever kind, that are in the database and switched on."""
    names = (
        "select name from sqlite_master where type = 'trigger'"
        if connection.vendor == "sqlite"
        else "select tgname from pg_trigger where not tgisinternal and tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(names)
        return {row[0] for row in cursor.fetchall()}


def after_migrate(using: str = "default", **kwargs: object) -> None:
    """Make the triggers anew once the tables are there."""
    if has_tables(connections[using]):
        ensure(connections[using])


def check_triggers(databases: Iterable[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """System check: the record is only safe while every trigger is there.

    A warning, since an error would stop migrate, which is what makes a missing trigger anew.
    """
    return [
        Warning(f"The trigger {name} is missing.", hint="Run migrate: it makes them anew.", id="articles.W001")
        for alias in databases or []
        if has_tables(connections[alias])
        for name in missing(connections[alias])
    ]


def has_tables(connection: BaseDatabaseWrapper) -> bool:
    """Whether there is anything to put triggers on."""
    return _VERSION in connection.introspection.table_names()
