"""What a member has read and not reflected on, put together by what it was about."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, Max
from django.utils import timezone

from appraisal.models import Entry, Source
from articles.models import Article, Version
from core.periods import midnight, months_on
from notes.models import PageView
from notes.reading.history import linked, opened_last

if TYPE_CHECKING:
    from accounts.models import User

# How far back it looks: further, and the reading is forgotten.
MONTHS = 3
# The most versions that are looked at: those opened last.
MOST = 200


@dataclass
class Read:
    """One version that was read, in one visit or several."""

    version: Version
    views: list[PageView]

    @property
    def seconds(self) -> int:
        """How long it was read, all visits together."""
        return sum(view.active_seconds for view in self.views)

    @property
    def opened_at(self) -> datetime:
        """When it was opened last."""
        return max(view.opened_at for view in self.views)

    @property
    def question(self) -> str:
        """What led to it, where that was said last."""
        return next((view.question for view in self.views if view.question), "")

    @property
    def on(self) -> date:
        """The day on which it was opened last."""
        return timezone.localdate(self.opened_at)


@dataclass
class Theme:
    """What belongs together, and why: a question, a topic, a day, or one article."""

    why: str
    title: str | date
    reads: list[Read]

    @property
    def view_ids(self) -> list[int]:
        """Every visit in it."""
        return [view.pk for read in self.reads for view in read.views]


def themes(user: "User") -> list[Theme]:
    """What was read and not reflected on in the last months, by theme, the newest first. Four queries at most.

    The same question makes a theme; then the topic that most of the rest share; then the day. Others stand alone.
    """
    left = unreflected(user)
    topics = topics_of(left)
    found = [*_by(left, "question", lambda read: read.question.casefold(), lambda read: read.question, least=1)]
    found += _by_topic(_rest(left, found), topics)
    found += _by(_rest(left, found), "day", lambda read: read.on, lambda read: read.on, least=2)
    found += [Theme("article", read.version.title, [read]) for read in _rest(left, found)]
    return sorted(found, key=lambda theme: max(read.opened_at for read in theme.reads), reverse=True)


def unreflected(user: "User", versions: Iterable[int] | None = None) -> list[Read]:
    """Every version read in the last months about which nothing was written after it was opened, the newest first.

    Each with all such visits; of these versions only, if any are named. Two queries.
    """
    since = midnight(months_on(timezone.localdate(), -MONTHS))
    waiting = PageView.objects.owned_by(user).visible().filter(opened_at__gte=since, dismissed_at=None)
    if versions is not None:
        waiting = waiting.filter(version__in=versions)
    waiting = waiting.exclude(Exists(Entry.links_to_visit()))
    views = list(linked(waiting.filter(version__in=opened_last(waiting, MOST))).order_by("-opened_at", "-pk"))
    written = last_written(user, {view.version_id for view in views})
    return reads_of(it for it in views if it.version_id not in written or written[it.version_id] < it.opened_at)


def reads_of(views: Iterable[PageView]) -> list[Read]:
    """These visits by the version that was read, in their order."""
    reads: dict[int, Read] = {}
    for view in views:
        reads.setdefault(view.version_id, Read(view.version, [])).views.append(view)
    return list(reads.values())


def last_written(user: "User", version_ids: Iterable[int]) -> dict[int, datetime]:
    """When the member last wrote an entry that came from these versions."""
    mine = Source.objects.filter(entry__user=user, version__in=list(version_ids)).order_by()
    return dict(mine.values("version").annotate(at=Max("entry__created_at")).values_list("version", "at"))


def topics_of(reads: Iterable[Read]) -> dict[int, list[str]]:
    """The names of the topics of each read's article, by the article's id."""
    through = Article.topics.through
    ids = {read.version.article_id for read in reads}
    found = defaultdict(list)
    rows = through.objects.filter(article__in=ids).order_by("topic__name").values_list("article", "topic__name")
    for article_id, name in rows if ids else ():
        found[article_id].append(name)
    return found


def _rest(reads: list[Read], found: list[Theme]) -> list[Read]:
    taken = {id(read) for theme in found for read in theme.reads}
    return [read for read in reads if id(read) not in taken]


def _by(
    reads: list[Read], why: str, key: Callable[[Read], object], title: Callable[[Read], str | date], *, least: int
) -> list[Theme]:
    """A theme of all reads that give the same key, if they are so many; reads that give none have no theme."""
    groups = defaultdict(list)
    for read in reads:
        if it := key(read):
            groups[it].append(read)
    return [Theme(why, title(group[0]), group) for group in groups.values() if len(group) >= least]


def _by_topic(reads: list[Read], topics: dict[int, list[str]]) -> list[Theme]:
    """Each read under that of its topics which most of the reads share; a topic of one read is no theme."""
    shared = Counter(name for read in reads for name in topics.get(read.version.article_id, []))
    best = {
        id(read): max(topics.get(read.version.article_id, [""]), key=lambda name: (shared[name], name))
        for read in reads
    }
    return _by(reads, "topic", lambda read: best[id(read)], lambda read: best[id(read)], least=2)
