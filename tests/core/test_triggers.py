"""Triggers: each is missed when it is gone, none stands in the way of a migration, and all stand after one."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from core import triggers

ROOT = Path(__file__).parents[2]
RUN = "import os, sys, django; django.setup(); from django.core.management import call_command\n"
# The first release, with an article that was published in it.
FILL = """
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from core import triggers
call_command("migrate", "notes", "0001", verbosity=0)
call_command("migrate", "articles", "0003", verbosity=0)
triggers.drop_all(connection)
old = MigrationLoader(connection).project_state([("articles", "0003_edition")]).apps
people = old.get_model("accounts", "User").objects
ada, rita = (people.create(email=name, display_name=name) for name in ("Ada", "Rita"))
article = old.get_model("articles", "Article").objects.create(document_id=1, slug="lanterns", audience="professional")
version = article.versions.create(number=1, title="Lanterns", author=ada, body="Lit at dusk.")
version.references.create(key="first", title="On lanterns")
now = timezone.now()
article.versions.update(status="published", approved_by=rita, approved_at=now, published_at=now)
triggers.create_all(connection)
how = "begin select 1; end" if connection.vendor == "sqlite" else "execute function articles_edition_next()"
with connection.cursor() as cursor:
    cursor.execute("create trigger articles_edition_name_update after update on accounts_user for each row " + how)
"""
# A migration in the middle does this instead of what it should.
MEANWHILE = """
from importlib import import_module
from django.db import migrations
names = import_module("articles.migrations.0004_names_as_printed").Migration
names.operations = [migrations.RunPython(lambda *_: {does})]
call_command("prepare")
"""
SHOW = """
from django.db import connection
from core import triggers
from articles.models import Version
version = Version.objects.get()
print(version.body, version.author_name, version.references.get().title, triggers.missing(connection))
print(*sorted(definition.name for definition in triggers.definitions(connection)))
"""


@pytest.mark.parametrize("name", list(triggers._registered))
def test_each_missing_trigger_is_noticed_and_made_again_by_migrate(db, name):
    table = triggers._registered[name].table
    with connection.cursor() as cursor:
        cursor.execute(f"drop trigger {name}" + ("" if connection.vendor == "sqlite" else f" on {table}"))
    assert [warning.msg for warning in triggers.check_triggers(["default"])] == [f"The trigger {name} is missing."]
    call_command("migrate", verbosity=0, skip_checks=False)
    assert triggers.check_triggers(["default"]) == []


@pytest.fixture
def address(tmp_path, django_db_setup):
    """The address of an empty database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'db.sqlite3'}"
        return
    known, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_upgrade"
    server = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f"drop database if exists {name}")
        admin.execute(f"create database {name}")
        yield f"{server}/{name}"
        admin.execute(f"drop database {name} with (force)")


@pytest.fixture
def run(address, tmp_path):
    """Run a script with the site set up on that database; gives what it printed and how it ended."""
    own = {"DATABASE_URL": address, "DATA_DIR": str(tmp_path), "SECRET_KEY": "only-for-tests"}
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "patientplus.settings", **own}

    def run(script):
        return subprocess.run(  # noqa: S603
            [sys.executable, "-c", RUN + script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    assert (filled := run(FILL)).returncode == 0, filled.stderr
    return run


def test_a_filled_database_of_the_first_release_is_migrated_and_every_trigger_stands(run):
    assert (prepared := run('call_command("prepare")')).returncode == 0, prepared.stderr
    row, there = run(SHOW).stdout.splitlines()
    assert row == "Lit at dusk. Ada On lanterns []"
    assert there.split() == sorted(triggers._registered)  # and that of an earlier release is gone


TRIGGERS = """
from django.db import connection
from core import triggers
print(*sorted(definition.name for definition in triggers.definitions(connection)))
"""


def test_a_migration_that_fails_leaves_the_triggers_as_they_were_and_can_be_run_again(run):
    before = run(TRIGGERS).stdout
    failed = run(MEANWHILE.format(does="1 / 0"))
    assert "ZeroDivisionError" in failed.stderr
    assert "Migrating failed. Run it again" in failed.stderr
    assert run(TRIGGERS).stdout == before
    assert run('call_command("prepare")').returncode == 0
    assert run(SHOW).stdout.startswith("Lit at dusk. Ada On lanterns []")


def test_a_migration_that_was_killed_is_noticed_and_can_be_run_again(run):
    assert run(MEANWHILE.format(does="os._exit(9)")).returncode == 9
    noticed = run('call_command("check", databases=["default"], fail_level="WARNING")')
    assert "The trigger articles_version_frozen is missing." in noticed.stderr
    assert run(MEANWHILE.format(does="1 / 0")).returncode == 1
    assert "articles_version_frozen" in run(TRIGGERS).stdout  # today's, as none was there
    assert run('call_command("prepare")').returncode == 0
    assert run(SHOW).stdout.startswith("Lit at dusk. Ada On lanterns []")


def test_asking_whether_there_is_anything_to_migrate_drops_no_trigger(db):
    before = triggers.definitions(connection)
    call_command("migrate", plan=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)
    assert triggers.definitions(connection) == before
