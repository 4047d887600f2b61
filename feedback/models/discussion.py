import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core import guard
from core.mail.models import Mailed

if TYPE_CHECKING:
    from articles.models import Article

EDIT_WITHIN = timedelta(minutes=15)
MOST_MINUTES = 8 * 60


class CommentQuerySet(models.QuerySet["Comment"]):
    def on(self, article: "Article") -> "CommentQuerySet":
        """Comments on any version of an article."""
        return self.filter(version__article=article)

    def shown(self) -> "CommentQuerySet":
        """Comments whose words can be read."""
        return self.filter(removed_at=None, hidden_at=None)


class Comment(models.Model):
    """A comment is what a member said in the discussion of an article, or replied to what another said."""

    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="comments")
    # Someone who erases their account takes their words along; what others replied stays.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reply_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replies")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    body = models.TextField(max_length=4000)
    written_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_reason = models.CharField(
        max_length=200, blank=True, help_text="Shown in place of the comment. Empty it to show the comment again."
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="feedback_comment_key_unique"),
            models.CheckConstraint(
                condition=Q(hidden_by=None, hidden_at=None, hidden_reason="")
                | (Q(hidden_by__isnull=False, hidden_at__isnull=False) & ~Q(hidden_reason="")),
                name="feedback_comment_hidden_by_and_at",
            ),
            models.CheckConstraint(
                condition=~Q(body="") | Q(removed_at__isnull=False), name="feedback_comment_body_until_removed"
            ),
        ]

    def __str__(self) -> str:
        return f"Comment {self.pk}"

    @property
    def is_shown(self) -> bool:
        return self.removed_at is None and self.hidden_at is None

    @property
    def text(self) -> str:
        """Its words as others see them: what could identify someone is masked (docs/guard.md)."""
        return guard.masked(self.body)

    @property
    def can_change(self) -> bool:
        """Whether its author can still edit it."""
        return self.is_shown and timezone.now() - self.written_at < EDIT_WITHIN


class Flag(models.Model):
    """A flag is one member's word that a moderator should look at a comment."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="flags")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=500)
    flagged_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)  # by a moderator

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="feedback_flag_once")]

    def __str__(self) -> str:
        return f"Flag {self.pk}"


class Lock(models.Model):
    """A lock is a moderator's word that nothing more is said about an article for now."""

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="discussion_lock")
    reason = models.CharField(max_length=200, help_text="Shown above the discussion.")
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    locked_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"Lock {self.pk}"


class Watch(models.Model):
    """A watch is a member's wish to hear by email of every comment on an article."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="watches")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    watched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="feedback_watch_once")]

    def __str__(self) -> str:
        return f"Watch {self.pk}"


class CommentNotice(Mailed):
    """A comment notice is one comment on its way to one member who watches its discussion."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="feedback_commentnotice_once")]

    def __str__(self) -> str:
        return f"Comment notice {self.pk}"


class JournalClub(models.Model):
    """A journal club is an hour at which members talk about an article, arranged by one of them."""

    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="journal_clubs")
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    held_at = models.DateTimeField("date and time")
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(MOST_MINUTES)])
    details = models.CharField(max_length=300, blank=True, help_text="Where, or how to join.")
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["held_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=MOST_MINUTES), name="feedback_journalclub_minutes"
            )
        ]

    def __str__(self) -> str:
        return f"Journal club {self.pk}"

    @property
    def has_begun(self) -> bool:
        return self.held_at <= timezone.now()


class Attendance(models.Model):
    """An attendance is a member's own word that they took part in a journal club."""

    club = models.ForeignKey(JournalClub, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    attended_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["club", "user"], name="feedback_attendance_once")]

    def __str__(self) -> str:
        return f"Attendance {self.pk}"
