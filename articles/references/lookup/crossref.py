"""What Crossref knows of a DOI (https://api.crossref.org, REST API, works)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import quote

from articles.references.lookup.client import NotFound, Unreachable, get_json
from articles.references.lookup.markup import plain
from articles.references.lookup.notices import Notice, SourceStatus, status_of

ADDRESS = "https://api.crossref.org/works/"
MANY = "https://api.crossref.org/works?"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_AUTHORS = 6  # as Vancouver style prints them, and then et al
_BOOKS = {"book", "monograph", "edited-book", "reference-book", "book-set", "report", "report-component", "standard"}
_CHAPTERS = {"book-chapter", "book-section", "book-part", "reference-entry", "proceedings-article"}
_IN_TITLE = re.compile(r"\W*(RETRACTED|WITHDRAWN|REMOVED)\b", re.I)


def look_up(doi: str) -> tuple[dict[str, str], list[Notice]]:
    """The fields of a reference, and the notices about it. Raises NotFound and Unreachable."""
    answer = get_json(ADDRESS + quote(doi, safe="/"))
    try:
        return _fields(answer["message"]), list(_notices(answer["message"]))
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise Unreachable from error


def notices_of(dois: list[str]) -> dict[str, list[Notice]]:
    """The notices about each of a few DOIs that Crossref knows, in one question. Raises Unreachable."""
    wanted = ",".join(f"doi:{quote(doi, safe='/')}" for doi in dois)
    answer = get_json(f"{MANY}filter={wanted}&rows={len(dois)}")
    try:
        found = {str(work["DOI"]).lower(): list(_notices(work)) for work in answer["message"]["items"]}
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise Unreachable from error
    return {doi: found[doi.lower()] for doi in dois if doi.lower() in found}


def _fields(work: dict[str, Any]) -> dict[str, str]:
    title = _title(work)
    if not title:
        raise NotFound
    return {
        "authors": _authors(work),
        "title": title,
        "source": _source(work),
        "issued": _issued(work),
        "volume": plain(work.get("volume")),
        "issue": plain(work.get("issue")),
        "pages": plain(work.get("page") or work.get("article-number")),
    }


def _title(work: dict[str, Any]) -> str:
    """The title with its subtitle, if it does not hold that already, and of a book with its edition."""
    title, subtitle = plain(_first(work.get("title"))), plain(_first(work.get("subtitle")))
    if title and subtitle and subtitle.lower() not in title.lower():
        title = f"{title}{'' if title.endswith((':', '?', '!')) else ':'} {subtitle}"
    edition = plain(work.get("edition-number")) if work.get("type") in _BOOKS else ""
    return f"{title}. {_ordinal(edition)} ed" if title and edition not in {"", "1"} else title


def _ordinal(number: str) -> str:
    if not number.isdecimal():
        return number
    teens = number[-2:] in {"11", "12", "13"}
    return number + ("th" if teens else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def _source(work: dict[str, Any]) -> str:
    """The journal; of a chapter its book; of a book or report its publisher, with the place."""
    journal = plain(_first(work.get("short-container-title")) or _first(work.get("container-title")))
    publisher = ": ".join(filter(None, (plain(work.get("publisher-location")), plain(work.get("publisher")))))
    if work.get("type") in _CHAPTERS:
        book = plain(_first(work.get("container-title"))) or journal
        editors = _names(work.get("editor") or [])
        by = f"{editors}, editor{'s' if len(work['editor']) > 1 else ''}" if editors else ""
        whole = ". ".join(filter(None, (by, book, publisher)))
        return f"In: {whole}" if book and len(whole) < 195 else f"In: {book}"[:200] if book else publisher
    return publisher if work.get("type") in _BOOKS else journal or publisher


def _first(values: Any) -> Any:
    return values[0] if isinstance(values, list) and values else ""


def _authors(work: dict[str, Any]) -> str:
    """Who wrote it; of a book without authors, who edited it."""
    if work.get("author"):
        return _names(work["author"])
    editors = work.get("editor") or []
    if not editors or work.get("type") in _CHAPTERS:
        return ""
    return f"{_names(editors)}, editor{'s' if len(editors) > 1 else ''}"


def _names(people: list[dict[str, Any]]) -> str:
    """Family names with initials, six at most; groups by their whole names."""
    names = [name for one in people if (name := _name(one))]
    return ", ".join([*names[:MOST_AUTHORS], *(["et al"] if len(names) > MOST_AUTHORS else [])])


def _name(one: dict[str, Any]) -> str:
    family, group = plain(one.get("family")), plain(one.get("name"))
    parts = (
        (family, _initials(plain(one.get("given"))), plain(one.get("suffix")))
        if family
        else (group or plain(one.get("given")),)
    )
    return " ".join(filter(None, parts))


def _initials(given: str) -> str:
    if given.isupper() and len(given) < 4:
        return given
    return "".join(part[0].upper() for part in re.split(r"[\s.\-\u2010-\u2015]+", given) if part)


def _issued(work: dict[str, Any]) -> str:
    """Year, month and day as far as they are given: 2014 May 28."""
    dated: Any = next(
        (
            work[name]
            for name in ("published-print", "published", "issued", "published-online")
            if _parts(work.get(name))
        ),
        {},
    )
    year, month, day = [*_parts(dated), 0, 0, 0][:3]
    return " ".join(part for part in (str(year or ""), MONTHS[month - 1] if month else "", str(day or "")) if part)


def _parts(dated: Any) -> list[int]:
    return [int(part) for part in (_first((dated or {}).get("date-parts")) or []) if part]


# --- Notices ---


def _notices(work: dict[str, Any]) -> Iterator[Notice]:
    """What was published about a work later, such as a retraction; or that it is such a notice itself."""
    for update in work.get("updated-by") or []:
        status = status_of(str(update.get("type") or update.get("label") or ""))
        if status:
            yield Notice(status, "Crossref", f"doi:{update.get('DOI') or ''}", _day(update.get("updated")))
    for relation in ("is-retracted-by", "is-corrected-by"):
        for other in (work.get("relation") or {}).get(relation) or []:
            kind = SourceStatus.RETRACTED if "retracted" in relation else SourceStatus.CORRECTED
            yield Notice(kind, "Crossref", f"doi:{other.get('id') or ''}", None)
    for update in work.get("update-to") or []:
        if status_of(str(update.get("type") or "")) in {SourceStatus.RETRACTED, SourceStatus.CONCERN}:
            yield Notice(SourceStatus.NOTICE, "Crossref", f"doi:{update.get('DOI') or ''}", _day(update.get("updated")))
    if _IN_TITLE.match(plain(_first(work.get("title")))) and not work.get("update-to"):
        yield Notice(SourceStatus.RETRACTED, "Crossref", "", None)


def _day(dated: Any) -> date | None:
    year, month, day = [*_parts(dated), 1, 1, 1][:3] if _parts(dated) else (0, 1, 1)
    return date(year, month, day) if year else None
