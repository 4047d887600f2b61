"""What this room says of its members' reading and notes to those who have to reach them: who, and nothing else."""

from datetime import datetime

from django.db.models import QuerySet

from articles import readership
from articles.models import Article, Version
from notes.models import Note, PageView


@readership.opened
def opened(version: Version, by: datetime) -> QuerySet:
    """Whoever has a visit to this version in their log."""
    views = PageView.objects.filter(version=version, opened_at__lte=by)
    return views.order_by().values_list("user", flat=True).distinct()


@readership.kept
def noted(article: Article, by: datetime) -> QuerySet:
    """Whoever has a note on any version of this article."""
    notes = Note.objects.filter(version__article=article, created_at__lte=by)
    return notes.order_by().values_list("user", flat=True).distinct()


@readership.shelved
def noted_by(user_id: int) -> QuerySet:
    """The articles on any version of which this member has a note."""
    return Note.objects.filter(user=user_id).order_by().values_list("version__article", flat=True).distinct()
