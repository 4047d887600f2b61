from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone


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
