"""The cache that counts for limits, when it is a table of the database."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from patientplus.management.commands.run_due import forget_counts

pytestmark = pytest.mark.django_db


def test_what_holds_is_not_added_again():
    assert cache.add("lamp", 1, timeout=60)
    assert not cache.add("lamp", 2, timeout=60)
    assert cache.get("lamp") == 1


def test_what_has_run_out_is_added_anew():
    with time_machine.travel(datetime(2026, 11, 17, 9, 0, tzinfo=UTC), tick=False) as clock:
        cache.add("lamp", 1, timeout=60)
        clock.shift(61)
        assert cache.add("lamp", 2, timeout=60)
        assert cache.get("lamp") == 2


def test_without_a_time_limit_it_stays():
    cache.add("lamp", "lit", timeout=None)
    with time_machine.travel(datetime(2036, 11, 17, tzinfo=UTC)):
        assert cache.get("lamp") == "lit"


@pytest.mark.parametrize("others", [0, 20])
def test_adding_is_one_statement_and_counts_nobody(others, django_assert_num_queries):
    for other in range(others):
        cache.set(f"lamp-{other}", 1)
    with django_assert_num_queries(1) as captured:
        cache.add("lamp", 1)
    assert "COUNT" not in captured[0]["sql"]


def test_what_has_run_out_is_forgotten():
    cache.clear()
    cache.set("dawn", 1, timeout=-1)
    cache.add("dusk", 1, timeout=60)
    assert [forget_counts(), forget_counts()] == [1, 0]
    assert cache.get("dusk") == 1
