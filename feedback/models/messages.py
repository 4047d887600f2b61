import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.mail.models import Mailed


class MessageStatus(models.TextChoices):
    NEW = "new", "New"  # nobody has looked at it
    OPEN = "open", "In hand"  # someone is on it
    FIXED = "fixed", "Fixed"  # a version was published that mends it
    CLOSED = "closed", "Closed"  # nothing more is to be done


class Message(models.Model):
    """A message is what someone wrote to the editors: about the site, or about a version and words of it (a report)."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField("email address", blank=True)
    version = models.ForeignKey("articles.Version", models.PROTECT, null=True, blank=True, related_name="reports")
    section = models.CharField(max_length=200, blank=True)
    quote = models.TextField("passage", blank=True)
    body = models.TextField("message")
    sent_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=6, choices=MessageStatus, default=MessageStatus.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True, "is_active": True},
    )
    fixed_in = models.ForeignKey(
        "articles.Version",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports_fixed",
        help_text="The reader is told as soon as that version is published.",
    )

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(body=""), name="feedback_message_body_not_empty"),
            models.CheckConstraint(
                condition=Q(version__isnull=False) | Q(section="", quote="", fixed_in=None),
                name="feedback_message_passage_of_version",
            ),
            models.CheckConstraint(
                condition=Q(status=MessageStatus.FIXED, fixed_in__isnull=False)
                | Q(status=MessageStatus.OPEN)
                | (Q(status__in=[MessageStatus.NEW, MessageStatus.CLOSED]) & Q(fixed_in=None)),
                name="feedback_message_fixed_somewhere",
            ),
            models.CheckConstraint(condition=Q(status__in=MessageStatus.values), name="feedback_message_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%d %B %Y}"


class Reply(Mailed):
    """A reply is what an editor wrote back to whoever left an address with their message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="replies")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at", "pk"]
        verbose_name_plural = "replies"
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="feedback_reply_body_not_empty")]

    def __str__(self) -> str:
        return f"Reply {self.pk}"
