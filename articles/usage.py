"""How articles are used, as other rooms count it, each in its own `usage.py`.

`articles` knows none of them: they register here, as the parts of a person's data do (accounts/data_export.py).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.module_loading import autodiscover_modules

# Takes ids of articles and the moment from which to count; gives how many there were of each article that has any.
Counter = Callable[[Collection[int], datetime], dict[int, int]]
_counters: dict[str, Counter] = {}


@dataclass(frozen=True)
class Usage:
    """What is known of one article's use: visits, answers to “Was this useful?”, and how many of those were no."""

    reads: int = 0
    votes: int = 0
    noes: int = 0


def counts(what: str) -> Callable[[Counter], Counter]:
    """Register the function that counts `reads`, `votes` or `noes`. It costs one query, however many the articles."""

    def register(count: Counter) -> Counter:
        _counters[what] = count
        return count

    return register


def of(article_ids: Collection[int], since: datetime) -> dict[int, Usage]:
    """The use of each of these articles since then."""
    autodiscover_modules("usage")
    counted = {what: count(article_ids, since) for what, count in _counters.items()}
    return {pk: Usage(**{what: by_article.get(pk, 0) for what, by_article in counted.items()}) for pk in article_ids}
