"""What votes say of an article: version by version, before and after each revision, and month by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from articles.models import Article, Version
from feedback.models import SetAside, Usefulness, Vote
from feedback.votes.rates import Change, Share, Trend, change, share, trend

_COUNTS = Q(votes__set_aside=SetAside.NO)


def with_votes() -> QuerySet:
    """Released versions with their counted `yes_votes` and `no_votes`, and how many were `set_aside_votes`."""
    return (
        Usefulness.objects.released()
        .defer(*Usefulness.LONG)
        .select_related("article")
        .annotate(
            yes_votes=Count("votes", filter=_COUNTS & Q(votes__is_useful=True)),
            no_votes=Count("votes", filter=_COUNTS & Q(votes__is_useful=False)),
            comment_count=Count("votes", filter=~Q(votes__comment="")),
            set_aside_votes=Count("votes", filter=Q(votes__set_aside=SetAside.LIMIT)),
        )
    )


@dataclass(frozen=True)
class Judged:
    """One version as its readers judged it, and how that differs from the version before."""

    version: Version
    share: Share | None
    change: Change | None
    set_aside: int


def versions(rows: QuerySet) -> Iterator[Judged]:
    """Each version beside the one of the same article that came before it, oldest first."""
    before: Judged | None = None
    for row in rows.order_by("article__document_id", "number"):
        is_same = before is not None and before.version.article_id == row.article_id
        now = share(row.yes_votes, row.yes_votes + row.no_votes)
        was = before.share if before is not None and is_same else None
        before = Judged(row, now, change(was, now) if was and now else None, row.set_aside_votes)
        yield before


@dataclass(frozen=True)
class Month:
    """The counted votes on an article in one month."""

    month: date
    share: Share


def months(article: Article) -> list[Month]:
    """The months in which votes on any version of the article were given or changed, oldest first."""
    rows = (
        Vote.objects.counted()
        .filter(version__article=article)
        .annotate(month=TruncMonth("voted_at"))
        .order_by("month")
        .values("month")
        .annotate(yes=Count("pk", filter=Q(is_useful=True)), n=Count("pk"))
    )
    found = [(row["month"].date(), share(row["yes"], row["n"])) for row in rows]
    return [Month(month, counted) for month, counted in found if counted]


def trend_of(months: list[Month]) -> Trend | None:
    """How the share moved from month to month."""
    return trend([(12 * at.month.year + at.month.month, at.share.yes, at.share.n) for at in months])
