"""Articles and where they are filed. Their words live in their versions."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.text import slugify

from articles.models.choices import Audience, Status


def slug_of(title: str) -> str:
    """A title as it stands in addresses. One without Latin letters or digits leaves nothing of itself."""
    return slugify(title)[:200] or "article"


class TopicQuerySet(models.QuerySet["Topic"]):
    def with_articles(self) -> "TopicQuerySet":
        """Topics that have something to read, each with how many articles it has as `count`."""
        published = Count("articles", filter=Q(articles__versions__status="published"))
        return self.annotate(count=published).filter(count__gt=0).order_by("name")


class Topic(models.Model):
    """A topic is a clinical area that articles are filed under, such as Oncology."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:topic", args=[self.slug])


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Articles that readers can open."""
        return self.filter(versions__status=Status.PUBLISHED)  # one at most, so no article comes twice


class Article(models.Model):
    """An article is the stable identity of a piece of content. Its words live in its versions.

    One without a published version is planned: other articles may name it, and nothing links to it.
    """

    document_id = models.PositiveIntegerField(unique=True)
    slug = models.SlugField(max_length=200)
    working_title = models.CharField(
        max_length=200, help_text="What it is called until a version is published; then the version's title counts."
    )
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PROFESSIONAL)
    topics = models.ManyToManyField(Topic, related_name="articles", blank=True)
    synonyms = models.JSONField(
        default=list, blank=True, help_text="Other names that people search for, as a list of words in quotes."
    )
    leaflet = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leaflet_of",
        limit_choices_to={"audience": Audience.PATIENT},
        help_text="The article for patients that goes with this one.",
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        help_text="Who is reminded of its next check. The author of the live version unless chosen.",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
        verbose_name="second person",
        help_text="Who is reminded too. The peer reviewer of the live version unless chosen.",
    )

    # Its published Version, if any, as a list of none or one: only for what a page points to, after for_page().
    live: list[Any]

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["document_id"]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="articles_article_audience_known"),
            models.CheckConstraint(
                condition=Q(leaflet=None) | Q(audience=Audience.PROFESSIONAL),
                name="articles_article_leaflet_of_professional",
                violation_error_message="Only an article for health professionals has a patient leaflet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.working_title} ({self.document_id})"

    def clean(self) -> None:
        if self.pk and self.audience != Audience.PATIENT and self.leaflet_of.exists():
            message = "It is the leaflet of another article, so it stays for patients. Take it off there first."
            raise ValidationError({"audience": message})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slug_of(self.working_title)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.document_id, self.slug])


class SeeAlso(models.Model):
    """A see-also is a pointer from one article to another that its reader may want next."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="see_also")
    other = models.ForeignKey(Article, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["article", "position", "pk"]
        verbose_name_plural = "see also"
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="articles_seealso_pair_unique"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="articles_seealso_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} to {self.other_id}"
