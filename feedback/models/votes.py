from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.models import Version


class Reason(models.TextChoices):
    """Why an article was not useful."""

    MISSING = "missing", "What I looked for is not in it"
    UNCLEAR = "unclear", "It is hard to follow"
    LENGTH = "length", "It is too long to use at work"
    OLD = "old", "It is out of date"
    WRONG = "wrong", "Something in it is wrong"
    PAGE = "page", "The page did not work for me"


class SetAside(models.TextChoices):
    """Why a vote does not count in the rate."""

    NO = "", "Counts"
    LIMIT = "limit", "Over the limit of its day"
    REPLACED = "replaced", "The reader has voted as a member"


class VoteQuerySet(models.QuerySet["Vote"]):
    def counted(self) -> "VoteQuerySet":
        """Votes that make up the rate."""
        return self.filter(set_aside=SetAside.NO)

    def unsettled(self) -> "VoteQuerySet":
        """Votes with words that staff have yet to read."""
        return self.exclude(comment="", quote="").filter(handled_at=None)


class Vote(models.Model):
    """A vote is whether one reader found one version useful. Voting again changes it.

    A reader is a member, or a visitor known only by a random id in a signed cookie.
    """

    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    visitor = models.CharField(max_length=32, blank=True)
    is_useful = models.BooleanField()
    reason = models.CharField(max_length=8, choices=Reason, blank=True)
    quote = models.TextField("passage", blank=True)
    comment = models.TextField(blank=True)
    voted_at = models.DateTimeField(default=timezone.now)
    set_aside = models.CharField(max_length=8, choices=SetAside, blank=True, default=SetAside.NO)
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)  # by staff, the comment with it

    objects = VoteQuerySet.as_manager()

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
            models.CheckConstraint(condition=Q(reason="") | Q(is_useful=False), name="feedback_vote_reason_of_no"),
            models.CheckConstraint(condition=Q(reason__in=["", *Reason.values]), name="feedback_vote_reason_known"),
            models.CheckConstraint(
                condition=Q(set_aside="") | Q(set_aside__in=["limit", "replaced"], user=None),
                name="feedback_vote_member_counts",
            ),
        ]

    def __str__(self) -> str:
        return "Useful" if self.is_useful else "Not useful"


class Tally(models.Model):
    """A tally is how many visitors' votes on one version counted on one day: of one network, or (empty) of all.

    The network stands under a hash that is salted again each day, and the row goes once its day is over.
    """

    version = models.ForeignKey("articles.Version", models.CASCADE, related_name="+")
    counted_on = models.DateField(default=timezone.localdate)
    network = models.CharField(max_length=32, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "counted_on", "network"], name="feedback_tally_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.count} on {self.counted_on}"


class Usefulness(Version):
    """A usefulness is a version seen through its votes, for the editors' list."""

    class Meta:
        proxy = True
        verbose_name_plural = "usefulness of versions"
