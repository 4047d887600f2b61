"""What counts as one word of a text that must not be lost."""

import pytest

from articles.transfer.loss.words import Collector, Word, normal, numbers_of, split


def words(text, **how):
    return list(split(normal(text, **how)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Give 0.5 mg, then 1,000 units.", ["Give", "0.5", "mg", "then", "1,000", "units"]),
        ("if <5 or \u2265 65, \u22125 \u00b0C", ["if", "<5", "or", "≥", "65", "-5", "°C"]),
        ("50 × 10⁹/L", ["50", "×", "10^9/L"]),
        ("CO₂ and m²", ["CO_2", "and", "m", "^2"]),
        ("\u00b5g is \u03bcg", ["μg", "is", "μg"]),
        ("works.[1, 3\u20134] and [2] mg", ["works", "[1,3-4]", "and", "[2]", "mg"]),
        ("soft\u00adhyphen ===== end", ["softhyphen", "end"]),
        ("HbA_(1c) and x^(max)", ["HbA_1_c", "and", "x^m^a^x"]),
        ("“quoted” (in brackets)", ["quoted", "in", "brackets"]),
    ],
)
def test_numbers_units_and_signs_stay_with_their_words(text, expected):
    assert words(text) == expected


def test_raised_characters_are_others_than_those_on_the_line():
    found = Collector()
    found.add("10")
    found.add("9", shift="^")
    found.add("/L")
    found.end()
    assert [word.text for word in found.blocks[0].words] == ["10^9/L"]
    assert found.blocks[0].words[0].shown == "10⁹/L"


def test_a_word_is_whole_across_marks_and_ends_with_its_block():
    found = Collector()
    found.add("5")
    found.add("0 mg")
    found.end()
    found.add("daily")
    found.end()
    assert [[word.text for word in block.words] for block in found.blocks] == [["50", "mg"], ["daily"]]


def test_struck_words_are_apart_from_what_stands_around_them():
    found = Collector()
    found.add("Give ")
    found.add("5 mg", dropped=True)
    found.add(" 50 mg")
    found.end()
    assert [(word.text, word.is_dropped) for word in found.blocks[0].words] == [
        *[("Give", False), ("5", True), ("mg", True), ("50", False), ("mg", False)]
    ]


def test_a_struck_part_of_a_word_leaves_the_rest_of_it_whole():
    found = Collector()
    found.add("Give 5")
    found.add("0", dropped=True)
    found.add(" mg")
    found.end()
    assert [word.text for word in found.blocks[0].words if not word.is_dropped] == ["Give", "5", "mg"]


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [("[1,3-5]", [1, 3, 4, 5]), ("^1^,^2", [1, 2]), ("[7]", [7]), ("10^9", [109]), ("word", []), ("0.5", [])],
)
def test_a_mark_of_citation_stands_for_numbers(mark, numbers):
    assert numbers_of(mark) == numbers


def test_figures_signs_units_and_negations_weigh_most_then_what_may_be_a_drug():
    assert [Word(text).weight for text in ("5", "≥", "mg", "not", "tamoxifenone", "the")] == [2, 2, 2, 2, 1, 0]
