"""Other apps hear of what was published or withdrawn, inside the transaction that does it."""

import pytest
from django.db import transaction

from articles import actions
from articles.events import version_released


@pytest.fixture
def heard():
    """What a receiver was told, as (number, status)."""
    told = []

    def receive(version, **kwargs):
        told.append((version.number, version.status))

    version_released.connect(receive)
    yield told
    version_released.disconnect(receive)


@pytest.mark.django_db
def test_a_published_and_a_withdrawn_version_are_said(make_article, petra, heard):
    version = make_article().versions.get()
    actions.withdraw(version, by=petra, comment="A lantern was wrong.")
    assert heard == [(1, "published"), (1, "withdrawn")]


@pytest.mark.django_db(transaction=True)
def test_what_receivers_write_goes_with_what_was_not_committed(make_article, petra, heard):
    version = make_article(to="approved").versions.get()
    with transaction.atomic():
        actions.publish(version, by=petra)
        assert not transaction.get_autocommit()
        transaction.set_rollback(True)
    version.refresh_from_db()
    assert (heard, version.status) == ([(1, "published")], "approved")
