"""Where the notes on a version belong in the next one: found by their words, never by a guess."""

import re
from itertools import permutations

import pytest

from articles import text
from articles.text import placing
from notes.models import State

BODY = """
<p>Lanterns are described here for those who light them each evening.</p>
<h2>Treatment</h2>
<p>In adults, start examplol 2.5 mg once daily with food. Do not give testarol to anyone who is asleep.
Refer urgently if the flame turns blue within two weeks.</p>
<p>Do not give it with:</p>
<ul><li>water from the western harbour</li><li>oil that is older than the lantern itself</li></ul>
<table><caption>Doses in adults</caption><tr><th>Drug</th><th>Starting dose</th><th>Highest dose</th></tr>
<tr><td>Examplol</td><td>5 mg</td><td>20 mg</td></tr><tr><td>Testarol</td><td>10 mg</td><td>40 mg</td></tr>
<tr><td rowspan="2">Pretendazole</td><td>15 mg</td><td>30 mg</td></tr>
<tr><td>25 mg with each meal</td><td>60 mg</td></tr></table>
<h3>Adults</h3><p>Review the lantern and its owner after every second evening.</p>
<h2>Monitoring</h2>
<p>Look at the flame, the glass and the hook at the end of each week.</p>
<h2>Stopping</h2>
<p>Let the lantern burn down by itself when nobody needs its light any more.</p>
"""


def rendered(markup: str) -> text.Rendered:
    return text.render(markup, reference_keys=[], article_links={})


def mapped(old: text.Rendered, new: text.Rendered) -> placing.WordMap:
    words = placing.Words()
    return placing.WordMap(placing.Text(old, words), placing.Text(new, words))


def placed(quote: str, *edits: tuple[str, str], old: str = BODY) -> tuple[State, str]:
    """What becomes of a passage when the article is edited (old words, new words), and the words it is placed on."""
    new = old
    for was, now in edits:
        assert was in new
        new = new.replace(was, now, 1)
    before, after = rendered(old), rendered(new)
    start = before.text.index(quote)
    found = placing.passage(mapped(before, after), start, start + len(quote))
    return found.state, after.text[found.start : found.end] if found.end else ""


WEEKLY = "Look at the flame, the glass and the hook at the end of each week."
SENTENCE = "Refer urgently if the flame turns blue within two weeks."


@pytest.mark.parametrize(
    "quote",
    ["start examplol 2.5 mg", "once daily", SENTENCE, "asleep. Refer", "western harbour\noil that", "10 mg", "exa"],
)
def test_words_that_stand_in_their_section_stay(quote):
    assert placed(quote, ("Lanterns are described", "Many lanterns are described")) == (State.EXACT, quote)


# Changes that always ask: (the passage, what was, what is, the words it is placed on).
ASKS = {
    "a digit in it": ("start examplol 2.5 mg", "2.5 mg", "5 mg", "start examplol 5 mg"),
    "all of it": ("2.5 mg", "2.5 mg", "5 mg", "5 mg"),
    "a unit in it": ("start examplol 2.5 mg", "2.5 mg", "2.5 micrograms", "start examplol 2.5 micrograms"),
    "a negation in it": ("give testarol", "Do not give", "Do give", "give testarol"),
    "a negation put in": ("Refer urgently", "Refer urgently", "Do not refer urgently", "Do not refer urgently"),
    "a drug in it": ("start examplol 2.5 mg", "start examplol", "start fabricin", "start fabricin 2.5 mg"),
    "a digit beside it": ("once daily with food", "2.5 mg", "25 mg", "once daily with food"),
    "a unit beside it": ("once daily with food", "2.5 mg", "2.5 ml", "once daily with food"),
    "a digit that it cuts": ("mg once daily", "2.5 mg", "5 mg", "5 mg once daily"),
    "a drug beside it": ("to anyone who is asleep", "testarol", "notionine", "to anyone who is asleep"),
    "a capital that names": (
        "water from the western",
        "western harbour",
        "western harbour A",
        "water from the western",
    ),
    "whom it is for": ("start examplol 2.5 mg", "In adults", "In children", "start examplol 2.5 mg"),
    "how soon": (SENTENCE[:14], "two weeks", "six weeks", "Refer urgently"),
    "a negation over its list": ("water from the western", "Do not give it", "Give it", "water from the western"),
    "the drug of its row": ("20 mg", "Examplol", "Fabricin", "20 mg"),
    "the column that it is in": ("20 mg", "Highest", "Usual", "20 mg"),
    "the name of its table": ("20 mg", "Doses in adults", "Doses in children", "20 mg"),
    "the drug of several rows": ("60 mg", "Pretendazole", "Fabricin", "60 mg"),
    "the heading over it": ("every second evening", "<h3>Adults", "<h3>Children", "every second evening"),
}


