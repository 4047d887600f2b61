"""What a member's reading was about, beside what their work covers."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count

from articles.models import Topic

from .models import PageView, Preference
from .periods import moments

if TYPE_CHECKING:
    from accounts.models import User

# The most topics that are shown of those that are outside what one's work covers.
MOST = 8


@dataclass(frozen=True)
class Covered:
    """A topic, how many articles of it were read, and whether the member's work covers it."""

    name: str
    address: str
    count: int
    is_chosen: bool
    share: int  # per cent of the topic that was read most


@dataclass(frozen=True)
class Coverage:
    """The topics that were read most and all that one's work covers; of the others, only how many there are."""

    topics: list[Covered]
    others: int
    unread: list[Covered]


def by_topic(user: "User", start: date, end: date) -> Coverage:
    """How many articles of each topic were read from the first day to the last, the most first. Three queries."""
    since, until = moments(start, end)
    counts = dict(
        PageView.objects.owned_by(user)
        .shown()
        .filter(opened_at__gte=since, opened_at__lt=until, version__article__topics__isnull=False)
        .order_by()
        .values("version__article__topics")
        .annotate(count=Count("version__article", distinct=True))
        .values_list("version__article__topics", "count")
    )
    chosen = set(Preference.topics.through.objects.filter(preference__user=user).values_list("topic", flat=True))
    top = max(counts.values(), default=1)
    found = [
        Covered(
            it.name, it.get_absolute_url(), counts.get(it.pk, 0), it.pk in chosen, counts.get(it.pk, 0) * 100 // top
        )
        for it in Topic.objects.filter(pk__in={*counts, *chosen})
    ]
    found.sort(key=lambda it: (-it.count, it.name))
    read = [it for it in found if it.count]
    shown = [it for place, it in enumerate(read) if it.is_chosen or place < MOST]
    return Coverage(shown, len(read) - len(shown), [it for it in found if not it.count])
