from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .owned import OwnedQuerySet

# The most that one view can count: a long read of a long article, not a forgotten tab (seconds).
MAX_ACTIVE_SECONDS = 2 * 60 * 60


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
