"""What a peer review leaves: the words of each round, and comments on passages of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Round(models.Model):
    """A round is the words of a version as they were when it was handed to peer review. Never changed."""

    version = models.ForeignKey("Version", models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField(default=timezone.now)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    key_points = models.JSONField(default=list)
    page = models.TextField()
    references = models.JSONField(default=list, help_text="The fields of each reference.")

    class Meta:
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="articles_round_number_unique")]

    def __str__(self) -> str:
        return f"Round {self.number}"


class ReviewComment(models.Model):
    """A review comment is what someone at the desk says of a passage of a version before it is published.

    The passage is kept as that of a member's note is (articles/text/anchors.py): its words, the text on each side, and
    its offsets in code points in the text as it was then, or in what stands above it (`is_in_head`).
    """

    version = models.ForeignKey("Version", models.CASCADE, related_name="review_comments")
    key = models.UUIDField()
    round = models.PositiveSmallIntegerField(help_text="How often it had been handed to peer review by then.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    body = models.TextField()
    quote = models.TextField()
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    is_in_head = models.BooleanField(default=False, help_text="In the title, the summary or “At a glance”.")
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    # Where it is in the text as it stands, None when the passage is gone, and which section that is, from 1 (0: above):
    # only after articles/desk/rounds.py looked for it.
    place: Any
    section: int | None

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "key"], name="articles_reviewcomment_key_unique"),
            models.CheckConstraint(condition=~Q(body="") & ~Q(quote=""), name="articles_reviewcomment_has_words"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="articles_reviewcomment_passage"),
            models.CheckConstraint(
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="articles_reviewcomment_resolved_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.quote}”: {self.body}"


class ReviewReply(models.Model):
    """A review reply is an answer to a comment on a passage."""

    comment = models.ForeignKey(ReviewComment, models.CASCADE, related_name="replies")
    key = models.UUIDField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    body = models.TextField()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name_plural = "review replies"
        constraints = [
            models.UniqueConstraint(fields=["made_by", "key"], name="articles_reviewreply_key_unique"),
            models.CheckConstraint(condition=~Q(body=""), name="articles_reviewreply_has_words"),
        ]

    def __str__(self) -> str:
        return self.body
