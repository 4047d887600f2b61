"""Wordings that mean the same, as staff edit them: searches know them at once."""

import pytest
from django.db import IntegrityError

from articles import search
from articles.models import Equivalent

ADD = "/admin/articles/equivalent/add/"


def add(client, one, other):
    return client.post(ADD, {"one": one, "other": other})


def test_what_is_saved_is_found_at_once(as_ada, article):
    assert search.find("glims").count == 0
    assert add(as_ada, "glims", "Lanterns").status_code == 302
    assert search.find("glims").hits[0].version.title == "Lanterns"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Lantern", "lanterns", "same word already"),
        ("?", "lanterns", "there are no letters or digits"),
        ("torch", "LAMPS", "known to mean the same already"),
        ("lamp", "Torches", "known to mean the same already"),
    ],
)
def test_a_pair_that_says_nothing_is_refused_with_words(as_ada, one, other, said):
    Equivalent.objects.create(one="torch", other="lamp")
    assert said in add(as_ada, one, other).content.decode()
    assert Equivalent.objects.count() == 1


def test_the_database_refuses_them_too(db):
    with pytest.raises(IntegrityError):
        Equivalent.objects.create(one="lamp", other="Lamps")


def test_reviewers_may_read_them_only(as_rita):
    assert as_rita.get("/admin/articles/equivalent/").status_code == 200
    assert as_rita.get(ADD).status_code == 403
