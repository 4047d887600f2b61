import pytest
from django.core.cache import cache
from django.utils import timezone

from articles import events
from tests.mailserver import smtp

__all__ = ["smtp"]


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    """The counts of the limits outlive a browser test, which empties the tables of models only."""
    cache.clear()


@pytest.fixture(autouse=True)
def _quiet_desk():
    """What the desk writes to staff is looked at in tests/articles; here it would hide what readers get."""
    with events.unannounced():
        yield


@pytest.fixture
def as_boss(client, ada, settings):
    """Ada at the desk, who may do everything there."""
    settings.STAFF_SECOND_FACTOR = False
    ada.is_staff = ada.is_superuser = True
    ada.save()
    client.force_login(ada)
    return client


@pytest.fixture
def confirm(petra):
    """Lets staff confirm somebody's registration."""

    def confirm(user):
        user.confirmed_by, user.confirmed_at = petra, timezone.now()
        user.save()
        return user

    return confirm
