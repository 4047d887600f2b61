"""Files that wait to be read into drafts."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class ImportedFile(models.Model):
    """An imported file is one that somebody at the desk uploaded and that takes a while to read.

    Files that were uploaded together have one batch. Once it was read, the file itself is gone and `reading` or
    `problem` says what came of it; a day later the row is.
    """

    batch = models.UUIDField(db_index=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    reading = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
