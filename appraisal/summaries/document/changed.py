"""Articles read in a period that have changed since, and whether the member has read them again."""

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Min
from django.utils import timezone

from appraisal.summaries.document.reference import reference
from articles.models import RELEASED, Version
from core import periods
from notes.models import PageView

if TYPE_CHECKING:
    from accounts.models import User


def since_read(user: "User", start: date, end: date) -> list[dict[str, Any]]:
    """Each article of which a later version was published than the newest that was read in the period.

    With the versions since, what each changed and when, and the day on which one of them was first read. Three queries.
    """
    since, until = periods.moments(start, end)
    mine = PageView.objects.owned_by(user).visible().order_by()
    read = dict(
        mine.filter(opened_at__gte=since, opened_at__lt=until)
        .values("version__article")
        .annotate(number=Max("version__number"))
        .values_list("version__article", "number")
    )
    later = later_versions(read)
    again = read_again(mine.filter(version__in=[version.pk for versions in later.values() for version in versions]))
    return [row(read[article], versions, again) for article, versions in later.items()]


def later_versions(read: dict[int, int]) -> dict[int, list[Version]]:
    """By article, in the order of their titles: the version that was read, and all that were published after it."""
    found: dict[int, list[Version]] = defaultdict(list)
    versions = Version.objects.filter(article__in=read, status__in=RELEASED).select_related("article")
    for version in versions.defer(*Version.LONG).order_by("title", "article", "number"):
        if version.number >= read[version.article_id]:
            found[version.article_id].append(version)
    return {article: sorted(group, key=lambda it: it.number) for article, group in found.items() if len(group) > 1}


def read_again(views: Any) -> dict[int, datetime]:
    """When each of these versions was first opened."""
    return dict(views.values("version").annotate(first=Min("opened_at")).values_list("version", "first"))


def row(number: int, versions: list[Version], again: dict[int, datetime]) -> dict[str, Any]:
    """What the document says of one article. `versions` begins with the one that was read."""
    old, *since = versions
    times = [again[version.pk] for version in since if version.pk in again]
    return {
        **reference(old),
        "versions_since": [
            {
                "version": version.number,
                "published_on": timezone.localdate(version.published_at).isoformat(),
                "significance": version.significance,
                "change_note": version.printed_change_note,
            }
            for version in since
        ],
        "reread_on": timezone.localdate(min(times)).isoformat() if times else None,
    }
