"""The addresses that search engines should know (https://www.sitemaps.org/protocol.html)."""

from datetime import date

from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.models import Topic, Version
from articles.public.caching import for_everyone


class Articles(Sitemap):
    """Every live article, changed when it was published or checked since."""

    def items(self) -> QuerySet[Version]:
        return Version.objects.published().with_check().select_related("article").defer(*Version.LONG).order_by("pk")

    def location(self, item: Version) -> str:
        return item.article.get_absolute_url()

    def lastmod(self, item: Version) -> date:
        published_on = timezone.localdate(item.published_at)
        return max(item.checked_on, published_on)


class Topics(Sitemap):
    """Every topic that has articles."""

    def items(self) -> QuerySet[Topic]:
        return Topic.objects.with_articles()


class Entrances(Sitemap):
    """The pages that lead to articles."""

    def items(self) -> list[str]:
        return ["articles:home", "articles:index", "articles:topics"]

    def location(self, item: str) -> str:
        return reverse(item)


@for_everyone
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every address worth finding."""
    return views.sitemap(request, {"pages": Entrances, "topics": Topics, "articles": Articles})
