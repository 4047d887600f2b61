"""What a member has read and written, counted and listed. Questions only; nothing here writes."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from articles.models import Version

from .models import Entry, Note, PageView, Source
from .periods import moments
from .reading import SAME_VISIT

if TYPE_CHECKING:
    from accounts.models import User

# Columns of a version that no list needs, as seen from a view or a note.
LONG = [f"version__{field}" for field in Version.LONG]
# A read shorter than this asks for no reflection (seconds).
WORTH_A_FEW_LINES = 120
# Of the longest reads, how many are looked at for some about which nothing was written.
MOST_WORTH = 100


def visits(user: "User") -> QuerySet[PageView]:
    """The member's views, newest first, with their version and how many notes and entries came of each."""
    notes = Note.objects.owned_by(user).filter(
        version=OuterRef("version"),
        created_at__gte=OuterRef("opened_at"),
        created_at__lte=OuterRef("seen_at") + SAME_VISIT,
    )
    return (
        PageView.objects.owned_by(user)
        .select_related("version__article")
        .defer(*LONG)
        .annotate(note_count=counted(notes, "user"), entry_count=counted(reflections(), "pageview"))
    )


def reflections() -> QuerySet:
    """The links from entries to the view at hand."""
    return Entry.page_views.through.objects.filter(pageview=OuterRef("pk"))


def counted(rows: QuerySet, by: str) -> Coalesce:
    """How many rows a subquery finds; `by` is a field that is the same in all of them."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("*")).values("n")), 0)


def totals(user: "User", start: date, end: date) -> dict[str, int]:
    """What a member did from the first day to the last, in three queries.

    `views`, `articles` (each once), `active_seconds` (measured), `entries`, `claimed_minutes` (declared), `notes`.
    """
    since, until = moments(start, end)
    read = (
        PageView.objects.owned_by(user)
        .shown()
        .filter(opened_at__gte=since, opened_at__lt=until)
        .aggregate(
            views=Count("pk"),
            articles=Count("version__article", distinct=True),
            active_seconds=Coalesce(Sum("active_seconds"), 0),
        )
    )
    reflected = (
        Entry.objects.owned_by(user)
        .filter(learned_on__gte=start, learned_on__lte=end)
        .aggregate(entries=Count("pk"), claimed_minutes=Coalesce(Sum("claimed_minutes"), 0))
    )
    notes = Note.objects.owned_by(user).filter(created_at__gte=since, created_at__lt=until).count()
    return {**read, **reflected, "notes": notes}


def worth_a_few_lines(user: "User", start: date, end: date, count: int = 3) -> list[PageView]:
    """The longest reads of a period about whose version nothing has been written in the diary. Two small queries.

    As one query it took a second on PostgreSQL for someone with years of reading (bench/years.py).
    """
    since, until = moments(start, end)
    longest = (
        PageView.objects.owned_by(user)
        .shown()
        .filter(opened_at__gte=since, opened_at__lt=until, active_seconds__gte=WORTH_A_FEW_LINES)
        .select_related("version__article")
        .defer(*LONG)
        .order_by("-active_seconds", "-pk")[:MOST_WORTH]
    )
    reads = {view.version_id: view for view in reversed(longest)}
    written = Source.objects.filter(entry__user=user, version__in=reads).values_list("version", flat=True)
    about = set(written.order_by())
    left = [view for version_id, view in reads.items() if version_id not in about]
    return sorted(left, key=lambda view: (-view.active_seconds, -view.pk))[:count]


def last_read(user: "User", count: int = 4) -> list[PageView]:
    """The last view of each article among the member's newest views, the last seen first. One small query."""
    newest = PageView.objects.owned_by(user).shown().select_related("version__article").defer(*LONG)[: count * 10]
    last: dict[int, PageView] = {}
    for view in sorted(newest, key=lambda view: view.seen_at, reverse=True):
        last.setdefault(view.version.article_id, view)
    return list(last.values())[:count]
