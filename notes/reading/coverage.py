"""What a member's reading was about, beside what their work covers."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q

from articles.models import Topic
from notes.models import Preference
from notes.reading import history

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
    """How many articles of each topic were read from the first day to the last, the most first. One query."""
    was_read = Q(articles__in=history.visible(user, start, end).order_by().values("version__article"))
    chosen = Preference.topics.through.objects.filter(preference__user=user, topic=OuterRef("pk"))
    counted = Topic.objects.annotate(count=Count("articles", filter=was_read), is_chosen=Exists(chosen))
    topics = sorted(counted, key=lambda it: (-it.count, it.name))
    top = max((it.count for it in topics), default=0) or 1
    found = [
        Covered(it.name, it.get_absolute_url(), it.count, it.is_chosen, it.count * 100 // top)
        for it in topics
        if it.count or it.is_chosen
    ]
    read = [it for it in found if it.count]
    listed = [it for position, it in enumerate(read) if it.is_chosen or position < MOST]
    return Coverage(listed, len(read) - len(listed), [it for it in found if not it.count])
