"""What has changed in articles since a member last read them. The log of their reading says which version that was."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, F, Max, QuerySet

from articles.models import Version
from articles.public.since import Difference, difference
from notes.models import PageView

if TYPE_CHECKING:
    from accounts.models import User


def since_last_read(user: "User", version: Version, opened_at: datetime) -> Difference | None:
    """From the version that this member read last to this one, on the visit that began at that moment.

    None when they have read none before it, or had opened this one already: then they have seen the changes.
    """
    if version.number == 1:
        return None
    views = PageView.objects.owned_by(user)
    has_seen = Exists(views.filter(version=version, opened_at__lt=opened_at))
    earlier = views.filter(version__article=version.article_id, version__number__lt=version.number)
    last = earlier.filter(~has_seen).order_by("-opened_at", "-pk").values_list("version", flat=True).first()
    return difference(last, version) if last else None


def worth_reading_again(user: "User", count: int = 5) -> QuerySet[Version]:
    """Live versions of articles of which the member has read only earlier ones, the newest first. One query.

    Each with `read_number`, the newest version that they have read.
    """
    return (
        Version.objects.published()
        .filter(article__versions__page_views__user=user)
        .annotate(read_number=Max("article__versions__number"))
        .filter(read_number__lt=F("number"))
        .select_related("article")
        .only(
            *("number", "title", "significance", "change_note", "amended_note", "published_at"),
            *("article__document_id", "article__slug"),
        )
        .order_by("-published_at", "-pk")[:count]
    )
