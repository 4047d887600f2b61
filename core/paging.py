"""Pages of a member's rows."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Subquery, Value


def page_of(rows: QuerySet, number: str | None, per_page: int) -> Page:
    """A page of rows that brings along how many there are, in one query; in more only when nothing is on that page."""
    paginator = Paginator(rows, per_page)
    place = int(number) if number and number.isdecimal() and len(number) < 10 else 1
    start = max(place - 1, 0) * per_page
    count = rows.order_by().values(one=Value(1)).annotate(count=Count("*")).values("count")
    found = list(rows.annotate(of=Subquery(count))[start : start + per_page])
    if not found:
        return paginator.get_page(number)
    paginator.count = found[0].of
    return Page(found, max(place, 1), paginator)
