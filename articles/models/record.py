"""What is on record of a version and never changes: who moved it on, who wrote in it, who checked it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from articles.models.choices import Status


class Transition(models.Model):
    """A transition is one change of a version's status: who, when, from what, to what, and why. Never changed."""

    version = models.ForeignKey("Version", models.CASCADE, related_name="transitions")
    from_status = models.CharField(max_length=10, choices=Status)
    to_status = models.CharField(max_length=10, choices=Status)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    comment = models.TextField(blank=True)
    # The fingerprint of the words as they stood (articles/text/fingerprint.py): what an approval is of.
    words = models.CharField(max_length=64, blank=True)
    # Whoever approves it, publishes it or sets the time for that says that the whole page was checked.
    is_full_check = models.BooleanField(default=False)
    # When the next check is due, of a check that was declared with the time to publish.
    next_check_on = models.DateField(null=True, blank=True)
    # When an approved version is to be published. A row without a change of status sets it, or takes it back.
    publish_at = models.DateTimeField(null=True, blank=True)
    # When a published version is to be withdrawn, in the same way.
    withdraw_at = models.DateTimeField(null=True, blank=True)
    # What to read instead of a withdrawn article.
    replacement = models.ForeignKey("Article", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_status__in=Status.values, to_status__in=Status.values),
                name="articles_transition_statuses_known",
            ),
            models.CheckConstraint(
                condition=~Q(from_status=F("to_status")) | Q(from_status__in=[Status.APPROVED, Status.PUBLISHED]),
                name="articles_transition_moves_or_schedules",
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(from_status=Status.APPROVED, to_status=Status.APPROVED),
                name="articles_transition_publish_at_when_scheduling",
            ),
            models.CheckConstraint(
                condition=Q(is_full_check=False)
                | Q(from_status=Status.IN_REVIEW, to_status=Status.APPROVED)
                | Q(from_status=Status.APPROVED, to_status=Status.PUBLISHED)
                | Q(from_status=Status.APPROVED, to_status=Status.APPROVED, publish_at__isnull=False),
                name="articles_transition_full_check_when_declared",
            ),
            models.CheckConstraint(
                condition=Q(next_check_on=None) | Q(is_full_check=True, publish_at__isnull=False),
                name="articles_transition_next_check_with_schedule",
            ),
            models.CheckConstraint(
                condition=Q(withdraw_at=None) | Q(from_status=Status.PUBLISHED, to_status=Status.PUBLISHED),
                name="articles_transition_withdraw_at_when_scheduling",
            ),
            models.CheckConstraint(
                condition=Q(replacement=None) | Q(to_status=Status.WITHDRAWN) | Q(withdraw_at__isnull=False),
                name="articles_transition_replacement_when_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        if self.from_status != self.to_status:
            return f"{self.get_from_status_display()} to {self.get_to_status_display()}"
        if self.from_status == Status.PUBLISHED:
            return "Set to be withdrawn" if self.withdraw_at else "No longer set to be withdrawn"
        return "Set to be published" if self.publish_at else "No longer set to be published"


class Contribution(models.Model):
    """A contribution is one save of a draft's words: who, when, what. Who made one cannot approve the version."""

    version = models.ForeignKey("Version", models.CASCADE, related_name="contributions")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed = models.JSONField(default=list, help_text="Names of the fields that changed.")

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return ", ".join(self.changed).replace("_", " ")


class Check(models.Model):
    """A check is a clinician's word that the whole of a published version still holds. Never changed."""

    version = models.ForeignKey("Version", models.PROTECT, related_name="checks")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    checked_on = models.DateField(default=timezone.localdate)
    next_check_on = models.DateField()
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(next_check_on__gt=F("checked_on")), name="articles_check_next_is_later"),
        ]

    def __str__(self) -> str:
        return f"{self.checked_on}"


# How long someone who has taken a check up is believed to be at it.
AT_IT_FOR = timedelta(days=28)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def open(self) -> "ClaimQuerySet":
        """Claims that still count: an old one that nobody ended would have a page say for ever that it is checked."""
        return self.filter(ended_at=None, made_at__gt=timezone.now() - AT_IT_FOR)


class Claim(models.Model):
    """A claim is someone's word that they have taken up the check of a published version. Open until `ended_at`."""

    version = models.ForeignKey("Version", models.PROTECT, related_name="claims")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(ended_at=None), name="articles_claim_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} by {self.made_by_id}"


class Amendment(models.Model):
    """An amendment is one change of what a published version says for readers that it changed. Never changed itself."""

    version = models.ForeignKey("Version", models.PROTECT, related_name="amendments")
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(after="") & ~Q(after=F("before")), name="articles_amendment_amends"),
        ]

    def __str__(self) -> str:
        return f"“{self.before}” became “{self.after}”"
