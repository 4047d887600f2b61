"""Finding a passage by its words: exactly one place, or none."""

import random

import pytest

from articles.text import anchors

TEXT = "Lanterns burn at dusk.\nThey burn for 2.5 hours – “about” an hour more than 😀 candles.\n\nThey burn for long."


def test_words_that_stand_once_are_found():
    found = anchors.find(TEXT, "2.5 hours")
    assert TEXT[found.start : found.end] == found.quote == "2.5 hours"


def test_the_text_on_each_side_is_kept():
    found = anchors.find(TEXT, "2.5")
    assert found.prefix == TEXT[found.start - 32 : found.start]
    assert found.suffix == TEXT[found.end : found.end + 32]


def test_white_space_may_differ():
    assert anchors.find(TEXT, "  at\u00a0dusk.   They\r\nburn ").quote == "at dusk.\nThey burn"


def test_typed_quotation_marks_dashes_and_case_may_differ():
    assert anchors.find(TEXT, '2.5 HOURS - "about" an').quote == "2.5 hours – “about” an"


def test_decomposed_accents_are_found():
    assert anchors.find("A café is open.", "cafe\u0301 is").quote == "café is"


def test_offsets_are_code_points():
    found = anchors.find(TEXT, "candles")
    assert found.start == TEXT.index("candles")


def test_words_that_stand_nowhere_are_not_found():
    with pytest.raises(anchors.NotFound):
        anchors.find(TEXT, "5 hours of dusk")


@pytest.mark.parametrize("quote", ["", "  \n"])
def test_no_words_are_not_found(quote):
    with pytest.raises(anchors.NotFound):
        anchors.find(TEXT, quote)


def test_words_that_stand_twice_are_not_guessed():
    with pytest.raises(anchors.Ambiguous):
        anchors.find(TEXT, "They burn for")


def test_overlapping_places_count_as_two():
    with pytest.raises(anchors.Ambiguous):
        anchors.find("nanana", "nana")


def test_the_text_on_a_side_chooses_among_several():
    assert anchors.find(TEXT, "They burn for", suffix=" long.").start == TEXT.rindex("They")


def test_text_on_a_side_that_fits_none_chooses_none():
    with pytest.raises(anchors.Ambiguous):
        anchors.find(TEXT, "They burn for", prefix="elsewhere ")


def test_a_stretch_chooses_among_several():
    assert anchors.find(TEXT, "They burn for", within=[(0, 60)]).start == TEXT.index("They")


def test_a_passage_lies_wholly_in_one_stretch():
    with pytest.raises(anchors.NotFound):
        anchors.find(TEXT, "dusk. They", within=[(0, 22), (22, 60)])


def test_a_place_loses_the_white_space_at_its_ends():
    start = TEXT.index(" at dusk.\n")
    assert anchors.at(TEXT, start, start + 10).quote == "at dusk."


@pytest.mark.parametrize("seed", range(5))
def test_what_is_found_is_what_was_selected(seed):
    """Of 500 selections in texts full of repeats and emoji, each is found where it was or not at all."""
    chance = random.Random(seed)  # noqa: S311 - a test that can be run again
    words = ["red", "red green", "😀", "2.5", "mg", "é", "e\u0301", "ß", "👩‍⚕️", "–", "\n", "dusk,", " "]
    text = " ".join(chance.choice(words) for _ in range(400))
    found = 0
    for _ in range(100):
        start, end = sorted(chance.sample(range(len(text)), 2))
        meant = anchors.at(text, start, min(end, start + 120))
        if not meant.quote:
            continue
        try:
            place = anchors.find(text, meant.quote, prefix=meant.prefix, suffix=meant.suffix)
        except anchors.Ambiguous:
            continue
        assert place == meant
        found += 1
    assert found > 50
