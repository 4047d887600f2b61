"""Packed rows of the search index: what goes in comes out, whatever else is in the row."""

from hypothesis import given
from hypothesis import strategies as st

from articles.search.documents import MOST
from articles.search.postings import SPAN, Block, Entry, pack

numbers = st.integers(min_value=0, max_value=SPAN - 1)
places = st.lists(st.integers(min_value=0, max_value=65_535), max_size=5).map(lambda it: tuple(sorted(it)))
entries = st.dictionaries(numbers, st.tuples(st.integers(min_value=1, max_value=300), places), max_size=12)


def packed(found, **more) -> bytes:
    return pack([Entry(number, weight, at) for number, (weight, at) in found.items()], **more)


def unpacked(data: bytes) -> dict:
    block = Block(data, first=5 * SPAN) if data else None
    if block is None:
        return {}
    found = zip(block.articles(), block.weights, strict=True)
    return {article - 5 * SPAN: (weight, block.places(article)) for article, weight in found}


def capped(found) -> dict:
    return {number: (min(weight, MOST), at) for number, (weight, at) in found.items()}


@given(entries)
def test_what_is_packed_can_be_read(found):
    assert unpacked(packed(found)) == capped(found)


@given(entries, entries, st.sets(numbers, max_size=5))
def test_articles_are_replaced_and_taken_out_of_a_row(before, after, gone):
    gone |= after.keys()
    data = packed(after, data=packed(before), gone=gone)
    kept = {number: entry for number, entry in before.items() if number not in gone}
    assert unpacked(data) == capped(kept | after)


def test_an_article_that_is_not_in_a_row_stands_nowhere():
    block = Block(packed({3: (1, (7, 9))}))
    assert (block.places(2), block.places(3), block.places(4)) == ((), (7, 9), ())
