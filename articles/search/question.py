"""What a text asks for: its words, what they may have been meant to be, and what means the same."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from articles import generations
from articles.models.indexed import Equivalent
from articles.search import postings, spelling
from articles.search.documents import whole
from articles.search.postings import Postings
from articles.text.words import forms_of, stem_of

LONGEST = 1000  # characters
MOST_FORMS = 32  # different words that are looked at
MOST_WORDS = 24  # of them, the rarest, that are looked for
LONGEST_EQUIVALENT = 8  # words
MOST_NAMES = 24  # whole names that a question may be
MEANT = (0.9, 0.6, 0.5)  # what a word counts that was meant, the likeliest first
SAME = 0.95  # what counts a wording that means the same
# What a whole name adds: more than any sum of words, as asked for, in another wording, or put right.
EXACT, EXACT_SAME, EXACT_MEANT = 1000.0, 600.0, 300.0


class Wording(NamedTuple):
    """A wording is a way to say a part of the question. One that needs all its words counts only where all stand."""

    stems: tuple[str, ...]
    factor: float = 1.0
    needs_all: bool = False


@dataclass
class Question:
    """A question is what is looked for: parts that each count by their best wording, and the names it may be."""

    parts: list[list[Wording]] = field(default_factory=list)
    names: dict[str, float] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)  # its stems in the order in which they were asked
    found: dict[str, Postings] = field(default_factory=dict)
    corrected: str = ""  # the question as it was meant, if a word of it is unknown

    @property
    def stems(self) -> set[str]:
        return {stem for part in self.parts for wording in part for stem in wording.stems}


def understand(text: str) -> Question:
    """What a text asks for, and where its words stand. Whatever was typed, it raises nothing."""
    forms = list(dict.fromkeys(forms_of(text[:LONGEST])))[:MOST_FORMS]
    if not forms:
        return Question()
    same = generations.get_or_set(generations.page_cache(), "equivalents", _equivalents)
    question = _asked(forms, forms, {}, same)
    question.found = postings.read({*question.stems, *question.names})
    unknown = [form for form in forms if stem_of(form) not in question.found and stem_of(form) not in same.words]
    meant = _meant(forms, unknown) if unknown else {}
    words = _rarest(forms, question.found, meant)
    if not meant and words == forms:
        return question
    found = question.found
    question = _asked(forms, words, meant, same)
    question.found = found | postings.read({*question.stems, *question.names} - found.keys())
    question.corrected = " ".join(word for form in forms for word in _forms(form, meant)) if meant else ""
    return question


def _asked(forms: list[str], words: list[str], meant: "Meant", same: "_Same") -> Question:
    """A question of these words, of which some are looked for."""
    stems = [stem for form in words for stem in _best(form, meant)]
    return Question(parts=list(_parts(words, meant, same)), names=_names(forms, stems, meant, same), order=stems)


# --- Words that no article has ---

Meant = dict[str, list[tuple[str, ...]]]  # forms, each with those it may have been meant to be


def _meant(forms: list[str], unknown: list[str]) -> Meant:
    """What the unknown words may have been meant to be. Of two that are one word the second is none."""
    found: Meant = {form: [it.forms for it in meant] for form, meant in spelling.corrections(unknown).items()}
    pairs = [pair for pair in pairwise(forms) if set(pair) & set(unknown)]
    for (first, second), one in spelling.joined([form for pair in pairs for form in pair]).items():
        if (first, second) in pairs:
            found[first], found[second] = [(one,)], [()]
    return found


def _best(form: str, meant: Meant) -> tuple[str, ...]:
    """The stems that stand for a word: its own, or those of what was most likely meant."""
    return tuple(stem_of(it) for it in (meant[form][0] if form in meant else (form,)))


def _rarest(forms: list[str], found: Mapping[str, Postings], meant: Meant) -> list[str]:
    """The words that tell most, in their order."""
    if len(forms) <= MOST_WORDS:
        return forms

    def count(form: str) -> tuple[bool, int]:
        known = found.get(stem_of(form))
        return known is None and form not in meant, len(known or ())

    chosen = {*sorted(forms, key=count)[:MOST_WORDS]}
    return [form for form in forms if form in chosen]


# --- Wordings that mean the same ---


class _Same(NamedTuple):
    others: dict[tuple[str, ...], list[tuple[str, ...]]]
    words: set[str]  # that some wording has


def _equivalents() -> _Same:
    others: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for one, other in Equivalent.objects.order_by("pk").values_list("one_key", "other_key"):
        first, second = tuple(one.split()), tuple(other.split())
        others[first].append(second)
        others[second].append(first)
    return _Same(dict(others), {word for wording in others for word in wording})


def _stretches(stems: list[str], same: _Same) -> Iterator[tuple[int, int]]:
    """Where wordings stand that have others, the longest first where they start."""
    for start in range(len(stems)):
        for end in range(min(len(stems), start + LONGEST_EQUIVALENT), start, -1):
            if tuple(stems[start:end]) in same.others:
                yield start, end


def _parts(words: list[str], meant: Meant, same: _Same) -> Iterator[list[Wording]]:
    """The parts of a question: each word, or words together that have another wording."""
    best = [_best(form, meant) for form in words]
    single = [stems[0] if len(stems) == 1 else "" for stems in best]
    stretches: dict[int, int] = {}
    for start, end in _stretches(single, same):
        stretches.setdefault(start, end)
    at = 0
    while at < len(words):
        end = stretches.get(at, 0)
        if end:
            own = tuple(single[at:end])
            yield [Wording(own), *(Wording(other, SAME, needs_all=True) for other in same.others[own])]
            at = end
            continue
        if words[at] in meant:
            ways = [tuple(stem_of(it) for it in forms) for forms in meant[words[at]] if forms]
            yield [Wording(stems, factor) for stems, factor in zip(ways, MEANT, strict=False)]
        else:
            yield [Wording(best[at])]
        at += 1


def _names(forms: list[str], stems: list[str], meant: Meant, same: _Same) -> dict[str, float]:
    """The whole names that a question may be, each with what it adds."""
    typed = [stem_of(form) for form in forms]
    names = {whole(" ".join(typed)): EXACT}
    for points, words in ((EXACT_SAME, typed), (EXACT_MEANT, stems)):
        for start, end in _stretches(words, same):
            for other in same.others[tuple(words[start:end])]:
                names.setdefault(whole(" ".join([*words[:start], *other, *words[end:]])), points)
    if meant:
        for form, ways in meant.items():
            for way in ways:
                put_right = [it for one in forms for it in (way if one == form else _forms(one, meant))]
                names.setdefault(whole(" ".join(stem_of(it) for it in put_right)), EXACT_MEANT)
    return dict(list(names.items())[:MOST_NAMES])


def _forms(form: str, meant: Meant) -> tuple[str, ...]:
    return meant[form][0] if form in meant else (form,)
