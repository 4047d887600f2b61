"""The words of a text as they are indexed and looked for: without case, accents and endings, British or American.

Both databases are given these finished words and fold and stem nothing themselves, so that both find the same things
in the same order, and so that the words to mark in a snippet are known here.
"""

import re
import unicodedata
from functools import lru_cache

# Where a word can stand, from the weightiest place to the lightest, with what it counts there.
FIELDS = {"title": 4, "synonyms": 3, "summary": 2, "text": 1}

WORD = re.compile(r"[^\W_]+")
LONGEST = 64  # characters of a word that count

# Words that say nothing about what is looked for.
STOP = frozenset(
    WORD.findall(
        "a about after all also am an and any are as at be because been before being between both but by can could did"
        " do does during each for from get had has have having her his how i if in into is it its just me more most my"
        " no not of on or our out over she should so some such than that the their them then there these they this"
        " those to too under up use used using was we were what when where which while who why will with would you your"
    )
)
# British spelling, and the Greek in it, as Americans write it: haemorrhage, oedema, tumour, localised, analyse.
SPELLINGS = [("ae", "e"), ("oe", "e"), ("our", "or"), ("isation", "ization"), ("ise", "ize"), ("yse", "yze")]
PLURALS = [("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")]
NO_PLURALS = ("ss", "us", "is")
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


def words_of(text: str) -> list[str]:
    """The words of a text in order, as they are looked for, without those that say nothing.

    One that has no others keeps them: ALL and ME are illnesses.
    """
    words = WORD.findall(_plain(text))
    return [stem(word) for word in words if word not in STOP] or [stem(word) for word in words]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One word as it is looked for."""
    word = _plain(word)[:LONGEST]
    for british, american in SPELLINGS:
        word = word.replace(british, american)
    if word.isalpha():
        if not word.endswith(NO_PLURALS):
            word = _without(word, PLURALS)
        word = _without(word, ENDINGS)
    return word


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _without(word: str, endings: list[tuple[str, str]]) -> str:
    for ending, instead in endings:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending) + instead
    return word
