import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_counted_yet(db):
    """The counts of the limits outlive a browser test, which empties the tables of models only."""
    cache.clear()
