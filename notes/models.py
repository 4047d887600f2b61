import re
import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

# The most that one view can count: a long read of a long article, not a forgotten tab (seconds).
MAX_ACTIVE_SECONDS = 2 * 60 * 60
# The most that one entry can claim: a full study day (minutes).
MAX_CLAIMED_MINUTES = 24 * 60


class OwnedQuerySet(models.QuerySet):
    """Rows that belong to one member. Every page begins from `owned_by`."""

    def owned_by(self, user):
        """The rows of this member; none for someone who is not signed in."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class NoteQuerySet(OwnedQuerySet):
    def on_article_up_to(self, version):
        """Notes on this version of its article and on earlier ones, each with its `version_number`."""
        return self.filter(version__article=version.article_id, version__number__lte=version.number).annotate(
            version_number=F("version__number")
        )

    def search(self, words: str):
        """Notes that hold each of these words, in the note or in its quote, whatever their case."""
        # A regular expression because SQLite's LIKE knows the case of ASCII only.
        for word in map(re.escape, words.split()):
            self = self.filter(Q(body__iregex=word) | Q(quote__iregex=word))
        return self


class Note(models.Model):
    """A note is what a member wrote on a version: on the whole page, a section, or a passage (its anchor).

    The anchor follows the W3C Web Annotation model: the exact quote with 32 characters on each side
    (TextQuoteSelector) and its place in the version's canonical text in code points (TextPositionSelector).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="notes")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one note.")
    section = models.CharField(max_length=200, blank=True, help_text="Id of the section; empty for the whole page.")
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    edits = models.PositiveIntegerField(default=0)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notes_note_key_unique"),
            models.CheckConstraint(
                condition=Q(quote="", prefix="", suffix="", start=None, end=None)
                | (~Q(quote="") & Q(start__isnull=False, end__isnull=False, end__gt=F("start"))),
                name="notes_note_anchor_whole_or_absent",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="notes_note_body_not_empty"),
        ]
        indexes = [
            models.Index(fields=["user", "version"], name="notes_note_of_page"),
            models.Index(fields=["user", "-created_at"], name="notes_note_newest"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"

    def get_absolute_url(self) -> str:
        """Where it stands: the live page while its version is live, and after that the version's own page."""
        page = self.version.article if self.version.is_live else self.version
        return f"{page.get_absolute_url()}#n{self.pk}"


class PageView(models.Model):
    """A page view is one visit of a member to one version: opened, active and claimed time kept apart."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="page_views")
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="page_views")
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, help_text="When the page was last loaded or read.")
    active_seconds = models.PositiveIntegerField(default=0, help_text="Measured: page visible, reader there.")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_seconds__gte=0, active_seconds__lte=MAX_ACTIVE_SECONDS),
                name="notes_pageview_seconds_within_bounds",
            ),
            models.CheckConstraint(condition=Q(seen_at__gte=F("opened_at")), name="notes_pageview_seen_after_opened"),
        ]
        indexes = [
            models.Index(fields=["user", "-opened_at"], name="notes_pageview_newest"),
            models.Index(fields=["user", "version", "-seen_at"], name="notes_pageview_of_page"),
        ]

    def __str__(self) -> str:
        return f"View {self.pk}"


class Pause(models.Model):
    """A pause is a member's wish that nothing they open is logged until they resume."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reading_pause")
    paused_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Paused since {self.paused_at}"


class Entry(models.Model):
    """An entry is one reflection in a member's diary: What? So what? What next?

    The three questions are NHS England's shape of a good note (Borton's model).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="entries")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one entry.")
    title = models.CharField(max_length=200)
    learned_on = models.DateField("date", default=timezone.localdate)
    what = models.TextField("What?", blank=True)
    so_what = models.TextField("So what?", blank=True)
    what_next = models.TextField("What next?", blank=True)
    claimed_minutes = models.PositiveSmallIntegerField(
        "minutes you claim",
        default=0,
        validators=[MaxValueValidator(MAX_CLAIMED_MINUTES)],
        help_text="Declared by you; the measured reading time is kept apart.",
    )
    page_views = models.ManyToManyField(PageView, related_name="entries", blank=True)
    notes = models.ManyToManyField(Note, related_name="entries", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    edits = models.PositiveIntegerField(default=0, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-learned_on", "-pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notes_entry_key_unique"),
            models.CheckConstraint(
                condition=Q(claimed_minutes__gte=0, claimed_minutes__lte=MAX_CLAIMED_MINUTES),
                name="notes_entry_minutes_within_bounds",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="notes_entry_title_not_empty"),
            models.CheckConstraint(
                condition=~Q(what="", so_what="", what_next=""), name="notes_entry_answers_a_question"
            ),
        ]
        indexes = [models.Index(fields=["user", "-learned_on"], name="notes_entry_newest")]

    def __str__(self) -> str:
        """Not the title: what a member wrote belongs in no log and on no page of the admin."""
        return f"Entry {self.pk}"


from .summary_models import Share, ShareVisit, Summary, SummaryFile  # noqa: E402, F401
