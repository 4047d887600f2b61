"""Pages of a long list."""

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, QuerySet, Subquery, Value

M = TypeVar("M", bound=Model)


def page_of(rows: QuerySet[M], number: str | None, per_page: int) -> "Page[M]":
    """A page of rows, the first for what is no number and the last for one that is too high.

    One query, which brings along how many there are; more for rows that are grouped, or for a page that is too high.
    """
    paginator = Paginator(rows, per_page)
    if rows.query.group_by is not None or rows.query.distinct:
        return paginator.get_page(number)
    position = int(number) if number and number.isdecimal() and len(number) < 10 else 1
    start = max(position - 1, 0) * per_page
    count = rows.order_by().values(one=Value(1)).annotate(count=Count("*")).values("count")
    found = list(rows.annotate(of=Subquery(count))[start : start + per_page])
    if not found and start:
        return paginator.get_page(number)
    paginator.count = found[0].of if found else 0  # type: ignore[attr-defined]  # annotated above
    return Page(found, max(position, 1), paginator)
