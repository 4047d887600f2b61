"""Random passages, looked for in random revisions, and judged by what is known of where each sentence came from."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.text import anchors, placing
from articles.text.sections import sections_of
from notes.models import State
from tests.articles.text import documents, revisions
from tests.articles.text.documents import Placed

SILENT = (State.EXACT, State.MOVED)  # what asks the member nothing
PASSAGES = 20  # of each revision


@dataclass(frozen=True)
class Trial:
    """One passage in one revision: what was found, and what is wrong with that."""

    seed: int
    quote: str
    there: str  # the words where the note was placed
    state: State
    is_other_text: bool  # silently on words that differ from the quote
    is_lookalike: bool  # silently in a sentence that is not its own and differs from it
    is_twin: bool  # silently in a sentence that is its own to the letter, while its own still stands
    is_under_other: bool  # silently, though a heading over it, its number as a step or the steps before it changed
    asks_elsewhere: bool  # asks about another sentence while its own still stands
    stands: bool  # its words still stand in its own sentences, under what they stood under, and nowhere else
    is_found: bool  # at those words


def trials(count: int, *, seed: int = 1) -> Iterator[Trial]:
    """That many passages, in articles by turns the real one and made-up ones. The same ones for the same seed."""
    for number in range(count // PASSAGES):
        yield from revision(seed * 1_000_000 + number, is_real=number % 2 == 0)


def revision(seed: int, *, is_real: bool, passages: int = PASSAGES) -> Iterator[Trial]:
    """One article, revised once by one to fifteen edits, and passages of it."""
    rng = random.Random(seed)  # noqa: S311 - the same revisions each time
    old = documents.first_article() if is_real else documents.made_up(rng)
    new = revisions.revise(old, rng, rng.randrange(1, 16))
    (was, old_atoms), (now, new_atoms) = old.render(), new.render()
    words = placing.Words()
    mapped = placing.WordMap(placing.Text(was, words), placing.Text(now, words))
    hit, turned = _hit(old_atoms, new_atoms), _turned(old_atoms, new_atoms)
    for number in range(passages):
        anchor = passage(was, rng, hit if number % 2 else [])
        found = placing.passage(mapped, anchor.start, anchor.end)
        yield _judged(seed, anchor, found, now, _touched(old_atoms, anchor.start, anchor.end), new_atoms, turned)


def _hit(old: list[Placed], new: list[Placed]) -> list[Placed]:
    """The atoms to which something happened: changed, gone, elsewhere among the others, or with something like it."""
    after = {placed.atom.name: placed for placed in new}
    like = {placed.atom.like for placed in new}
    was, now = ({*pairwise(placed.atom.name for placed in atoms)} for atoms in (old, new))
    split = {name for pair in was - now for name in pair}
    return [
        placed
        for placed in old
        if placed.atom.name in like | split
        or placed.atom.name not in after
        or after[placed.atom.name].atom.html != placed.atom.html
    ]


def passage(rendered, rng: random.Random, near: Sequence[Placed] = ()) -> anchors.Anchor:
    """A passage of some characters to some sentences, in one section; two of three are of whole words.

    It begins in one of the atoms that it is to be near, if there are any.
    """
    while True:
        within = rng.choice(near) if near else None
        parts = [part for part in sections_of(rendered) if part.end > part.start]
        part = rng.choice([p for p in parts if not within or p.start <= within.start < p.end])
        start = rng.randrange(within.start, within.end) if within else rng.randrange(part.start, part.end)
        end = min(part.end, start + int(rng.choice([5, 20, 60, 60, 150, 400]) * (0.5 + rng.random())))
        if rng.random() < 0.67:
            while start > part.start and not rendered.text[start - 1].isspace():
                start -= 1
            while end < part.end and not rendered.text[end].isspace():
                end += 1
        anchor = anchors.at(rendered.text, start, end)
        if anchor.quote:
            return anchor


def _touched(atoms: list[Placed], start: int, end: int) -> list[Placed]:
    return [placed for placed in atoms if placed.start < end and placed.end > start]


def _judged(seed, anchor, found, now, own, new_atoms, turned) -> Trial:
    there = now.text[found.start : found.end] if found.state != State.DETACHED else ""
    places = {placed.atom.name: placed for placed in new_atoms}
    on = _touched(new_atoms, found.start, found.end) if there else []
    is_silent = found.state in SILENT
    is_other = bool(on) and [placed.atom.name for placed in on] != [placed.atom.name for placed in own]
    is_same = [placed.atom.text for placed in on] == [placed.atom.text for placed in own]
    is_under_other = any(
        name in turned or (name in places and placed.under != places[name].under)
        for placed, name in ((placed, placed.atom.name) for placed in own)
    )
    words = None if is_under_other else _standing(anchor.quote, now.text, own, new_atoms, places)
    return Trial(
        seed=seed,
        quote=anchor.quote,
        there=there,
        state=found.state,
        is_other_text=is_silent and anchors.squash(there) != anchors.squash(anchor.quote),
        is_lookalike=is_silent and is_other and not is_same,
        is_twin=is_silent and is_other and is_same and all(placed.atom.name in places for placed in own),
        is_under_other=is_silent and not is_other and is_under_other,
        asks_elsewhere=not is_silent
        and bool(on)
        and all(placed.atom.name in places for placed in own)
        and not {placed.atom.name for placed in own} & {placed.atom.name for placed in on},
        stands=words is not None,
        is_found=bool(words and on) and not is_other and found.start <= words[0] and words[1] <= found.end,
    )


def _turned(old: list[Placed], new: list[Placed]) -> set[int]:
    """The steps that stand before one now after which they stood, and those after which they do."""
    was, now = ({(step, placed.atom.name) for placed in atoms for step in placed.follows} for atoms in (old, new))
    return {name for step, other in was if (other, step) in now for name in (step, other)}


def _standing(quote, text, own, new_atoms, places) -> tuple[int, int] | None:
    """Where the quote stands, if in its own atoms, these in a row, and nowhere else in the text."""
    pattern = r"(?<!\w)" if quote[0].isalnum() else ""
    pattern += r"\s+".join(map(re.escape, quote.split()))
    matches = [match.span() for match in re.finditer(rf"(?={pattern})", text)]
    if len(matches) != 1 or not all(placed.atom.name in places for placed in own):
        return None
    match = re.compile(pattern).match(text, matches[0][0])
    assert match
    on = _touched(new_atoms, *match.span())
    return match.span() if [p.atom.name for p in on] == [p.atom.name for p in own] else None


def rates(found: list[Trial]) -> dict[str, float]:
    """What came of them: counts by state, what must not be, and how many of those that still stand were found."""
    states = Counter(trial.state for trial in found)
    standing = [trial for trial in found if trial.stands]
    return {
        "passages": len(found),
        **{state.value: states[state] for state in State},
        "on other text": sum(trial.is_other_text for trial in found),
        "on a look-alike": sum(trial.is_lookalike for trial in found),
        "under another heading or step": sum(trial.is_under_other for trial in found),
        "on a twin": sum(trial.is_twin for trial in found),
        "asked about another sentence": sum(trial.asks_elsewhere for trial in found),
        "still stand": len(standing),
        "found": sum(trial.is_found for trial in standing),
        "found without asking": sum(trial.is_found and trial.state in SILENT for trial in standing),
    }
