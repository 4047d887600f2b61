"""New and changed articles as an Atom feed (RFC 4287)."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from articles.models import Status, Transition, Version
from articles.public.caching import for_everyone
from articles.text import clean_words

NEWEST = 30


class ArticleFeed(Feed):
    """What was published or withdrawn last. Each entry is one version, so that a reader's programme tells of every
    change; one that was withdrawn says so in its entry, which is updated by it."""

    feed_type = Atom1Feed
    title = "PatientPlus: new and changed articles"
    subtitle = "Clinical articles for UK health professionals, peer reviewed before they appear."
    language = "en-GB"

    def link(self) -> str:
        return reverse("articles:home")

    def feed_url(self) -> str:
        return reverse("articles:feed")

    def items(self) -> QuerySet[Version]:
        withdrawals = Transition.objects.filter(version=OuterRef("pk"), to_status=Status.WITHDRAWN).order_by("-pk")
        found = Version.objects.filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN]).defer(*Version.LONG)
        found = found.annotate(
            withdrawn_at=Subquery(withdrawals.values("made_at")[:1]), reason=Subquery(withdrawals.values("comment")[:1])
        ).annotate(moved_at=Coalesce("withdrawn_at", "published_at"))
        listed = found.select_related("article", "author").prefetch_related("article__topics")
        return listed.order_by("-moved_at", "-pk")[:NEWEST]

    def item_title(self, item: Version) -> str:
        return clean_words(item.title if item.is_live else f"Withdrawn: {item.title}")

    def item_description(self, item: Version) -> str:
        """What is new, as HTML: Django says that it is (RFC 4287, 3.1.1.2)."""
        if not item.is_live:
            return escape(clean_words(f"Do not use it. {item.reason}"))  # type: ignore[attr-defined]  # annotated
        change = f"{item.get_significance_display()} change: {item.printed_change_note}"
        return escape(clean_words(change if item.number > 1 else item.summary))

    def item_link(self, item: Version) -> str:
        return item.get_absolute_url()

    def item_author_name(self, item: Version) -> str:
        return clean_words(item.printed_author)

    def item_pubdate(self, item: Version) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Version) -> datetime | None:
        return item.moved_at  # type: ignore[attr-defined]  # annotated

    def item_categories(self, item: Version) -> list[str]:
        return [clean_words(topic.name) for topic in item.article.topics.all()]


feed = for_everyone(ArticleFeed().__call__)
