"""What readers looked for and no article has is counted for editors, without saying who looked or of whom."""

import pytest

from articles.models import MissedSearch
from articles.search import missed


def told() -> dict[str, int]:
    return dict(MissedSearch.objects.values_list("words", "count"))


def test_a_search_without_results_is_counted_by_its_words(client, article):
    client.get("/search/", {"q": "The  Submarine!"})
    client.get("/search/", {"q": "submarine"})
    assert told() == {"submarine": 2}


@pytest.mark.parametrize("query", ["lanterns", "lantrens", "", "?!"])
def test_what_was_found_or_empty_is_not(client, article, query):
    client.get("/search/", {"q": query})
    assert told() == {}


def test_a_narrowed_search_and_a_head_request_tell_nothing(client, article):
    client.get("/search/", {"q": "lanterns", "audience": "patient"})
    client.head("/search/", {"q": "submarine"})
    assert told() == {}


@pytest.mark.parametrize(
    "text",
    [
        "submarine 943 476 5919",
        "submarine 9434765919",
        "submarine 12/03/1949",
        "born 3.4.49 submarine",
        "captain@example.org",
        "https://example.org/submarine",
        "whether the captain of the yellow submarine ever came home again",
        "x" * 80,
    ],
)
def test_what_may_tell_of_a_person_is_not_written_down(db, text):
    missed.record(text)
    assert told() == {}


def test_it_is_capped_and_the_rarest_make_room(db, monkeypatch):
    monkeypatch.setattr(missed, "MOST", 2)
    for words in ("alpha", "alpha", "beta", "gamma"):
        missed.record(words)
    assert told() == {"alpha": 2, "gamma": 1}


def test_editors_see_them_and_cross_them_out(as_ada, as_rita, db):
    missed.record("submarine")
    page = "/admin/articles/missedsearch/"
    assert "submarine" in as_ada.get(page).content.decode()
    cross_out = {"action": "delete_selected", "_selected_action": MissedSearch.objects.get().pk, "post": "yes"}
    as_rita.post(page, cross_out)
    assert told()
    as_ada.post(page, cross_out)
    assert told() == {}
    assert as_ada.get(f"{page}add/").status_code == 403
