"""Other rooms hear of what was published or withdrawn, after the commit and each by itself."""

import pytest
from django.db import transaction

from articles import actions, events


@pytest.fixture
def heard(monkeypatch):
    """What a follower was told, as (number, status)."""
    told = []
    monkeypatch.setattr(events, "_followers", [lambda version: told.append((version.number, version.status))])
    return told


@pytest.mark.django_db(transaction=True)
def test_a_published_and_a_withdrawn_version_are_announced(make_article, petra, heard):
    version = make_article().versions.get()
    actions.withdraw(version, by=petra, comment="A lantern was wrong.")
    assert heard == [(1, "published"), (1, "withdrawn")]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_announced_that_was_not_committed(make_article, petra, heard):
    version = make_article(to="approved").versions.get()
    with transaction.atomic():
        actions.publish(version, by=petra)
        transaction.set_rollback(True)
    assert heard == []


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_stops_no_other(make_article, heard, caplog):
    def fail(version):
        raise ValueError("broken follower")

    events._followers.insert(0, fail)
    make_article()
    assert heard == [(1, "published")]
    assert "broken follower" in caplog.text
