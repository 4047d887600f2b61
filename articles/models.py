from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify


def slug_of(title: str) -> str:
    """A title as it stands in addresses. One without Latin letters or digits leaves nothing of itself."""
    return slugify(title)[:200] or "article"


NEWLY = 50  # versions checked last: their dates alone are compared


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


class Audience(models.TextChoices):
    PROFESSIONAL = "professional", "Health professionals"
    PATIENT = "patient", "Patients and carers"


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> "ArticleQuerySet":
        """Articles that readers can open."""
        return self.filter(Exists(Version.objects.published().filter(article=OuterRef("pk"))))


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

    # Its published version, if any, as a list of none or one: only for what a page points to, after for_page().
    live: list["Version"]

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

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or slug_of(self.working_title)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.document_id, self.slug])


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"  # being written; the only status whose words can change
    IN_REVIEW = "in_review", "In review"  # waiting for a peer reviewer
    APPROVED = "approved", "Approved"  # peer reviewed, waiting to be published
    PUBLISHED = "published", "Published"  # what readers see; one per article at most
    SUPERSEDED = "superseded", "Superseded"  # was published until a later version was
    WITHDRAWN = "withdrawn", "Withdrawn"  # was published and taken back, with a reason


OPEN = [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED]
RELEASED = [Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN]


class Significance(models.TextChoices):
    EDITORIAL = "editorial", "Editorial"  # wording only
    MINOR = "minor", "Minor"  # new or changed facts that change no one's care
    CLINICAL = "clinical", "Clinical"  # may change what a reader does


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> "VersionQuerySet":
        return self.filter(status=Status.PUBLISHED)

    def released(self) -> "VersionQuerySet":
        """Versions that readers have been able to read, whatever became of them."""
        return self.filter(status__in=RELEASED)

    def open(self) -> "VersionQuerySet":
        """Versions that staff are working on."""
        return self.filter(status__in=OPEN)

    def with_check(self) -> "VersionQuerySet":
        """Each version with the dates of its newest check: `checked_on`, `next_check_on`."""
        newest = Check.objects.filter(version=OuterRef("pk")).order_by("-checked_on", "-pk")
        return self.annotate(
            checked_on=Subquery(newest.values("checked_on")[:1]),
            next_check_on=Subquery(newest.values("next_check_on")[:1]),
        )

    def for_page(self) -> "VersionQuerySet":
        """Everything that an article page shows, in a fixed number of queries."""
        others = (
            SeeAlso.objects.select_related("other")
            .annotate(was_published=Exists(Version.objects.released().filter(article=OuterRef("other"))))
            .prefetch_related(
                Prefetch("other__versions", queryset=Version.objects.published().defer(*Version.LONG), to_attr="live")
            )
        )
        leaflets = Version.objects.released().filter(article=OuterRef("article__leaflet"))
        first = Version.objects.filter(article=OuterRef("article"), number=1)
        return (
            self.with_check()
            .annotate(  # type: ignore[no-redef]
                leaflet_was_published=Exists(leaflets),
                first_author_id=Subquery(first.values("author")[:1]),
                first_author_name=Subquery(first.values("author__display_name")[:1]),
                first_published_at=Subquery(first.values("published_at")[:1]),
            )
            .select_related("article__leaflet", "author", "approved_by")
            .prefetch_related(
                "references",
                "article__topics",
                Prefetch("article__see_also", queryset=others),
                Prefetch(
                    "article__leaflet__versions",
                    queryset=Version.objects.published().defer(*Version.LONG),
                    to_attr="live",
                ),
            )
        )

    def for_list(self) -> "VersionQuerySet":
        """What a list of live articles shows, in a fixed number of queries."""
        return (
            self.published()
            .defer(*Version.LONG)
            .select_related("article", "author")
            .prefetch_related("article__topics")
        )

    def newly_checked(self) -> "VersionQuerySet":
        """Live versions, the one checked last first: as many of them as a page may want."""
        dated = (
            Check.objects.filter(version__status=Status.PUBLISHED).values("version").annotate(newest=Max("checked_on"))
        )
        last = dated.order_by("-newest", "-version").values("version")[:NEWLY]
        return self.for_list().filter(pk__in=last).with_check().order_by("-checked_on", "-published_at", "-pk")  # type: ignore[misc]

    def due_for_check(self, on: date | None = None) -> "VersionQuerySet":
        """Published versions whose next check falls on or before that day."""
        return self.published().with_check().filter(next_check_on__lte=on or timezone.localdate())  # type: ignore[misc]


