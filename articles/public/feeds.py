"""New and changed articles as an Atom feed (RFC 4287)."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from articles.models import Version
from articles.public.caching import for_everyone
from articles.text import clean_words

NEWEST = 30


class ArticleFeed(Feed):
    """The newest published versions. Each entry is one version, so that a reader's programme tells of every change."""

    feed_type = Atom1Feed
    title = "PatientPlus: new and changed articles"
    subtitle = "Clinical articles for UK health professionals, peer reviewed before they appear."
    language = "en-GB"

    def link(self) -> str:
        return reverse("articles:home")

    def feed_url(self) -> str:
        return reverse("articles:feed")

    def items(self) -> QuerySet[Version]:
        return Version.objects.for_list().order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, item: Version) -> str:
        return clean_words(item.title)

    def item_description(self, item: Version) -> str:
        """What is new, as HTML: Django says that it is (RFC 4287, 3.1.1.2)."""
        change = f"{item.get_significance_display()} change: {item.change_note}"
        return escape(clean_words(change if item.number > 1 else item.summary))

    def item_link(self, item: Version) -> str:
        return item.get_absolute_url()

    def item_author_name(self, item: Version) -> str:
        return clean_words(item.printed_author)

    def item_pubdate(self, item: Version) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Version) -> datetime | None:
        return item.published_at

    def item_categories(self, item: Version) -> list[str]:
        return [clean_words(topic.name) for topic in item.article.topics.all()]


feed = for_everyone(ArticleFeed().__call__)
