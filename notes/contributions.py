"""What this app says of its members' reading and notes to those who have to know: who and how many, nothing else."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet

from articles import readership, usage
from articles.models import Article, Version
from notes.models import Note, PageView


@readership.opened_by.answer
def opened_by(version: Version, by: datetime) -> QuerySet:
    """Whoever has a visit to this version in their log."""
    views = PageView.objects.filter(version=version, opened_at__lte=by)
    return views.order_by().values_list("user", flat=True).distinct()


@readership.noted_by.answer
def noted_by(article: Article, by: datetime) -> QuerySet:
    """Whoever has a note on any version of this article."""
    notes = Note.objects.filter(version__article=article, created_at__lte=by)
    return notes.order_by().values_list("user", flat=True).distinct()


@readership.articles_noted_by.answer
def articles_noted_by(user_id: int) -> QuerySet:
    """The articles on any version of which this member has a note."""
    return Note.objects.filter(user=user_id).order_by().values_list("version__article", flat=True).distinct()


@usage.reads.answer
def reads(article_ids: Collection[int], since: datetime) -> dict[int, int]:
    """Visits of members to any version of these articles."""
    found = PageView.objects.filter(version__article__in=article_ids, opened_at__gte=since).order_by()
    return dict(found.values_list("version__article").annotate(Count("pk")))