@pytest.mark.parametrize(("quote", "was", "now", "there"), ASKS.values(), ids=ASKS)
def test_a_change_in_or_beside_it_that_may_matter_asks(quote, was, now, there):
    assert placed(quote, (was, now)) == (State.CHANGED, there)


def test_words_that_say_nothing_may_come_and_go_around_it():
    edits = [("Lanterns are", "Lanterns were"), ("the hook at the end", "hook, at end")]
    assert placed("Look at the flame", *edits) == (State.EXACT, "Look at the flame")


def test_a_word_that_says_nothing_put_into_it_asks():
    state, there = placed("the glass and the hook", ("and the hook", "and hook"))
    assert (state, there) == (State.CHANGED, "the glass and hook")


def test_a_sentence_that_went_to_another_section_is_found_there_and_asked_about():
    edits = [(SENTENCE, ""), ("each week.", f"each week. {SENTENCE}")]
    assert placed("the flame turns blue", *edits) == (State.CHANGED, "the flame turns blue")


def test_a_sentence_that_went_to_another_section_of_the_same_title_moved():
    old = BODY.replace("Monitoring", "Care").replace("Stopping", "Care")
    edits = [
        (WEEKLY, ""),
        ("any more.", f"any more. {WEEKLY}"),
        ("<h2>Care</h2>\n<p>", "<h2>Care</h2>\n<p>Glass is cold. "),
    ]
    assert placed("the flame, the glass", *edits, old=old) == (State.MOVED, "the flame, the glass")


def test_a_section_that_moved_takes_its_passages_along():
    monitoring, stopping = BODY.split("<h2>")[2:]
    edits = [(f"<h2>{monitoring}<h2>{stopping}", f"<h2>{stopping}<h2>{monitoring}")]
    assert placed("the flame, the glass", *edits) == (State.EXACT, "the flame, the glass")


STEPS = """<h2>Lighting</h2><p>Do this:</p><ol><li>Open the glass door of the lantern.</li>
<li>Trim the wick with small scissors.</li><li>Light it with a long match.</li></ol><p>Then close the door again.</p>"""


@pytest.mark.parametrize(
    ("quote", "was", "now"),
    [
        ("the flame, the glass", "<h2>Monitoring", "<h2>Not monitoring"),
        ("the flame, the glass", "<h2>Monitoring", "<h2>What was monitored"),
        ("every second evening", "<h3>Adults", "<h3>The adults"),
        ("Review the lantern", "<h2>Treatment", "<h2>Do not treat"),
        ("examplol 2.5 mg", "<h2>Treatment", "<h2>Treatment before"),
        ("turns blue", "<p>Refer urgently", "<p>Text.</p><h2>Children</h2><p>Refer urgently"),
    ],
)
def test_another_heading_over_it_asks(quote, was, now):
    old = BODY.replace("Refer urgently if", "</p><p>Refer urgently if")
    assert placed(quote, (was, now), old=old) == (State.CHANGED, quote)


@pytest.mark.parametrize("was", ["Doses are", "Use is"])
def test_a_word_of_a_heading_that_says_nothing_in_a_sentence_counts(was):
    old = BODY.replace("Monitoring", f"{was} known").replace("<h3>Adults", f"<h3>{was} known")
    now = was.replace("are", "were").replace("is", "was")
    for quote in ("the flame, the glass", "every second evening"):
        edits = [(f"<h3>{was}", f"<h3>{now}"), (f"<h2>{was}", f"<h2>{now}")]
        assert placed(quote, *edits, old=old) == (State.CHANGED, quote)


