"""What Crossref knows of a DOI (https://api.crossref.org, REST API, works)."""

import re
from html import unescape
from typing import Any
from urllib.parse import quote

from articles.references.lookup.client import NotFound, Unreachable, get_json

ADDRESS = "https://api.crossref.org/works/"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_AUTHORS = 6  # as Vancouver style prints them, and then et al


def look_up(doi: str) -> dict[str, str]:
    """The fields of a reference. Raises NotFound and Unreachable."""
    answer = get_json(ADDRESS + quote(doi, safe="/"))
    try:
        return _fields(answer["message"])
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise Unreachable from error


def _fields(work: dict[str, Any]) -> dict[str, str]:
    title = _plain(_first(work.get("title")))
    if not title:
        raise NotFound
    return {
        "authors": _authors(work.get("author") or []),
        "title": title,
        "source": _plain(
            _first(work.get("short-container-title")) or _first(work.get("container-title")) or work.get("publisher")
        ),
        "issued": _issued(work),
        "volume": _plain(work.get("volume")),
        "issue": _plain(work.get("issue")),
        "pages": _plain(work.get("page")),
    }


def _first(values: Any) -> Any:
    return values[0] if isinstance(values, list) and values else ""


def _plain(text: Any) -> str:
    """Words without the markup that publishers deposit."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", str(text or ""))).split())


def _authors(people: list[dict[str, Any]]) -> str:
    """Family names with initials, six at most."""
    names = [
        _plain(f"{one.get('family') or one.get('name') or ''} {_initials(one.get('given') or '')}") for one in people
    ]
    return ", ".join([*names[:MOST_AUTHORS], *(["et al"] if len(names) > MOST_AUTHORS else [])])


def _initials(given: str) -> str:
    return "".join(part[0].upper() for part in re.split(r"[\s.\-]+", given) if part)


def _issued(work: dict[str, Any]) -> str:
    """Year, month and day as far as they are given: 2014 May 28."""
    dated = work.get("published-print") or work.get("published") or work.get("issued") or {}
    parts = [int(part) for part in (_first(dated.get("date-parts")) or []) if part]
    year, month, day = [*parts, 0, 0, 0][:3]
    return " ".join(part for part in (str(year or ""), MONTHS[month - 1] if month else "", str(day or "")) if part)
