"""How articles are used, as the apps that know count it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from core.contributions import Question

# Takes ids of articles and the moment from which to count; gives how many there were of each article that has any.
# An answer costs one query, however many the articles.
Count = Question[[Collection[int], datetime], dict[int, int]]
reads: Count = Question()
votes: Count = Question()
noes: Count = Question()


@dataclass(frozen=True)
class Usage:
    """What is known of one article's use: visits, answers to “Was this useful?”, and how many of those were no."""

    reads: int = 0
    votes: int = 0
    noes: int = 0


def of(article_ids: Collection[int], since: datetime) -> dict[int, Usage]:
    """The use of each of these articles since then."""
    counted = {"reads": reads, "votes": votes, "noes": noes}
    totals = {what: _total(question, article_ids, since) for what, question in counted.items()}
    return {pk: Usage(**{what: total[pk] for what, total in totals.items()}) for pk in article_ids}


def _total(question: Count, article_ids: Collection[int], since: datetime) -> Counter[int]:
    total: Counter[int] = Counter()
    for answer in question.ask(article_ids, since):
        total.update(answer)
    return total