ITEMS_OF_STEPS = re.findall("<li>.*?</li>", STEPS)


@pytest.mark.parametrize("quote", ["glass door", "small scissors", "long match"])
@pytest.mark.parametrize(
    "order", [*permutations(range(3))][1:], ids=lambda order: "".join(str(number + 1) for number in order)
)
def test_steps_in_another_order_ask(quote, order):
    turned = STEPS
    for number, other in enumerate(order):
        turned = turned.replace(ITEMS_OF_STEPS[number], f"<li>{number}</li>", 1) if other != number else turned
    for number, other in enumerate(order):
        turned = turned.replace(f"<li>{number}</li>", ITEMS_OF_STEPS[other], 1)
    stands = next(number for number, item in enumerate(ITEMS_OF_STEPS) if quote in item)
    is_same = all((stands < other) == (order.index(stands) < order.index(other)) for other in range(3))
    state = State.EXACT if is_same and order.index(stands) == stands else State.CHANGED
    assert placed(quote, (STEPS, turned), old=STEPS) == (state, quote)


@pytest.mark.parametrize(
    ("was", "now", "state"),
    [
        ("<li>Open", "<li>Fetch the matches.</li><li>Open", State.CHANGED),  # step 2 is step 3 now
        ("ol>", "ul>", State.CHANGED),
        ("long match.</li>", "long match.</li><li>Look at it for a while.</li>", State.EXACT),
    ],
)
def test_the_number_of_a_step_counts(was, now, state):
    new = STEPS.replace(was, now)
    assert placed("small scissors", (STEPS, new), old=STEPS) == (state, "small scissors")


def test_raised_characters_that_went_ask():
    old = BODY.replace("2.5 mg once", "10<sup>9</sup> mg once")
    assert placed("start examplol 10⁹ mg", ("<sup>9</sup>", "9"), old=old) == (State.CHANGED, "start examplol 109 mg")
    assert placed("once daily", ("<sup>9</sup>", "9"), old=old) == (State.CHANGED, "once daily")
    assert placed("once daily", ("<sup>9</sup>", "⁹"), old=old) == (State.EXACT, "once daily")


def test_a_sentence_that_went_takes_its_note_along():
    assert placed("the flame turns blue", (SENTENCE, "")) == (State.DETACHED, "")


def test_the_same_words_in_another_sentence_are_not_it():
    edits = [(SENTENCE, ""), ("each week.", "each week. If it smokes, refer urgently and keep the lantern outside.")]
    assert placed("efer urgently", *edits) == (State.DETACHED, "")


@pytest.mark.parametrize("place", ["Refer urgently", "Do not give it with", "Look at the flame", "Let the lantern"])
def test_a_look_alike_never_wins_over_its_sentence(place):
    lookalike = "In adults, start examplol 25 mg once daily with food. "
    assert placed("2.5 mg once daily", (place, lookalike + place)) == (State.EXACT, "2.5 mg once daily")


@pytest.mark.parametrize("place", ["Do not give it with", "Look at the flame", "Let the lantern"])
def test_a_look_alike_never_takes_the_place_of_a_sentence_that_went(place):
    sentence = "In adults, start examplol 2.5 mg once daily with food."
    edits = [(sentence, ""), (place, f"{sentence.replace('2.5', '25')} {place}")]
    assert placed("start examplol", *edits) == (State.DETACHED, "")


@pytest.mark.parametrize("place", ["Look at the flame", "Let the lantern"])
def test_of_two_equal_sentences_the_one_that_stayed_is_it(place):
    old, new = rendered(BODY), rendered(BODY.replace(place, f"{SENTENCE} {place}"))
    start = old.text.index("turns blue")
    found = placing.passage(mapped(old, new), start, start + 10)
    assert (found.state, found.section) == (State.EXACT, "treatment")


def test_which_of_two_equal_sentences_is_asked_when_their_neighbours_do_not_say():
    assert placed("turns blue", (SENTENCE, f"{SENTENCE} {SENTENCE}"))[0] == State.CHANGED


