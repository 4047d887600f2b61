"""A reference from what an author has at hand: a DOI, a PMID, or a line pasted from another article."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from articles.references.lookup import crossref, pubmed, vancouver
from articles.references.lookup.client import NotFound, Unreachable

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_PMID = re.compile(r"(?:pmid:?\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?(\d{1,8})/?", re.IGNORECASE)
TYPE_IT = "Type it in, or paste the whole reference."


@dataclass(frozen=True)
class Found:
    """The fields of a reference as far as they are known, and a sentence for the author."""

    fields: dict[str, str]
    note: str = ""


def look_up(asked: str) -> Found:
    """What is known of this DOI, PMID or pasted reference. Never raises, whatever was typed, and offline too."""
    asked = " ".join(asked.split())[:2000]
    if match := _DOI.fullmatch(asked):
        return _asked_of(crossref.look_up, "Crossref", {"doi": match[1]})
    if match := _PMID.fullmatch(asked):
        return _asked_of(pubmed.look_up, "PubMed", {"pmid": match[1]})
    fields = vancouver.take_apart(asked)
    note = "Check each field: it was taken apart by its punctuation." if fields.get("authors") else TYPE_IT
    return Found(_with_key(fields), note)


def _asked_of(source: Callable[[str], dict[str, str]], name: str, known: dict[str, str]) -> Found:
    """What that source says; what is known already if it says nothing."""
    try:
        return Found(_with_key(source(next(iter(known.values()))) | known), f"From {name}. Check it before you save.")
    except NotFound:
        return Found(known, f"{name} does not know it. {TYPE_IT}")
    except Unreachable:
        return Found(known, f"{name} cannot be reached now. {TYPE_IT}")


def _with_key(fields: dict[str, str]) -> dict[str, str]:
    """The fields with a key to cite it by: the first author and the year, such as mahnken2013."""
    return {name: text for name, text in ({"key": vancouver.key_for(fields)} | fields).items() if text}
