"""Who has opened a version, and who keeps an article in mind, as other rooms say it in their own `readers.py`.

`articles` and `feedback` know no reading log and no notes: the room that keeps them registers the question here
(docs/decisions/0021).
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.module_loading import autodiscover_modules

from articles.models import Article, Version

# Each gives the ids of members, as a queryset of one column, of what happened up to a moment.
Openers = Callable[[Version, datetime], QuerySet]
Keepers = Callable[[Article, datetime], QuerySet]
# Gives the ids of articles, as a queryset of one column, for the id of a member.
Shelves = Callable[[int], QuerySet]
_openers: list[Openers] = []
_keepers: list[Keepers] = []
_shelves: list[Shelves] = []


def opened(ask: Openers) -> Openers:
    """Register the function that says which members had opened a version by a moment."""
    _openers.append(ask)
    return ask


def kept(ask: Keepers) -> Keepers:
    """Register the function that says which members had written something on an article by a moment."""
    _keepers.append(ask)
    return ask


def shelved(ask: Shelves) -> Shelves:
    """Register the function that says which articles a member has written something on."""
    _shelves.append(ask)
    return ask


def who_opened(version: Version, by: datetime) -> set[int]:
    """The ids of the members who had opened this version by then, each once."""
    autodiscover_modules("readers")
    return {pk for ask in _openers for pk in ask(version, by)}


def who_keeps(article: Article, by: datetime) -> set[int]:
    """The ids of the members who had written something on this article by then, each once."""
    autodiscover_modules("readers")
    return {pk for ask in _keepers for pk in ask(article, by)}


def keeps(article: Article, user_id: int, by: datetime) -> bool:
    """Whether one member had written something on this article by then."""
    autodiscover_modules("readers")
    return any(ask(article, by).filter(user=user_id).exists() for ask in _keepers)


def kept_by(user_id: int) -> set[int]:
    """The ids of the articles that one member has written something on."""
    autodiscover_modules("readers")
    return {pk for ask in _shelves for pk in ask(user_id)}
