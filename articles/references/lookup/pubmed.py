"""What PubMed knows of a PMID (NCBI E-utilities, ESummary: https://www.ncbi.nlm.nih.gov/books/NBK25499/)."""

from typing import Any
from urllib.parse import urlencode

from articles.references.lookup.client import NotFound, Unreachable, get_json
from articles.references.lookup.crossref import MOST_AUTHORS

ADDRESS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi?"


def look_up(pmid: str) -> dict[str, str]:
    """The fields of a reference. Raises NotFound and Unreachable."""
    answer = get_json(ADDRESS + urlencode({"db": "pubmed", "id": pmid, "retmode": "json"}))
    try:
        found = answer["result"][pmid]
    except (KeyError, TypeError) as error:
        raise NotFound from error
    if not isinstance(found, dict) or found.get("error") or not found.get("title"):
        raise NotFound
    try:
        return _fields(found)
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreachable from error


def _fields(found: dict[str, Any]) -> dict[str, str]:
    names = [str(one["name"]) for one in found.get("authors") or [] if one.get("authtype", "Author") == "Author"]
    dois = [str(one["value"]) for one in found.get("articleids") or [] if one.get("idtype") == "doi"]
    return {
        "authors": ", ".join([*names[:MOST_AUTHORS], *(["et al"] if len(names) > MOST_AUTHORS else [])]),
        "title": str(found["title"]).strip().removesuffix("."),
        **{name: str(found.get(theirs) or "") for name, theirs in _NAMES.items()},
        "doi": dois[0] if dois else "",
    }


_NAMES = {"source": "source", "issued": "pubdate", "volume": "volume", "issue": "issue", "pages": "pages"}
