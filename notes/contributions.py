"""What this app answers others about its members' reading and notes: who and how many; and which fields hold text."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, QuerySet

from articles import readership, usage
from articles.models import Article, Version
from core.forms.text_fields import text_fields
from notes.models import Note, PageView


@text_fields.answer
def own_text() -> list[str]:
    """The fields of our forms: of a note, and of a visit."""
    return ["body", "question"]


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