class Version(models.Model):
    """A version is one numbered edition of an article. Its words are frozen once it leaves draft."""

    # Columns that no list needs.
    LONG = ("body", "page", "contents", "text")
    # What the database refuses to change once a version has left draft (articles/freeze.py).
    WORDS = ("article_id", "number", "title", "summary", "key_points", "body", "text", "interests", "author_id")

    article = models.ForeignKey(Article, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)

    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, help_text="One sentence that stands under the title.")
    key_points = models.JSONField(default=list, blank=True, help_text="At a glance: four at most.")
    body = models.TextField(blank=True)
    page = models.TextField(blank=True, editable=False)
    contents = models.JSONField(default=list, editable=False)
    text = models.TextField(blank=True, editable=False)
    significance = models.CharField(max_length=10, choices=Significance, default=Significance.EDITORIAL)
    change_note = models.CharField(max_length=300, blank=True, help_text="What changed, in one line for readers.")
    interests = models.TextField(blank=True, help_text="The author's declaration of interests.")

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="versions_written")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="versions_approved",
        null=True,
        blank=True,
        editable=False,
    )
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edits = models.PositiveIntegerField(default=0, editable=False)

    # Dates of its newest check: only after with_check(). mypy cannot see them in a filter.
    checked_on: date
    next_check_on: date
    # Of version 1: only after for_page().
    first_author_id: int | None
    first_author_name: str
    first_published_at: datetime | None
    # Whether its leaflet could ever be read, so that one that cannot was withdrawn: only after for_page().
    leaflet_was_published: bool

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "-number"]
        permissions = [("review_version", "Can review a version"), ("publish_version", "Can publish a version")]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="articles_version_number_unique"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(status=Status.PUBLISHED), name="articles_version_one_published"
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(status__in=OPEN),
                name="articles_version_one_open",
                violation_error_message="This article already has a version being worked on.",
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="articles_version_status_known"),
            models.CheckConstraint(
                condition=Q(significance__in=Significance.values), name="articles_version_significance_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="articles_version_approved_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("author")),
                name="articles_version_not_approved_by_author",
                violation_error_message="An author cannot approve their own version.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.IN_REVIEW], approved_at=None)
                | Q(status__in=[Status.APPROVED, *RELEASED], approved_at__isnull=False),
                name="articles_version_approved_when_status_says",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, published_at=None) | Q(status__in=RELEASED, published_at__isnull=False),
                name="articles_version_published_when_status_says",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    def get_absolute_url(self) -> str:
        """The address of this version for good, also when it is no longer the live one."""
        return reverse("articles:version", args=[self.article.document_id, self.article.slug, self.number])

    @property
    def is_live(self) -> bool:
        return self.status == Status.PUBLISHED


class Reference(models.Model):
    """A reference is a source that one version cites. Its number is its place in the order of first citation."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="references")
    key = models.SlugField(max_length=60, help_text="A short name by which the text cites it, such as mahnken2013.")
    authors = models.TextField(blank=True, help_text="As printed: Mahnken AH, Pereira PL, et al")
    title = models.TextField()
    source = models.CharField("journal or publisher", max_length=200, blank=True)
    issued = models.CharField(max_length=40, blank=True, help_text="Year, month and day as printed: 2014 May 28")
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    pmid = models.CharField("PMID", max_length=12, blank=True)
    url = models.URLField("address", max_length=500, blank=True)

    class Meta:
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="articles_reference_key_unique")]

    def __str__(self) -> str:
        return self.key


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


class Transition(models.Model):
    """A transition is one change of a version's status: who, when, from what, to what, and why. Never changed."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="transitions")
    from_status = models.CharField(max_length=10, choices=Status)
    to_status = models.CharField(max_length=10, choices=Status)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_status__in=Status.values, to_status__in=Status.values),
                name="articles_transition_statuses_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} to {self.get_to_status_display()}"


class Check(models.Model):
    """A check is a clinician's word that the whole of a published version still holds. Never changed."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="checks")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_on = models.DateField(default=timezone.localdate)
    next_check_on = models.DateField()
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(next_check_on__gt=F("checked_on")), name="articles_check_next_is_later"),
        ]

    def __str__(self) -> str:
        return f"{self.checked_on}"


class Edition(models.Model):
    """An edition is all that everyone can read, from one change of it to the next. One row: its stamp names the
    present one, and the database replaces it with every change (articles/editions.py)."""

    stamp = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="articles_edition_only_one")]

    def __str__(self) -> str:
        return self.stamp


from .indexed import Equivalent, Form, Indexed, MissedSearch, Name, Posting  # noqa: E402, F401 - where Django looks
