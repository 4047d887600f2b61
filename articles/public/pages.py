"""What an article page shows, gathered from a version for its template."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from django.http import Http404
from django.utils import timezone

from articles import generations
from articles.models import NAMELESS, Reference, Version
from articles.text import Rendered
from articles.text.sections import sections_of

WORDS_PER_MINUTE = 200  # silent reading of non-fiction: 238 (Brysbaert 2019), less for dense clinical text


@dataclass(frozen=True)
class Numbered:
    """A reference with its number on the page and the ids of the places that cite it."""

    number: int
    reference: Reference
    cited_at: list[str]


@dataclass(frozen=True)
class Currency:
    """How far a version is between its last check and its next one, on a day."""

    checked_on: date
    next_check_on: date
    is_overdue: bool
    percent: int
    months: int
    cycle: int


def released(version_id: int) -> Version:
    """A version that readers can open or could once, with its article; from memory when it is there.

    Raises Http404 when there is none.
    """
    versions = Version.objects.released().select_related("article").filter(pk=version_id)
    version = generations.get_or_set(generations.page_cache(), ("released", version_id), versions.first)
    if version is None:
        raise Http404
    return version


def references(version: Version, page: str) -> list[Numbered]:
    """The references of a version with the numbers that its page gives them; what nothing cites comes last."""
    cited_at: dict[str, list[str]] = {}
    for place, key in re.findall(r'id="(c\d+-\d+)" data-ref="([^"]*)"', page):
        cited_at.setdefault(key, []).append(place)
    order = {key: place for place, key in enumerate(cited_at)}
    ordered = sorted(version.references.all(), key=lambda item: order.get(item.key, len(order)))
    return [Numbered(number, item, cited_at.get(item.key, [])) for number, item in enumerate(ordered, start=1)]


def history(versions: Iterable[Version]) -> list[tuple[Version, Version | None]]:
    """Versions, the newest first, each with the one that it came after."""
    newest_first = list(versions)
    return list(zip_longest(newest_first, newest_first[1:]))


def minutes(text: str) -> int:
    """Minutes that reading a text takes, one at least."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE))


def currency(checked_on: date, next_check_on: date, *, on: date) -> Currency:
    """Where a day stands between a check and the next one."""
    cycle = (next_check_on - checked_on).days
    gone = (on - checked_on).days
    return Currency(
        checked_on=checked_on,
        next_check_on=next_check_on,
        is_overdue=on > next_check_on,
        percent=min(99, max(2, round(100 * gone / cycle))),
        months=_months(gone),
        cycle=_months(cycle),
    )


def _months(days: int) -> int:
    return round(days / 30.4375)


def original_author(version: Version) -> str:
    """Who wrote the first version, from `for_page()`. No one else stands in for someone who took their name back."""
    is_same = version.first_author_id in {version.author_id, None}
    return version.printed_author if is_same else version.first_author_name or NAMELESS


def context(version: Version, *, rendered: Rendered | None = None, on: date | None = None) -> dict[str, Any]:
    """What the template of an article page takes.

    `version` comes from `Version.objects.for_page()`; `rendered` stands in for its page while it is a draft.
    """
    shown = rendered or version
    checked_on, next_check_on = version.checked_on, version.next_check_on
    return {
        "version": version,
        "article": version.article,
        "topics": version.article.topics.all(),
        "sections": sections_of(shown),
        "references": references(version, shown.page),
        "see_also": list(version.article.see_also.all()),
        "original_author": original_author(version),
        "minutes": minutes(shown.text),
        "currency": currency(checked_on, next_check_on, on=on or timezone.localdate()) if checked_on else None,
    }
