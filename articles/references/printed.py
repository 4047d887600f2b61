"""References as they are printed (Vancouver style, as the ICMJE recommends it) and where they lead.

Every function takes an object with the text fields of `Reference`.
"""

import re
from html import escape
from typing import Protocol
from urllib.parse import quote, urlsplit


class Citable(Protocol):
    """What has the text fields of a reference, whether they can be written or not."""

    @property
    def authors(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def source(self) -> str: ...

    @property
    def issued(self) -> str: ...

    @property
    def volume(self) -> str: ...

    @property
    def issue(self) -> str: ...

    @property
    def pages(self) -> str: ...

    @property
    def doi(self) -> str: ...

    @property
    def pmid(self) -> str: ...

    @property
    def url(self) -> str: ...


def kind(reference: Citable) -> str:
    """The kind of source, as CSL calls it: told from the fields that only a journal's article has."""
    if reference.volume or reference.issue or reference.pages or reference.doi or reference.pmid:
        return "article-journal"
    return "webpage" if reference.url and not reference.source else "report"


def vancouver(reference: Citable) -> str:
    """The reference as escaped HTML, its source in italics."""
    return " ".join(_sentence(escape(part), mark) for part, mark in _parts(reference) if part)


def plain(reference: Citable) -> str:
    """The reference as plain text."""
    return " ".join(_sentence(part) for part, _ in _parts(reference) if part)


def links(reference: Citable) -> list[tuple[str, str]]:
    """Where the source can be read, as (label, address). The addresses are not escaped."""
    doi = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", reference.doi.strip(), flags=re.IGNORECASE)
    pmid = reference.pmid.strip()
    found = []
    if re.fullmatch(r"10\.\d{4,9}/\S+", doi, re.ASCII):
        found.append(("DOI", f"https://doi.org/{quote(doi, safe='/:;()._-')}"))
    if re.fullmatch(r"\d+", pmid, re.ASCII):
        found.append(("PubMed", f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"))
    if host := _host(reference.url.strip()):
        found.append((host, reference.url.strip()))
    return found


def _parts(reference: Citable) -> list[tuple[str, str]]:
    """The sentences of a reference in their order, each with the element that it is set in."""
    issue = f"({_tidy(reference.issue)})" if reference.issue.strip() else ""
    volume = _tidy(reference.volume) + issue
    pages = f":{_tidy(reference.pages)}" if reference.pages.strip() else ""
    printed = ";".join(part for part in (_tidy(reference.issued), volume) if part) + pages
    return [
        (_tidy(reference.authors), ""),
        (_tidy(reference.title), ""),
        (_tidy(reference.source), "i"),
        (printed.removeprefix(":"), ""),
    ]


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str, element: str = "") -> str:
    """Those words with one full stop, if they do not end a sentence already."""
    stop = "" if text.endswith((".", "?", "!")) else "."
    return f"<{element}>{text}</{element}>{stop}" if element else f"{text}{stop}"


def _host(url: str) -> str:
    """The site of a web address; empty for anything that is no http(s) address."""
    try:
        address = urlsplit(url)
        host = address.hostname or ""
    except ValueError:
        return ""
    is_web = address.scheme in {"http", "https"} and not re.search(r"[\s\x00-\x1f]", url)
    return host.removeprefix("www.") if is_web else ""
