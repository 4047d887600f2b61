"""How often articles are read, for the desk: numbers only, of all members together."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from articles import usage
from notes.models import PageView


@usage.counts("reads")
def reads(article_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Visits of members to any version of these articles."""
    found = PageView.objects.filter(version__article__in=article_ids, opened_at__gte=since).order_by()
    return dict(found.values_list("version__article").annotate(Count("pk")))
