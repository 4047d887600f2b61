"""Versions of articles, with the references that they cite."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from articles import fields
from articles.models.article import Article, SeeAlso
from articles.models.choices import OPEN, RELEASED, Significance, Status
from articles.models.record import AT_IT_FOR, Check, Claim, Contribution, Transition
from articles.text.formats import FORMAT

NEWLY = 50  # versions checked last: their dates alone are compared
NAMELESS, NAMELESS_REVIEWER = "an author who is no longer named", "a reviewer who is no longer named"


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> "VersionQuerySet":
        return self.filter(status=Status.PUBLISHED)

    def released(self) -> "VersionQuerySet":
        """Versions that readers have been able to read, whatever became of them."""
        return self.filter(status__in=RELEASED)

    def open(self) -> "VersionQuerySet":
        """Versions that staff are working on."""
        return self.filter(status__in=OPEN)

    def worked_on_lately(self) -> "VersionQuerySet":
        """Versions that were begun, written in or moved on not long ago: someone is at them."""
        since = timezone.now() - AT_IT_FOR
        rows = (model.objects.filter(version=OuterRef("pk"), made_at__gt=since) for model in (Contribution, Transition))
        saved, moved = map(Exists, rows)
        return self.filter(Q(created_at__gt=since) | saved | moved)

    def with_check(self) -> "VersionQuerySet":
        """Each version with the dates of the newest check of its page: `checked_on`, `next_check_on`.

        A check of an earlier version holds until somebody checks the whole page again.
        """
        until_then = {"version__article": OuterRef("article"), "version__number__lte": OuterRef("number")}
        newest = Check.objects.filter(**until_then).order_by("-checked_on", "-pk")
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
        working = Version.objects.open().worked_on_lately().filter(article=OuterRef("article"))
        claims = Claim.objects.open().filter(version__article=OuterRef("article"))
        return (
            self.with_check()
            .annotate(  # type: ignore[no-redef]  # annotated
                leaflet_was_published=Exists(leaflets),
                is_taken_up=Exists(working) | Exists(claims),
                first_author_id=Subquery(first.values("author")[:1]),
                first_author_name=Subquery(first.values("author_name")[:1]),
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
        live = Check.objects.filter(version__article__versions__status=Status.PUBLISHED)
        dated = live.values("version__article").annotate(newest=Max("checked_on"))
        last = dated.order_by("-newest", "-version__article").values("version__article")[:NEWLY]
        return self.for_list().filter(article__in=last).with_check().order_by("-checked_on", "-published_at", "-pk")  # type: ignore[misc]  # annotated

    def due_for_check(self, on: date | None = None) -> "VersionQuerySet":
        """Published versions whose next check falls on or before that day."""
        return self.published().with_check().filter(next_check_on__lte=on or timezone.localdate())  # type: ignore[misc]  # annotated


class Version(models.Model):
    """A version is one numbered edition of an article. Its words are frozen once it leaves draft."""

    # Columns that no list needs.
    LONG = ("body", "page", "contents", "text")
    # What the database refuses to change once a version has left draft (articles/frozen.py).
    WORDS = ("article_id", "number", *(field.name for field in fields.FROZEN), "text", "text_format", "author_id")

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
    text_format = models.PositiveSmallIntegerField(
        default=FORMAT, editable=False, help_text="How its text is written: articles/text/formats.py."
    )
    significance = models.CharField(
        max_length=10, choices=Significance, blank=True, help_text="How much it changes. Not asked of a first version."
    )
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
    reviewer_interests = models.TextField(blank=True, editable=False)
    # What the change note became by the last of its amendments, if there is one: the note itself is on record.
    amended_note = models.CharField(max_length=300, blank=True, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)  # set by a publisher; run_due does it
    withdraw_at = models.DateTimeField(null=True, blank=True, editable=False)  # and this
    failure = models.TextField(blank=True, editable=False)  # why what was set for a time did not happen at it
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # As printed on the day of publication: whoever takes another name later does not change what was signed.
    author_name = models.CharField(max_length=100, blank=True, editable=False)
    reviewer_name = models.CharField(max_length=100, blank=True, editable=False)
    contributor_names = models.JSONField(default=dict, editable=False)  # of others who wrote words of it
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edits = models.PositiveIntegerField(default=0, editable=False)

    # Dates of its newest check: only after with_check(). mypy cannot see them in a filter.
    checked_on: date
    next_check_on: date
    # Whether someone has taken up the next check, or works on the next version: only after for_page().
    is_taken_up: bool
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
                condition=Q(significance__in=["", *Significance.values]), name="articles_version_significance_known"
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
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(status=Status.APPROVED),
                name="articles_version_publish_at_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(withdraw_at=None) | Q(status=Status.PUBLISHED),
                name="articles_version_withdraw_at_when_published",
            ),
            models.CheckConstraint(
                condition=Q(failure="") | Q(publish_at__isnull=False) | Q(withdraw_at__isnull=False),
                name="articles_version_failure_of_a_set_time",
            ),
            models.CheckConstraint(
                condition=Q(amended_note="") | Q(status__in=RELEASED),
                name="articles_version_amended_when_released",
            ),
            models.CheckConstraint(
                condition=Q(author_name="", reviewer_name="") | Q(status__in=RELEASED),
                name="articles_version_names_when_released",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"

    def get_absolute_url(self) -> str:
        """The address of this version for good, also when it is no longer the live one."""
        return reverse("articles:version", args=[self.article.document_id, self.article.slug, self.number])

    @property
    def printed_author(self) -> str:
        """Who wrote it, as a page says it: of a released version the name that was printed then."""
        return (self.author_name or NAMELESS) if self.published_at else self.author.name

    @property
    def printed_reviewer(self) -> str:
        """Who peer reviewed it, as a page says it; empty while nobody has."""
        if self.published_at:
            return self.reviewer_name or NAMELESS_REVIEWER
        return self.approved_by.name if self.approved_by else ""

    @property
    def printed_change_note(self) -> str:
        """What changed, in one line for readers, as it was last amended."""
        return self.amended_note or self.change_note

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
