"""The words of a text as they are indexed and looked for: without case, accents and endings, British or American.

The databases are given these finished words and fold and stem nothing themselves, so that each finds the same things
in the same order, and so that the words to mark in a snippet are known here.
"""

import re
from functools import lru_cache

from core.text import fold_for_search

# A letter may be followed by its accents, and a word by a possessive: Crohn's is Crohn.
# Lowered letters are part of it: HbA_(1c) is HbA1c.
WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*(?:_\((?=[^\W_]))?)+(?:['\u2019]s\b)?")
LONGEST = 60  # characters of a word that count

# Words that say nothing about what is looked for.
STOP = frozenset(
    WORD.findall(
        "a about after all also am an and any are as at be because been before being between both but by can could did"
        " do does during each for from get had has have having her his how i if in into is it its just me more most my"
        " no not of on or our out over she should so some such than that the their them then there these they this"
        " those to too under up use used using was we were what when where which while who why will with would you your"
    )
)
# British spelling, and the Greek in it, as Americans write it: haemorrhage, oedema, tumour, localised, sulphate.
SPELLINGS = [
    ("ae", "e"),
    ("oe", "e"),
    ("our", "or"),
    ("isation", "ization"),
    ("ise", "ize"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("ysing", "yzing"),
    ("sulph", "sulf"),
]
PLURALS = [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")]
NO_PLURALS = ("ss", "us", "is")
# The same at the end of a word: fibre, defence, practice, programme, analogue.
BRITISH_ENDINGS = [
    ("tre", "ter"),
    ("bre", "ber"),
    ("ence", "ense"),
    ("ctice", "ctize"),
    ("ramme", "ram"),
    ("logue", "log"),
]
DOUBLED = re.compile(r"(?<=\w{4})ll(?=(?:ed|ing|er)$)")  # labelled and labeled, but falling stays by fall
# Endings within one family of words: metastasis, metastases, metastatic; cirrhosis, cirrhotic; ablation, ablated.
ENDINGS = [
    ("asis", "a"),
    ("ase", "a"),
    ("atic", "a"),
    ("osis", "o"),
    ("ose", "o"),
    ("otic", "o"),
    ("ation", "at"),
    ("ating", "at"),
    ("ated", "at"),
    ("ate", "at"),
    ("ment", ""),
    ("ion", ""),
    ("ing", ""),
    ("ed", ""),
    ("ly", ""),
    ("e", ""),
    ("y", "i"),
]
SHORTEST_STEM = 3


def forms_of(text: str) -> list[str]:
    """The words of a text in order as they are written, folded, without those that say nothing.

    One that has no others keeps them: ALL and ME are illnesses.
    """
    forms = [form for word in WORD.findall(text) if (form := fold(word))]
    return [form for form in forms if form not in STOP] or forms


def words_of(text: str) -> list[str]:
    """The words of a text in order, as they are looked for."""
    return [stem_of(form) for form in forms_of(text)]


def key_of(name: str) -> str:
    """A whole name by its words: the same for all ways to write it that the search does not tell apart."""
    return " ".join(words_of(name))


@lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """One word of a text as it is looked for."""
    return stem_of(fold(word))


def fold(word: str) -> str:
    """One word without case, accents and possessive."""
    folded = fold_for_search(word)
    letters = folded if word.isascii() else "".join(sign for sign in folded if sign.isalnum() or sign == "'")
    return letters.removesuffix("'s")[:LONGEST]


@lru_cache(maxsize=30_000)
def stem_of(form: str) -> str:
    """A folded word without its ending, in American spelling."""
    word = form
    for british, american in SPELLINGS:
        word = word.replace(british, american)
    if word.isalpha():
        if not word.endswith(NO_PLURALS):
            word = _without(word, PLURALS)
        word = DOUBLED.sub("l", _without(word, BRITISH_ENDINGS, 2))
        word = _without(word, ENDINGS)
    return word


def _without(word: str, endings: list[tuple[str, str]], shortest: int = SHORTEST_STEM) -> str:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word.removesuffix(ending) + instead
    return word
