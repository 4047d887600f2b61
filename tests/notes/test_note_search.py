"""Members find their notes however a word was typed, on both databases."""

import pytest

from notes.models import Note
from tests.core.test_text import SAME_TO_A_SEARCH


@pytest.mark.parametrize(("text", "typed"), SAME_TO_A_SEARCH)
def test_a_note_is_found_by_words_typed_otherwise(version, grace, text, typed):
    note = Note.objects.create(user=grace, version=version, body=text)
    assert list(Note.objects.owned_by(grace).search(typed)) == [note]


@pytest.mark.parametrize("typed", ["109", "co-operate", ".*", "[a]", "\\", "^"])
def test_a_note_is_not_found_by_what_is_not_in_it(version, grace, typed):
    Note.objects.create(user=grace, version=version, body="50 × 10⁹/L, cooperate")
    assert not Note.objects.owned_by(grace).search(typed).exists()
