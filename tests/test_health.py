import pytest
from django.db import DatabaseError


def test_a_living_process_says_so_without_asking_anyone(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert client.get("/health/live/").content == b"alive\n"


def test_ready_means_that_database_and_cache_answer(client, db):
    response = client.get("/health/ready/")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response["Cache-Control"]


class Broken:
    """Stands in for a database or a cache that cannot be reached."""

    def __getattr__(self, name):
        raise DatabaseError("secret detail")


@pytest.mark.parametrize("part", ["connection", "cache"])
def test_not_ready_is_503_and_says_no_more(client, db, monkeypatch, part):
    monkeypatch.setattr(f"patientplus.health.{part}", Broken())
    response = client.get("/health/ready/")
    assert (response.status_code, response.content) == (503, b"not ready\n")


def test_health_is_only_read(client):
    assert client.post("/health/live/").status_code == 405