def test_a_short_item_among_others_than_before_asks():
    item = "<li>water from the western harbour</li>"
    edits = [(item, ""), ("<h2>Stopping</h2>", "<h2>Stopping</h2><p>water from the western harbour</p>")]
    assert placed("western harbour", *edits) == (State.CHANGED, "western harbour")


def test_a_short_sentence_is_read_with_its_neighbours():
    old = BODY.replace(SENTENCE, "Examplol helps at night. Take 10 mg.")
    assert placed("Take 10 mg", ("Examplol helps", "Examplol never helps"), old=old) == (State.CHANGED, "Take 10 mg")
    assert placed("Take 10 mg", ("Look at", "Peer at"), old=old) == (State.EXACT, "Take 10 mg")


ITEMS = """<p>Lanterns of both kinds are in use. Never hang a lantern above:</p>
<ul><li>hay</li><li>dry straw</li><li>a bed. It burns.</li></ul><p>Use with:</p><ul><li>hay</li></ul>"""


@pytest.mark.parametrize(
    ("quote", "was", "now", "state"),
    [
        ("hay", "both kinds", "all kinds", State.EXACT),  # of the paragraph, only what introduces the list counts
        ("hay", "above:", "beside:", State.CHANGED),
        ("hay", "dry straw", "wet straw", State.EXACT),  # the introduction says what it is of
        ("hay\ndry straw", "It burns", "It smokes", State.EXACT),
        ("It burns", "a bed", "a chair", State.CHANGED),  # a sentence of an item is not the item
    ],
)
def test_an_item_is_read_with_the_sentence_that_introduces_its_list(quote, was, now, state):
    assert placed(quote, (was, now), old=ITEMS) == (state, quote)


def test_an_introduction_of_a_few_words_is_read_with_the_sentence_before_it():
    old = ITEMS.replace("Never hang a lantern above:", "Avoid:")
    assert placed("dry straw", ("both kinds", "all kinds"), old=old) == (State.CHANGED, "dry straw")


def test_a_sentence_of_a_few_words_does_not_move_without_being_asked_about():
    old = BODY.replace(SENTENCE, "Take 10 mg before each meal.")
    edits = [("Take 10 mg before each meal.", ""), ("each week.", "each week. Take 10 mg before each meal.")]
    assert placed("before each meal", *edits, old=old) == (State.CHANGED, "before each meal")


def test_a_number_alone_is_never_found_elsewhere():
    row = "<tr><td>Examplol</td><td>5 mg</td><td>20 mg</td></tr>"
    edits = [(row, ""), ("each week.", "each week. The lantern weighs 20 mg.")]
    assert placed("20 mg", *edits) == (State.DETACHED, "")


def test_white_space_does_not_count():
    edits = [("2.5 mg once", "2.5&nbsp;mg once")]
    assert placed("2.5 mg once", *edits) == (State.EXACT, "2.5\u00a0mg once")


def test_a_note_on_the_page_stays_with_it():
    found = placing.page(mapped(rendered(BODY), rendered("<p>Other words.</p>")))
    assert (found.state, found.start, found.end) == (State.EXACT, 0, len("Other words."))


@pytest.mark.parametrize(
    ("was", "now", "state", "section"),
    [
        ("Look at", "Peer at", State.EXACT, "monitoring"),
        ("<h2>Monitoring", "<h2>Follow-up", State.CHANGED, "follow-up"),
        (BODY[BODY.index("<h2>Monitoring") : BODY.index("<h2>Stopping")], "", State.DETACHED, ""),
    ],
)
def test_a_note_on_a_section_stays_with_its_title_and_asks_when_that_changed(was, now, state, section):
    found = placing.section(mapped(rendered(BODY), rendered(BODY.replace(was, now))), "monitoring")
    assert (found.state, found.section) == (state, section)


def test_of_two_sections_of_one_title_each_is_known_by_its_words():
    twice = BODY.replace("Monitoring", "Care").replace("Stopping", "Care")
    first = twice[twice.index("<h2>Care") : twice.rindex("<h2>Care")]
    words = mapped(rendered(twice), rendered(twice.replace(first, "")))
    assert placing.section(words, "care").state == State.DETACHED
    assert placing.section(words, "care-2").section == "care"
