"""Who has opened a version, and who has noted an article: questions that the app which keeps a log answers.

`articles` and `feedback` know no reading log and no notes (docs/decisions/0021).
"""

from datetime import datetime

from django.db.models import QuerySet

from articles.models import Article, Version
from core.contributions import Question

# Ids of members, as a queryset of one column, of what happened up to a moment.
opened_by: Question[[Version, datetime], QuerySet] = Question()
noted_by: Question[[Article, datetime], QuerySet] = Question()
# Ids of the articles that the member with this id has noted, as a queryset of one column.
articles_noted_by: Question[[int], QuerySet] = Question()


def who_opened(version: Version, by: datetime) -> set[int]:
    """The ids of the members who had opened this version by then, each once."""
    return {pk for answer in opened_by.ask(version, by) for pk in answer}


def who_noted(article: Article, by: datetime) -> set[int]:
    """The ids of the members who had written something on this article by then, each once."""
    return {pk for answer in noted_by.ask(article, by) for pk in answer}


def has_noted(article: Article, user_id: int, by: datetime) -> bool:
    """Whether one member had written something on this article by then."""
    return any(answer.filter(user=user_id).exists() for answer in noted_by.ask(article, by))


def noted_articles(user_id: int) -> set[int]:
    """The ids of the articles that one member has written something on."""
    return {pk for answer in articles_noted_by.ask(user_id) for pk in answer}
