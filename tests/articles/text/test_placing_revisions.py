"""Notes survive any revision: on their own words or not at all, and a look-alike never wins."""

import pytest

from articles.text.placing import places
from tests.articles.text.trials import SILENT, rates, trials

TRIALS = 2_000


@pytest.fixture(scope="module")
def found():
    return list(trials(TRIALS))


def test_no_passage_is_placed_silently_on_other_words(found):
    assert [trial for trial in found if trial.is_other_text] == []


def test_a_look_alike_never_wins(found):
    assert [trial for trial in found if trial.is_lookalike] == []


def test_no_passage_stays_silently_under_another_heading_or_among_other_steps(found):
    assert [trial for trial in found if trial.is_under_other] == []


def test_of_twins_to_the_letter_the_wrong_one_is_rare(found):
    assert rates(found)["on a twin"] <= 0.003 * TRIALS


def test_words_that_still_stand_are_found_and_most_without_asking(found):
    came = rates(found)
    assert came["still stand"] > TRIALS / 3
    assert came["found"] >= 0.99 * came["still stand"]
    assert came["found without asking"] >= 0.8 * came["still stand"]


def test_every_state_was_met(found):
    assert {trial.state for trial in found} >= set(places.State) - {places.State.MOVED}  # which is rare


def test_these_trials_notice_whoever_takes_the_first_match(monkeypatch):
    def first(words, start, end):
        quote = words.old.text[start:end]
        at = words.new.text.find(quote)
        section = next((part for part in words.new.sections if part.start <= at < part.end), None)
        return places.Found("exact", section.id, at, at + len(quote), 1) if section else places.DETACHED

    monkeypatch.setattr("articles.text.placing.passage", first)
    assert [trial for trial in trials(400) if trial.is_lookalike and trial.state in SILENT]
