"""What this app says of readers' answers and messages to the desk."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from articles import usage
from articles.desk.work_queue import waiting_for
from feedback import work_queue
from feedback.models import Vote

waiting_for.answer(work_queue.queues)


@usage.votes.answer
def votes(article_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Answers to “Was this useful?” on any version of these articles."""
    found = Vote.objects.filter(version__article__in=article_ids, voted_at__gte=since).order_by()
    return dict(found.values_list("version__article").annotate(Count("pk")))


@usage.noes.answer
def noes(article_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Those of them that were no."""
    found = Vote.objects.filter(version__article__in=article_ids, voted_at__gte=since, is_useful=False).order_by()
    return dict(found.values_list("version__article").annotate(Count("pk")))
