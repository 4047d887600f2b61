"""What a misspelt word was meant to be: every word that articles hold and that is one slip away from it.

All that one slip can make of a word are looked up at once, so no table of near words has to be kept.
"""

import string
from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from articles.models.indexed import Form

SHORTEST = 4  # letters: a shorter word is as near to too many others
LONGEST = 30
MOST_WORDS = 6  # of a question that are put right
MOST_MEANT = 3  # words that one word may have been meant to be
LETTERS = string.ascii_lowercase


class Meant(NamedTuple):
    """What a word may have been meant to be: a word, or two that were written as one."""

    forms: tuple[str, ...]
    names: int  # how many titles and other names have it
    articles: int


def corrections(forms: Collection[str]) -> dict[str, list[Meant]]:
    """For each of these unknown words what it may have been meant to be, the likeliest first. One query."""
    wrong = [form for form in forms if SHORTEST <= len(form) <= LONGEST][:MOST_WORDS]
    near = {form: {*_slips(form)} for form in wrong}
    halves = {half for form in wrong for pair in _halves(form) for half in pair}
    asked = sorted(halves.union(*near.values()))
    if not asked:
        return {}
    known = {row.form: row for row in Form.objects.filter(form__in=asked)}
    found = {}
    for form in wrong:
        meant = [Meant((row.form,), row.names, row.articles) for slip in near[form] if (row := known.get(slip))]
        meant += [
            Meant((one.form, other.form), min(one.names, other.names), min(one.articles, other.articles))
            for first, second in _halves(form)
            if (one := known.get(first)) and (other := known.get(second))
        ]
        if meant:
            found[form] = sorted(meant, key=lambda it: _likelihood(form, it))[:MOST_MEANT]
    return found


def joined(forms: Collection[str]) -> dict[tuple[str, str], str]:
    """Neighbouring words that articles write as one, at least one of which they do not know."""
    words = list(forms)
    pairs = {first + second: (first, second) for first, second in pairwise(words)}
    known = Form.objects.filter(form__in=[whole for whole in pairs if len(whole) <= LONGEST])
    return {pairs[whole]: whole for whole in known.values_list("form", flat=True)}


def _likelihood(form: str, meant: Meant) -> tuple[bool, bool, int, int, tuple[str, ...]]:
    """Sorts first what stands in names and starts alike; two words in place of one only for want of anything else."""
    return (
        len(meant.forms) > 1 and not meant.names,
        not meant.names,
        meant.forms[0][:1] != form[:1],
        -meant.articles,
        meant.forms,
    )


def _slips(form: str) -> Iterator[str]:
    """Everything that one letter left out, too many, wrong or in its neighbour's place makes of a word."""
    for at in range(len(form) + 1):
        head, tail = form[:at], form[at:]
        yield from (head + letter + tail for letter in LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def _halves(form: str) -> Iterator[tuple[str, str]]:
    """A word in two, each long enough to be one."""
    return ((form[:at], form[at:]) for at in range(2, len(form) - 1))
