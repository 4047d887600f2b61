"""A bracketed number: a citation, a figure of the text, or only a person can tell."""

import pytest

from articles.transfer.citing.figures import Likely, likely

CITATION, EITHER, FIGURE = Likely.CITATION, Likely.EITHER, Likely.FIGURE


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Hooks hold.[1] Next", CITATION),
        ("Hooks hold [1, 2].", CITATION),
        ("Hooks hold [1-3].", EITHER),
        ("Hooks hold [1–3].", EITHER),
        ("It fell by 5% [2].", EITHER),
        ("Give 2.5 mg [2] at once", EITHER),
        ("They were 120 [3] in all", EITHER),
        ("It took 4 [2-6] nights", FIGURE),
        ("After a time [2-6] days", FIGURE),
        ("A share [20-30]% of them", FIGURE),
        ("Give [5] mg/kg", FIGURE),
        ("Up to [10]/L", FIGURE),
        ("a [5]-day course", FIGURE),
        ("OR 1.4, 95% CI [1, 2]", FIGURE),
        ("median: [3]", FIGURE),
        ("grade [2-3] burns", FIGURE),
        ("n = [12]", FIGURE),
        ("Hooks [1] mgmt", CITATION),
        ("a strange [3] measure", CITATION),
    ],
)
def test_what_a_number_most_likely_is(text, what):
    before, _, rest = text.partition("[")
    numbers, _, after = rest.partition("]")
    assert likely(before, numbers, after) is what
