"""References, and articles themselves, for reference managers: RIS, BibTeX and CSL-JSON.

RIS as Reference Manager wrote it (https://en.wikipedia.org/wiki/RIS_(file_format)), BibTeX with UTF-8, CSL-JSON 1.0
(https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html).
"""

import json
import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from articles.models import Reference, Version
from articles.references.lookup.names import is_person, people_and_groups
from articles.references.printed import kind, links

PUBLISHER = "PatientPlus"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Name:
    """A name is that of an author: of a person in two parts, of an organisation in the first alone."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True)
class Item:
    """An item is one source. `issued` is a year with a month and a day if they are known; `kind` as CSL calls it."""

    key: str
    kind: str
    title: str
    authors: Sequence[Name] = ()
    source: str = ""
    issued: Sequence[int] = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    note: str = ""

    @property
    def date(self) -> str:
        """When it was issued in ISO 8601, as far as that is known: 2014-05-28, 2014-05, 2014 or nothing."""
        return "-".join(f"{part:02}" for part in self.issued)


def of_reference(reference: Reference) -> Item:
    """A reference of an article."""
    found = dict(links(reference))
    names = people_and_groups(reference.authors)
    is_shortened = bool(names) and bool(re.search(r"\bet al$", names[-1]))
    return Item(
        key=reference.key,
        kind=kind(reference),
        title=reference.title,
        authors=[name_of(name) for part in names if (name := re.sub(r"\s*\bet al$", "", part))],
        source=reference.source,
        issued=date_parts(reference.issued),
        volume=reference.volume,
        issue=reference.issue,
        pages=whole_pages(reference.pages),
        doi=found["DOI"].removeprefix("https://doi.org/") if "DOI" in found else "",
        pmid=reference.pmid if "PubMed" in found else "",
        url=reference.url if len(found) > ("DOI" in found) + ("PubMed" in found) else "",
        note="More authors than are named here (et al)." if is_shortened else "",
    )


def of_version(version: Version, address: str) -> Item:
    """A published version that can be read at this address for good."""
    published = version.published_at
    return Item(
        key=f"patientplus{version.article.document_id}v{version.number}",
        kind="webpage",
        title=version.title,
        authors=[Name(version.printed_author)],
        source=PUBLISHER,
        issued=(published.year, published.month, published.day) if published else (),
        url=address,
        note=f"Document {version.article.document_id}, version {version.number}",
    )


def name_of(printed: str) -> Name:
    """A name as Vancouver style prints it: `de Baere T` is a person with initials, `NHS England` an organisation."""
    person = re.fullmatch(r"(?P<family>.*[a-zß-ÿ].*?)\s+(?P<initials>[^\W\d_a-zß-ÿ](?:-?[^\W\d_a-zß-ÿ]){0,3})", printed)
    if not person or not is_person(printed):
        return Name(printed)
    return Name(person["family"], " ".join(f"{initial}." for initial in person["initials"].replace("-", "")))


def date_parts(printed: str) -> list[int]:
    """Year, month and day of a date as it is printed: `2014 May 28` is [2014, 5, 28].

    As many as can be read, and no day that its month does not have.
    """
    parts = re.match(r"\s*([12]\d{3})(?:\s+([A-Za-z]{3})[a-z]*\.?(?:\s+(\d{1,2})\b)?)?", printed)
    if not parts:
        return []
    year, month, day = int(parts[1]), (parts[2] or "").lower(), int(parts[3] or 0)
    if month not in MONTHS:
        return [year]
    number = MONTHS.index(month) + 1
    return [year, number, day] if 1 <= day <= monthrange(year, number)[1] else [year, number]


def whole_pages(printed: str) -> str:
    """A range of pages with its last page in full: `407-30` is `407-430`."""
    pages = re.fullmatch(r"\s*(\d+)\s*[-–]\s*(\d+)\s*", printed)
    if not pages:
        return printed.strip()
    first, last = pages.groups()
    return f"{first}-{first[: max(0, len(first) - len(last))]}{last}"


# --- The three formats ---


def ris(items: Iterable[Item]) -> str:
    """Items in RIS, one field a line."""
    return "".join(_ris(item) for item in items)


_RIS_KINDS = {"article-journal": "JOUR", "report": "RPRT", "webpage": "ELEC"}


def _ris(item: Item) -> str:
    first, _, last = item.pages.partition("-")
    fields = [
        ("TY", _RIS_KINDS[item.kind]),
        ("ID", item.key),
        *(("AU", str(name)) for name in item.authors),
        ("TI", item.title),
        ("JO" if item.kind == "article-journal" else "PB", item.source),
        ("PY", str(item.issued[0]) if item.issued else ""),
        ("DA", _ris_date(item.issued)),
        ("VL", item.volume),
        ("IS", item.issue),
        ("SP", first),
        ("EP", last),
        ("DO", item.doi),
        ("AN", item.pmid),
        ("UR", item.url),
        ("N1", item.note),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in fields if value) + "ER  - \r\n\r\n"


def _ris_date(issued: Sequence[int]) -> str:
    """Year, month, day and what else is known: each may be missing, its slash may not."""
    return "/".join([*(f"{part:02}" for part in issued), *[""] * (4 - len(issued))]) if issued else ""


def _line(text: str) -> str:
    return " ".join(text.split())


def bibtex(items: Iterable[Item]) -> str:
    """Items in BibTeX; titles in double braces, so that no style changes their capitals."""
    return "\n".join(_bibtex(item) for item in items)


_BIBTEX_KINDS = {"article-journal": "article", "report": "techreport", "webpage": "misc"}
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def _bibtex(item: Item) -> str:
    source = {"article-journal": "journal", "report": "institution", "webpage": "publisher"}[item.kind]
    written = {
        "author": " and ".join(_tex(str(name) if name.given else f"\0{name.family}\1") for name in item.authors),
        "title": f"{{{_tex(item.title)}}}",
        source: _tex(item.source),
        "year": str(item.issued[0]) if item.issued else "",
        "month": str(item.issued[1]) if len(item.issued) > 1 else "",
        "volume": _tex(item.volume),
        "number": _tex(item.issue),
        "pages": _tex(item.pages).replace("-", "--"),
        "doi": _tex(item.doi),
        "pmid": _tex(item.pmid),
        "url": _tex(item.url),
        "note": _tex(item.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in written.items() if value)
    return f"@{_BIBTEX_KINDS[item.kind]}{{{item.key},\n{lines}}}\n"


def _tex(text: str) -> str:
    """Text in which no sign means more than itself; what stands between \\0 and \\1 is kept together in braces."""
    return "".join(_TEX.get(sign, sign) for sign in _line(text)).replace("\0", "{").replace("\1", "}")


def csl(items: Iterable[Item]) -> str:
    """Items in CSL-JSON."""
    return json.dumps([_csl(item) for item in items], ensure_ascii=False, indent=2) + "\n"


def _csl(item: Item) -> dict[str, Any]:
    written = {
        "id": item.key,
        "type": item.kind,
        "title": item.title,
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
            for name in item.authors
        ],
        "container-title" if item.kind == "article-journal" else "publisher": item.source,
        "issued": {"date-parts": [list(item.issued)]} if item.issued else None,
        "volume": item.volume,
        "issue": item.issue,
        "page": item.pages,
        "DOI": item.doi,
        "PMID": item.pmid,
        "URL": item.url,
        "note": item.note,
    }
    return {name: value for name, value in written.items() if value}


# Each by the ending of its file: how it is written, and its media type.
FORMATS: dict[str, tuple[Callable[[Iterable[Item]], str], str]] = {
    "ris": (ris, "application/x-research-info-systems"),
    "bib": (bibtex, "application/x-bibtex"),
    "json": (csl, "application/vnd.citationstyles.csl+json"),
}
