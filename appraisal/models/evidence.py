import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import OwnedQuerySet


def private_storage() -> Storage:
    """Where files lie that no address leads to."""
    return storages["private"]


def place_of(evidence: "Evidence", name: str) -> str:
    """Where the file lies: under a name that says nothing of what it is or whose."""
    return f"evidence/{uuid.uuid4()}"


class Evidence(models.Model):
    """An evidence is one file that a member keeps with an entry, such as a certificate."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="evidence")
    entry = models.ForeignKey("appraisal.Entry", models.CASCADE, related_name="evidence")
    file = models.FileField(storage=private_storage, upload_to=place_of, max_length=100)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            # The same file sent twice is one.
            models.UniqueConstraint(fields=["entry", "sha256"], name="appraisal_evidence_once"),
            models.CheckConstraint(condition=~Q(name=""), name="appraisal_evidence_name_not_empty"),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"
