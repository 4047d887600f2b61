"""A reference from what an author has at hand: a DOI, a PMID, a PMC id, or a line pasted from another article."""

from collections.abc import Callable
from dataclasses import dataclass, field

from articles.references.lookup import crossref, identifiers, printed_line, pubmed
from articles.references.lookup.client import NotFound, Unreachable
from articles.references.lookup.notices import Notice, worst

TYPE_IT = "Type it in, or paste the whole reference."
_Source = Callable[[str], tuple[dict[str, str], list[Notice]]]


@dataclass(frozen=True)
class Found:
    """The fields of a reference as far as they are known, a sentence for the author, and what was published about it.

    `has_answered` says whether a service was asked and knew it, so that no notices means that there are none.
    """

    fields: dict[str, str]
    note: str = ""
    notices: list[Notice] = field(default_factory=list)
    has_answered: bool = False


def look_up(asked: str) -> Found:
    """What is known of this DOI, PMID, PMC id or pasted reference. Never raises, whatever was typed; offline too."""
    asked = " ".join(asked.split())[:2000]
    if doi := identifiers.doi_of(asked):
        return _asked_of(crossref.look_up, "Crossref", doi, {"doi": doi})
    if pmc := identifiers.pmc_of(asked):
        return _asked_of(pubmed.look_up_pmc, "PubMed Central", pmc, {})
    if pmid := identifiers.pmid_of(asked):
        return _asked_of(pubmed.look_up, "PubMed", pmid, {"pmid": pmid})
    fields = printed_line.take_apart(asked)
    note = "Check each field: it was taken apart by its punctuation." if fields.get("authors") else TYPE_IT
    return Found(_with_key(fields), note)


def _asked_of(source: _Source, name: str, number: str, known: dict[str, str]) -> Found:
    """What that source says; what is known already if it says nothing."""
    try:
        fields, notices = source(number)
    except NotFound:
        return Found(known, f"{name} does not know it. {TYPE_IT}")
    except Unreachable:
        return Found(known, f"{name} cannot be reached now. {TYPE_IT}")
    gravest = worst(notices)
    warning = f"This source {gravest.words}. " if gravest else ""
    return Found(
        _with_key(fields | known), f"{warning}From {name}. Check it before you save.", notices, has_answered=True
    )


def _with_key(fields: dict[str, str]) -> dict[str, str]:
    """The fields with a key to cite it by: the first author and the year, such as mahnken2013."""
    return {name: text for name, text in ({"key": printed_line.key_for(fields)} | fields).items() if text}
