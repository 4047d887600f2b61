"""The database is brought to this release, or the reason why not is a sentence."""

from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles import search
from patientplus.management.commands import prepare


@pytest.mark.django_db
def test_the_table_of_the_shared_cache_is_made():
    call_command("prepare", stdout=mock.Mock())
    assert "patientplus_cache" in connection.introspection.table_names()


def test_a_database_that_is_not_there_is_told_in_one_sentence(tmp_path, monkeypatch):
    nowhere = {"postgresql": {"host": "127.0.0.1", "port": 1}, "sqlite": {"database": str(tmp_path / "no" / "db")}}
    monkeypatch.setattr(connection, "get_connection_params", lambda: nowhere[connection.vendor], raising=False)
    with pytest.raises(
        CommandError, match=r"^The database cannot be used: .*or leave DATABASE_URL out to use SQLite\.$"
    ):
        prepare.refuse_unusable_database()


def test_what_cannot_be_found_yet_is_indexed(article):
    search.remove(article)
    call_command("prepare", stdout=mock.Mock())
    assert search.find("lanterns").count == 1
