"""/notes/placements/<id>/: what a member says of the place of a note in a later version."""

import pytest
from django.urls import reverse

from notes.annotations.placements import actions
from notes.models import Decision, Placement, State
from tests.conftest import BODY

DOSE = BODY.replace("2.5 hours", "5 hours")
RENAMED = BODY.replace("<h2>Presentation", "<h2>Looks")


@pytest.fixture
def placed(article, write, make_article):
    """A note of Grace's, placed in version 2 with that body."""

    def placed(body=DOSE, **where) -> Placement:
        note = write(**where or {"quote": "burn for 2.5 hours"})
        actions.place(make_article.revise(article, body=body))
        return note.placements.get()

    return placed


def address(placement) -> str:
    return reverse("notes:placement", args=[placement.pk])


def decide(client, placement, decision, **words):
    answer = client.post(address(placement), {"decision": decision} | words)
    placement.refresh_from_db()
    return answer


def there(placement) -> str:
    return placement.version.text[placement.start : placement.end]


def test_it_shows_both_wordings_and_every_choice(as_grace, placed):
    placement = placed()
    text = as_grace.get(address(placement)).content.decode()
    for words in ["“burn for 2.5 hours”", "2.5 hours</del>", "5 hours</ins>", 'value="accept"', 'value="keep"']:
        assert words in text
    assert as_grace.head(address(placement)).status_code == 200


def test_the_place_is_accepted(as_grace, placed, article):
    placement = placed()
    answer = decide(as_grace, placement, "accept")
    assert answer.headers["Location"] == f"{article.get_absolute_url()}#n{placement.note_id}"
    assert placement.decision == Decision.ACCEPTED
    text = as_grace.get(article.get_absolute_url()).content.decode()
    assert "you accepted this place" in text
    assert "asks where it belongs" not in text


def test_the_note_is_kept_with_its_version(as_grace, placed, article, version):
    placement = placed()
    decide(as_grace, placement, "keep")
    text = as_grace.get(article.get_absolute_url()).content.decode()
    assert placement.decision == Decision.OLD_VERSION
    assert "you kept it there" in text
    assert f'id="h{placement.note_id}"' not in text
    assert placement.note.get_absolute_url() == f"{version.get_absolute_url()}#n{placement.note_id}"


@pytest.mark.parametrize(
    ("words", "state"), [("hangs from a hook", State.CHANGED), ("burn for 5 hours", State.CHANGED)]
)
def test_another_passage_is_chosen_by_its_words(as_grace, placed, words, state):
    placement = placed()
    assert decide(as_grace, placement, "move", quote=words).status_code == 302
    assert (placement.state, placement.decision, there(placement)) == (state, Decision.BY_HAND, words)


def test_a_passage_that_was_not_found_gets_a_place_by_hand(as_grace, placed):
    placement = placed(BODY.replace("They burn for 2.5 hours.", ""))
    assert placement.state == State.DETACHED
    decide(as_grace, placement, "move", quote="lit at dusk")
    assert there(placement) == "lit at dusk"


def test_a_selection_says_which_of_two(as_grace, placed):
    placement = placed()
    words = {"quote": "lantern", "section": "presentation", "start": "120", "end": "127"}
    second = placement.version.text.rindex("lanterns")
    words |= {"start": str(second), "end": str(second + 7)}
    decide(as_grace, placement, "move", **words)
    assert placement.start == second


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("burn for 99 hours", "We could not find those words on this page."),
        ("", "Type or paste the words of the passage first."),
        ("lanterns", "Those words are on this page more than once."),
        ("x" * 6000, "Shorten it to 5000."),
    ],
)
def test_words_that_are_no_place_are_given_back_with_why(as_grace, placed, words, problem):
    placement = placed()
    answer = decide(as_grace, placement, "move", quote=words)
    assert answer.status_code == 422
    assert problem in answer.content.decode()
    assert words in answer.content.decode()
    assert placement.decision == ""


def test_a_note_on_a_section_chooses_another_section(as_grace, placed):
    placement = placed(RENAMED, section="presentation")
    assert 'value="looks"' in as_grace.get(address(placement)).content.decode()
    decide(as_grace, placement, "move", section="introduction")
    assert (placement.section, placement.decision) == ("introduction", Decision.BY_HAND)
    assert decide(as_grace, placement, "move", section="nowhere").status_code == 422


@pytest.mark.parametrize("decision", ["", "burn it", "\0"])
def test_a_decision_that_is_none_asks_again(as_grace, placed, decision):
    placement = placed()
    assert decide(as_grace, placement, decision).status_code == 422
    assert placement.decision == ""


def test_a_place_that_was_not_found_cannot_be_accepted(as_grace, placed):
    placement = placed(BODY.replace("They burn for 2.5 hours.", ""))
    assert decide(as_grace, placement, "accept").status_code == 404
    assert placement.decision == ""


def test_one_may_think_again(as_grace, placed):
    placement = placed()
    for decision, kept in [
        ("keep", Decision.OLD_VERSION),
        ("accept", Decision.ACCEPTED),
        ("keep", Decision.OLD_VERSION),
    ]:
        decide(as_grace, placement, decision)
        assert placement.decision == kept


@pytest.mark.parametrize("decision", ["accept", "keep", "move"])
def test_nobody_decides_for_someone_else(as_mallory, mallory, placed, decision):
    placement = placed()
    assert as_mallory.get(address(placement)).status_code == 404
    assert decide(as_mallory, placement, decision, quote="lit at dusk").status_code == 404
    assert placement.decision == ""
    for act in (actions.accept, actions.keep):
        with pytest.raises(Placement.DoesNotExist):
            act(placement, by=mallory)


def test_the_signed_out_are_sent_to_sign_in(client, placed):
    assert "/accounts/login/" in client.get(address(placed())).headers["Location"]


def test_the_page_costs_the_same_for_every_kind(as_grace, placed, queries):
    placement = placed()
    with queries() as count:
        as_grace.get(address(placement))
    assert len(count) == 2
