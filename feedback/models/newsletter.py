from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from articles.models import Version
from core.mail.models import Mailed


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> "SubscriptionQuerySet":
        """Addresses that confirmed and have not left."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def of_address(self, email: str) -> "SubscriptionQuerySet":
        """Every subscription of an address, whatever its case."""
        return self.annotate(address=Lower("email")).filter(address=email.lower())

    def end(self, *, because: "Ending") -> int:
        """End those that have not ended, and record why. Returns how many."""
        return self.filter(ended_at=None).update(ended_at=timezone.now(), ending=because)


class Ending(models.TextChoices):
    """Why a subscription ended."""

    LEFT = "left", "Left"
    BOUNCED = "bounced", "The address takes no mail"
    COMPLAINED = "complained", "Called it unwanted"


class Subscription(models.Model):
    """A subscription is one address that asked for the newsletter, about everything or about one topic."""

    email = models.EmailField("email address")
    topic = models.ForeignKey("articles.Topic", models.CASCADE, null=True, blank=True, related_name="subscriptions")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ending = models.CharField(max_length=10, choices=Ending, blank=True, editable=False)

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


class Issue(models.Model):
    """An issue is one newsletter: what was published from one day to another, in the articles' own words."""

    subject = models.CharField(max_length=120, help_text="Subject of the mail and its heading.")
    introduction = models.TextField(blank=True, max_length=2000, help_text="A few lines above the list. Plain text.")
    begins_on = models.DateField(help_text="The first day whose articles it names.")
    ends_on = models.DateField(help_text="The last day whose articles it names.")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True, editable=False)
    found_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="feedback_issue_released_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="feedback_issue_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def versions(self) -> list[Version]:
        """The live versions that were published on its days, newest first, each with its article's topics.

        Read again for each batch of mails, so that what was withdrawn meanwhile is left out.
        """
        if not hasattr(self, "_versions"):
            days = {"published_at__date__gte": self.begins_on, "published_at__date__lte": self.ends_on}
            self._versions = list(Version.objects.for_list().filter(**days).order_by("-published_at", "-pk"))
        return self._versions

    def about(self, topics: list[int]) -> list[Version]:
        """Those of its versions that are about one of these topics; all of them for no topic."""
        wanted = set(topics)
        return [
            version
            for version in self.versions()
            if not wanted or wanted & {topic.pk for topic in version.article.topics.all()}
        ]


class Delivery(Mailed):
    """A delivery is one issue on its way to one address, with what the address subscribes to: topics, or (none) all."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="+")
    topics = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["issue", "subscription"], name="feedback_delivery_once"),
        ]

    def __str__(self) -> str:
        return f"Delivery {self.pk}"
