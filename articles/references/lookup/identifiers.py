"""DOI, PMID and PMC id in the ways in which people and pages write them."""

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"“”]+", re.ASCII)
_BEFORE_DOI = r"(?:https?://(?:[\w.~%-]+/)*|(?:https?://)?(?:www\.)?(?:dx\.)?doi\.org/|info:doi/|urn:doi:|doi)?[\s:=]*"
_ONLY_DOI = re.compile(rf"[\s<(\[\"“]*(?:doi[\s:]*)?{_BEFORE_DOI}(?P<doi>10\.\d{{4,9}}(?:\.\d+)*/\S+)", re.IGNORECASE)
_ONLY_PMID = re.compile(
    r"(?:pmid[\s:]*|pubmed(?: id)?[\s:]*|(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)"
    r"/(?:\?term=)?)?(?P<pmid>[1-9]\d{0,7})(?:\[(?:pm|u)id\])?[/.\s]*",
    re.IGNORECASE,
)
_ONLY_PMC = re.compile(
    r"(?:pmcid[\s:]*)?(?:(?:https?://)?[\w.]*(?:ncbi\.nlm\.nih\.gov|europepmc\.org)/(?:\w+/)*)?PMC\s?(?P<pmc>[1-9]\d{0,8})"
    r"(?:\.\d+)?(?:/\S*)?[.\s]*",
    re.IGNORECASE,
)
_CLOSED = {")": "(", "]": "[", ">": "<", "}": "{"}


def doi_of(text: str) -> str:
    """The DOI that a text is, however it is spelled; empty for one that is none."""
    found = _ONLY_DOI.fullmatch(_decoded(text.strip()))
    return _trimmed(found["doi"]) if found else ""


def pmid_of(text: str) -> str:
    """The PMID that a text is: its number, with or without what it is called, or its address."""
    found = _ONLY_PMID.fullmatch(text.strip())
    return found["pmid"] if found else ""


def pmc_of(text: str) -> str:
    """The number of the PMC id that a text is, such as 3456 for PMC3456 or its address."""
    found = _ONLY_PMC.fullmatch(text.strip().strip("<>"))
    return found["pmc"] if found else ""


def doi_in(text: str) -> re.Match[str] | None:
    """Where in a line a DOI stands, with what it is called."""
    called = r"[<(\[]?(?:\bdoi(?:\.org/|[\s:.]*(?:https?://)?)|https?://(?:dx\.)?doi\.org/|\bdx\.doi\.org/|info:doi/)*"
    return re.search(rf"{called}(?P<doi>10\.\d{{4,9}}(?:\.\d+)*(?:/|%2F)[^\s\"“”]+)", text, re.IGNORECASE)


def trimmed_doi(found: str) -> str:
    """A DOI as a line prints it, without what ends the sentence."""
    return _trimmed(_decoded(found))


def _decoded(text: str) -> str:
    return unquote(text) if re.search(r"%[0-9a-f]{2}", text, re.IGNORECASE) else text


def _trimmed(doi: str) -> str:
    """Without punctuation at its end, and brackets there that did not open in it."""
    doi = re.sub(r"[?#](?:utm_|\w+=).*$", "", doi)
    while doi:
        last = doi[-1]
        is_loose = last in _CLOSED and doi.count(last) > doi.count(_CLOSED[last])
        if not (is_loose or last in ".,;:'’\"/"):
            break
        doi = doi[:-1]
    return doi
