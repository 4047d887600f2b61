from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Version
from core.mail.models import Mailed


class Follow(models.Model):
    """A follow is a member's word that they want to hear of changes to an article; ended, that they do not.

    Whoever has a note on the article follows it without one (articles/readership.py).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="follows")
    followed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="feedback_follow_once")]

    def __str__(self) -> str:
        return f"Follow {self.pk}"


class AnnouncementKind(models.TextChoices):
    CHANGE = "change", "New version, to its followers"
    CORRECTION = "correction", "Clinical correction, to those who opened what was wrong"
    WITHDRAWAL = "withdrawal", "Withdrawal, to those who opened it"


RECALLS = [AnnouncementKind.CORRECTION, AnnouncementKind.WITHDRAWAL]


class Announcement(models.Model):
    """An announcement is what members are told once, because a version was published or withdrawn.

    `version` is what it is about: the new one, the one that was corrected, or the one that was withdrawn. `made_at` is
    when that happened: who had read it, or followed its article, by then.
    """

    kind = models.CharField(max_length=10, choices=AnnouncementKind)
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="announcements")
    correction = models.ForeignKey("articles.Version", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    found_at = models.DateTimeField(null=True, blank=True, help_text="When everyone it is for had been found.")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="feedback_announcement_once"),
            models.CheckConstraint(
                condition=Q(kind__in=AnnouncementKind.values), name="feedback_announcement_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=AnnouncementKind.CORRECTION, correction__isnull=False)
                | (~Q(kind=AnnouncementKind.CORRECTION) & Q(correction=None)),
                name="feedback_announcement_correction_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.version}"

    @property
    def is_recall(self) -> bool:
        return self.kind in RECALLS


class NoticeQuerySet(models.QuerySet["Notice"]):
    def for_list(self) -> "NoticeQuerySet":
        """Notices with what a list shows of their versions, newest first, without the columns that no list needs."""
        versions = ("version", "correction")
        unread = [f"announcement__{version}__{name}" for version in versions for name in Version.LONG]
        related = self.select_related("announcement__version__article", "announcement__correction")
        return related.defer(*unread).order_by("-announcement__made_at")


class Notice(Mailed):
    """A notice is an announcement as one member gets it: by email, and a recall on the site until they have seen it."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "user"], name="feedback_notice_once")]
        indexes = [
            models.Index(fields=["user"], name="feedback_notice_unseen", condition=Q(acknowledged_at=None)),
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"
