"""What PubMed and PMC know of a source (NCBI E-utilities, ESummary: https://www.ncbi.nlm.nih.gov/books/NBK25499/)."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from articles.references.lookup.client import NotFound, Unreachable, get_json
from articles.references.lookup.crossref import MOST_AUTHORS
from articles.references.lookup.markup import plain
from articles.references.lookup.notices import Notice, status_of

ADDRESS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esummary.fcgi?"


def look_up(pmid: str) -> tuple[dict[str, str], list[Notice]]:
    """The fields of a reference, and the notices about it. Raises NotFound and Unreachable."""
    return _look_up("pubmed", pmid)


def look_up_pmc(number: str) -> tuple[dict[str, str], list[Notice]]:
    """The same of a PMC id, given as its number. What PubMed has of it says more, if PubMed can be asked."""
    fields, notices = _look_up("pmc", number)
    pmid = fields.get("pmid")
    if not pmid:
        return fields, notices
    try:
        theirs, notices = _look_up("pubmed", pmid)
    except (NotFound, Unreachable):
        return fields, notices
    return fields | {name: text for name, text in theirs.items() if text}, notices


def notices_of(pmids: list[str]) -> dict[str, list[Notice]]:
    """The notices about each of some PMIDs that PubMed knows, in one question. Raises Unreachable."""
    answer = get_json(ADDRESS + urlencode({"db": "pubmed", "id": ",".join(pmids), "retmode": "json"}))
    try:
        found = answer["result"]
        return {pmid: list(_notices(found[pmid])) for pmid in pmids if _is_known(found.get(pmid))}
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreachable from error


def _look_up(database: str, number: str) -> tuple[dict[str, str], list[Notice]]:
    answer = get_json(ADDRESS + urlencode({"db": database, "id": number, "retmode": "json"}))
    try:
        found = answer["result"][number]
    except (KeyError, TypeError) as error:
        raise NotFound from error
    if not _is_known(found):
        raise NotFound
    try:
        return _fields(found), list(_notices(found))
    except (KeyError, TypeError, AttributeError) as error:
        raise Unreachable from error


def _is_known(found: Any) -> bool:
    return isinstance(found, dict) and not found.get("error") and bool(found.get("title") or found.get("booktitle"))


def _fields(found: dict[str, Any]) -> dict[str, str]:
    people = [one for one in found.get("authors") or [] if "editor" not in str(one.get("authtype", "")).lower()]
    names = [plain(one["name"]) for one in people]
    ids = {str(one.get("idtype")): str(one.get("value") or "") for one in found.get("articleids") or []}
    title, book = plain(found.get("title")), plain(found.get("booktitle"))
    publisher = ": ".join(filter(None, (plain(found.get("publisherlocation")), plain(found.get("publishername")))))
    source = plain(found.get("source"))
    if book:
        source = ". ".join(filter(None, (f"In: {book}" if title and title != book else "", publisher))) or source
    pmid = ids.get("pmid", "")
    return {
        "authors": ", ".join([*names[:MOST_AUTHORS], *(["et al"] if len(names) > MOST_AUTHORS else [])]),
        "title": _undotted(title or book),
        "source": source,
        "issued": plain(found.get("pubdate")),
        "volume": plain(found.get("volume")),
        "issue": plain(found.get("issue")),
        "pages": plain(found.get("pages")) or _article_number(found),
        "doi": ids.get("doi", ""),
        **({"pmid": pmid} if pmid.isdecimal() and pmid != "0" else {}),
    }


def _undotted(title: str) -> str:
    """Without the full stop at its end, and without the brackets around a title in another language."""
    title = title.removesuffix(".")
    return title[1:-1] if title.startswith("[") and title.endswith("]") and title.count("[") == 1 else title


def _article_number(found: dict[str, Any]) -> str:
    """The number of an article without pages, from its place: `pii: e1234. doi: …`."""
    place = str(found.get("elocationid") or "")
    number = place.removeprefix("pii: ").partition(". ")[0].partition(" doi:")[0]
    return number.strip(" .") if place.startswith("pii: ") and len(number) < 20 else ""


def _notices(found: dict[str, Any]) -> Iterator[Notice]:
    """What PubMed says of a source: by its kind of publication, and by what comments on it."""
    known = set()
    for other in found.get("references") or []:
        status = status_of(str(other.get("reftype") or ""))
        if status:
            known.add(status)
            number = str(other.get("pmid") or "")
            yield Notice(status, "PubMed", f"pmid:{number}" if number else plain(other.get("refsource")), None)
    for kind in found.get("pubtype") or []:
        status = status_of(str(kind))
        if status and status not in known:
            yield Notice(status, "PubMed", "", None)
