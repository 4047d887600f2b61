from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import OwnedQuerySet

# The most that one view can count: a long read of a long article, not a forgotten tab (seconds).
MAX_ACTIVE_SECONDS = 2 * 60 * 60
# The most that a member can say one view took (minutes).
MOST_CLAIMED_MINUTES = 8 * 60


class PageViewQuerySet(OwnedQuerySet["PageView"]):
    def visible(self) -> Self:
        """Those that their owner has not hidden."""
        return self.filter(hidden_at=None)


class PageView(models.Model):
    """A page view is one visit of a member to one version: opened, active and claimed time kept apart."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="page_views")
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="page_views")
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, help_text="When the page was last loaded or read.")
    active_seconds = models.PositiveIntegerField(default=0, help_text="Measured: page visible, reader there.")
    question = models.CharField("what led here", max_length=300, blank=True)
    claimed_minutes = models.PositiveSmallIntegerField(
        "minutes you say it took", null=True, blank=True, help_text="Declared; the measured time stays as it is."
    )
    edited_at = models.DateTimeField(null=True, blank=True, help_text="When its owner last changed what it says.")
    hidden_at = models.DateTimeField(null=True, blank=True, help_text="Left out of lists and summaries since then.")
    dismissed_at = models.DateTimeField(null=True, blank=True, help_text="Not asked about in the inbox since then.")

    objects = PageViewQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_seconds__gte=0, active_seconds__lte=MAX_ACTIVE_SECONDS),
                name="notes_pageview_seconds_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(claimed_minutes=None) | Q(claimed_minutes__lte=MOST_CLAIMED_MINUTES),
                name="notes_pageview_claim_within_bounds",
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


class LoggingOptOut(models.Model):
    """A logging opt-out is one article of which a member wants nothing logged."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="logging_opt_outs")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    since_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-since_at"]
        verbose_name_plural = "logging opt-outs"
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="notes_loggingoptout_once")]

    def __str__(self) -> str:
        return f"LoggingOptOut {self.pk}"


class Clock(models.Model):
    """A clock is up to when a member's reading has been counted: every tab takes its seconds from the same one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reading_clock")
    counted_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Clock {self.pk}"


class Preference(models.Model):
    """A preference is what a member has chosen for their diary: how long the log is stored, topics, weekly email."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="diary_preference")
    keep_months = models.PositiveSmallIntegerField(
        "how long the reading log is kept", null=True, blank=True, help_text="Empty: until it is deleted."
    )
    is_mailed_weekly = models.BooleanField("an email each week", default=False)
    mailed_at = models.DateTimeField(null=True, blank=True, editable=False)
    topics = models.ManyToManyField("articles.Topic", related_name="+", blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(keep_months=None) | Q(keep_months__gte=1, keep_months__lte=120),
                name="notes_preference_months_within_bounds",
            )
        ]

    def __str__(self) -> str:
        return f"Preference {self.pk}"
