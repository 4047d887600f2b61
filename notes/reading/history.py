"""What a member has read and written, counted and listed. Questions only; nothing here writes."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncDate

from accounts.models import User
from core.periods import columns, moments, names
from notes.models import Note, PageView
from notes.reading import outcomes
from notes.reading.tracking import SAME_VISIT

# Columns of a version, as seen from a view or a note, that a link to it needs.
LINK = [f"version__{field}" for field in ("number", "title", "article__document_id", "article__slug")]


def visits(user: User) -> QuerySet[PageView]:
    """The member's views, newest first, with their version and how many notes and entries came of each."""
    return linked(PageView.objects.owned_by(user)).annotate(
        note_count=counted(noted(user), "user"), entry_count=outcomes_of_visit()
    )


def linked(rows: QuerySet) -> QuerySet:
    """These rows, each with so much of its version as a link to it needs: address, title and number."""
    own = [field.name for field in rows.model._meta.concrete_fields]
    return rows.select_related("version__article").only(*own, *LINK)


def opened_last(views: QuerySet[PageView], count: int) -> QuerySet:
    """The versions that were opened last in these visits, as many as `count`: for use inside another query."""
    last = views.order_by().values("version").annotate(last=Max("opened_at")).order_by("-last", "-version")
    return last.values("version")[:count]


def noted(user: User) -> QuerySet[Note]:
    """The notes that the member wrote during the view at hand, or within half an hour of it."""
    return Note.objects.owned_by(user).filter(
        version=OuterRef("version"),
        created_at__gte=OuterRef("opened_at"),
        created_at__lte=OuterRef("seen_at") + SAME_VISIT,
    )


def came_of_it(user: User) -> Combinable:
    """Whether anything came of the visit at hand: a note, or what other apps answer."""
    return reduce(or_, [Exists(noted(user)), *map(Exists, outcomes.of_visit.ask())])


def outcomes_of_visit() -> Combinable:
    """How many things came of the visit at hand, as other apps count them."""
    return sum((counted(rows, "pageview") for rows in outcomes.of_visit.ask()), start=Value(0))


def counted(rows: QuerySet, by: str) -> Coalesce:
    """How many rows a subquery finds; `by` is a field that is the same in all of them."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("*")).values("n")), 0)


def visible(user: User, start: date, end: date) -> QuerySet[PageView]:
    """The member's views from the first day to the last, without those that they hid."""
    since, until = moments(start, end)
    return PageView.objects.owned_by(user).visible().filter(opened_at__gte=since, opened_at__lt=until)


class Visit(NamedTuple):
    """One view, as it counts: its day, its article, how long it was read (seconds), whether something came of it."""

    on: date
    article_id: int
    seconds: int
    is_led: bool


@dataclass(frozen=True)
class Reading:
    """What a member read from the first day to the last. Asked for once, and counted from that in every way."""

    start: date
    end: date
    visits: list[Visit]

    @classmethod
    def of(cls, user: User, start: date, end: date) -> "Reading":
        """Every view of the period, in one query."""
        views = visible(user, start, end).order_by().annotate(is_led=came_of_it(user))
        rows = views.values_list(TruncDate("opened_at"), "version__article", "active_seconds", "is_led")
        return cls(start, end, [Visit(*row) for row in rows])

    @property
    def totals(self) -> dict[str, int]:
        """`views`, `articles` (each once) and `active_seconds` (measured)."""
        articles = {visit.article_id for visit in self.visits}
        seconds = sum(visit.seconds for visit in self.visits)
        return {"views": len(self.visits), "articles": len(articles), "active_seconds": seconds}

    def seconds_by_day(self) -> dict[date, int]:
        """How long was read on each day on which an article was opened, in seconds."""
        days: dict[date, int] = defaultdict(int)
        for visit in self.visits:
            days[visit.on] += visit.seconds
        return days

    def by_month(self) -> list[dict[str, Any]]:
        """What was read in each month: `starts_on`, `label`, `name`, `read` and `led`.

        `read` counts articles, each once a month; `led` those of them that led to a note or a reflection. A long period
        is counted by quarter or by year instead.
        """
        kind, firsts = columns(self.start, self.end)
        read: list[set[int]] = [set() for _ in firsts]
        led: list[set[int]] = [set() for _ in firsts]
        for visit in self.visits:
            place = bisect_right(firsts, visit.on) - 1
            read[place].add(visit.article_id)
            if visit.is_led:
                led[place].add(visit.article_id)
        return [
            {"starts_on": first, **names(first, kind), "read": len(read[place]), "led": len(led[place])}
            for place, first in enumerate(firsts)
        ]


def written(user: User, start: date, end: date, **more: Combinable) -> dict[str, Any]:
    """What a member wrote from the first day to the last, as each app counts it: `notes` and more. One query.

    `more` is what else to take along from the member's row.
    """
    since, until = moments(start, end)
    notes = Note.objects.owned_by(user).filter(created_at__gte=since, created_at__lt=until)
    asked: dict[str, Any] = {"notes": counted(notes, "user"), **more}
    for answer in outcomes.of_period.ask(user, start, end):
        asked |= answer
    return dict(zip(asked, User.objects.values_list(*asked.values()).get(pk=user.pk), strict=True))


def last_read(user: User, count: int = 4) -> list[PageView]:
    """The last view of each article among the member's newest views, the last seen first. One small query."""
    newest = linked(PageView.objects.owned_by(user).visible())[: count * 10]
    last: dict[int, PageView] = {}
    for view in sorted(newest, key=lambda view: view.seen_at, reverse=True):
        last.setdefault(view.version.article_id, view)
    return list(last.values())[:count]
