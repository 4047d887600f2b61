import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from articles.models import Version


class Vote(models.Model):
    """A vote is whether one reader found one version useful. Voting again changes it.

    A reader is a member, or a visitor known only by a random id in a signed cookie.
    """

    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    visitor = models.CharField(max_length=32, blank=True)
    is_useful = models.BooleanField()
    comment = models.TextField(blank=True)
    voted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-voted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, visitor="") | (Q(user=None) & ~Q(visitor="")),
                name="feedback_vote_user_or_visitor",
            ),
            models.UniqueConstraint(
                fields=["version", "user"], condition=Q(user__isnull=False), name="feedback_vote_once_per_user"
            ),
            models.UniqueConstraint(
                fields=["version", "visitor"], condition=Q(user=None), name="feedback_vote_once_per_visitor"
            ),
        ]

    def __str__(self) -> str:
        return "Useful" if self.is_useful else "Not useful"


class Message(models.Model):
    """A message is what someone wrote to the editors about the site."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField("email address", blank=True)
    body = models.TextField("message")
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="feedback_message_body_not_empty")]

    def __str__(self) -> str:
        return f"{self.sent_at:%d %B %Y}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        """Addresses that confirmed and have not left."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)


class Subscription(models.Model):
    """A subscription is one address that asked for the newsletter, about everything or about one topic."""

    email = models.EmailField("email address")
    topic = models.ForeignKey("articles.Topic", models.CASCADE, null=True, blank=True, related_name="subscriptions")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "topic", name="feedback_subscription_once_per_topic", condition=Q(topic__isnull=False)
            ),
            # SQLite has no "nulls not distinct", so the promise for no topic is one of its own.
            models.UniqueConstraint(
                Lower("email"), name="feedback_subscription_once_for_everything", condition=Q(topic=None)
            ),
        ]

    def __str__(self) -> str:
        """Not the address: deleting a topic in the admin lists what goes with it."""
        return f"Subscription {self.pk}"


class Usefulness(Version):
    """A usefulness is a version seen through its votes, for the editors' list."""

    class Meta:
        proxy = True
        verbose_name_plural = "usefulness of versions"
