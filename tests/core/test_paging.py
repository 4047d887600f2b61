"""Pages that know how many rows there are without asking twice."""

import pytest

from core.paging import page_of
from notes.models import Note


@pytest.fixture
def paged(grace, version, note):
    for number in range(5):
        note(grace, version, f"Note {number}")
    return lambda number: page_of(Note.objects.owned_by(grace).order_by("pk"), number, 2)


def test_a_page_and_the_number_of_rows_are_one_query(paged, queries):
    with queries() as count:
        second = paged("2")
        assert [note.body for note in second] == ["Note 2", "Note 3"]
        assert (second.paginator.count, second.paginator.num_pages, second.number) == (5, 3, 2)
        assert second.has_previous()
        assert second.has_next()
    assert len(count) == 1


@pytest.mark.parametrize("number", [None, "", "0", "-1", "two", "1.5", "²", "\0", "9" * 5000])
def test_whatever_is_no_page_is_the_first(paged, number):
    assert [note.body for note in paged(number)] == ["Note 0", "Note 1"]


@pytest.mark.parametrize("number", ["3", "4", "999999999"])
def test_beyond_the_last_page_is_the_last(paged, number):
    last = paged(number)
    assert [note.body for note in last] == ["Note 4"]
    assert (last.number, last.has_next()) == (3, False)


def test_nothing_is_one_empty_page(mallory):
    page = page_of(Note.objects.owned_by(mallory), "7", 2)
    assert (list(page), page.paginator.count, page.number) == ([], 0, 1)
