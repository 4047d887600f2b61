import json
import uuid
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core.models import OwnedQuerySet


class SummaryQuerySet(OwnedQuerySet["Summary"]):
    def listed(self) -> Self:
        """Summaries without their document, which may be long, each with whether a later one superseded it."""
        later = Summary.objects.filter(supersedes=OuterRef("pk"))
        return self.defer("document").annotate(is_superseded=Exists(later))


class Summary(models.Model):
    """A summary is what a member takes to their appraisal, frozen: it can no longer be changed.

    `document` is the very text that `sha256` is the hash of (appraisal/summaries/document/canonical.py), and the JSON
    file that is downloaded. What superseded it is a later summary; one that was deleted leaves no trace.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="summaries")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one summary.")
    starts_on = models.DateField()
    ends_on = models.DateField()
    document = models.TextField(help_text="Canonical JSON, as it was hashed.")
    sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=20, unique=True, help_text="By which anyone can ask whether it is genuine.")
    frozen_at = models.DateTimeField(default=timezone.now)
    supersedes = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="successor")

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-frozen_at", "-pk"]
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="appraisal_summary_key_unique"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="appraisal_summary_days_in_order"),
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(sha256="") & ~Q(code=""), name="appraisal_summary_is_whole"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-frozen_at"], name="appraisal_summary_newest"),
            models.Index(fields=["sha256"], name="appraisal_summary_by_hash"),
        ]

    def __str__(self) -> str:
        return f"Summary {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("appraisal:frozen", args=[self.pk])

    @cached_property
    def data(self) -> dict[str, Any]:
        """The document, read."""
        return json.loads(self.document)


class SummaryFile(models.Model):
    """A summary file is a frozen summary in one format, rendered once and stored, so that every copy of it is the same.

    It is there whole or not at all: the row is written when the file is finished (docs/decisions/0020).
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=10)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["summary", "kind"], name="appraisal_summaryfile_one_of_a_kind")]
        indexes = [models.Index(fields=["sha256"], name="appraisal_summaryfile_by_hash")]

    def __str__(self) -> str:
        return f"File {self.pk}"


class ShareQuerySet(models.QuerySet["Share"]):
    def open(self) -> Self:
        """Links that lead somewhere now."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class Share(models.Model):
    """A share is a link by which an appraiser, who has no account, sees one frozen summary until a certain moment.

    Only the hash of its token is stored: the token is derived from `key` and the site's secret
    (appraisal/summaries/actions.py).
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="shares")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one link.")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["summary", "key"], name="appraisal_share_key_unique"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="appraisal_share_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"Share {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class ShareVisit(models.Model):
    """A share visit is one moment at which a shared summary was opened. Nothing is kept about who opened it."""

    share = models.ForeignKey(Share, models.CASCADE, related_name="visits")
    visited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-visited_at", "-pk"]
        indexes = [models.Index(fields=["share", "-visited_at"], name="appraisal_sharevisit_newest")]

    def __str__(self) -> str:
        return f"Visit {self.pk}"
