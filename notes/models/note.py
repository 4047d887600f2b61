import re
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .owned import OwnedQuerySet


class NoteQuerySet(OwnedQuerySet):
    def on_article_up_to(self, version):
        """Notes on this version of its article and on earlier ones, each with its `version_number`."""
        return self.filter(version__article=version.article_id, version__number__lte=version.number).annotate(
            version_number=F("version__number")
        )

    def search(self, words: str):
        """Notes that hold each of these words, in the note or in its quote, whatever their case."""
        # A regular expression because SQLite's LIKE knows the case of ASCII only.
        for word in map(re.escape, words.split()):
            self = self.filter(Q(body__iregex=word) | Q(quote__iregex=word))
        return self


class Note(models.Model):
    """A note is what a member wrote on a version: on the whole page, a section, or a passage (its anchor).

    The anchor follows the W3C Web Annotation model: the exact quote with 32 characters on each side
    (TextQuoteSelector) and its place in the version's canonical text in code points (TextPositionSelector).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    version = models.ForeignKey("articles.Version", models.PROTECT, related_name="notes")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one note.")
    section = models.CharField(max_length=200, blank=True, help_text="Id of the section; empty for the whole page.")
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=32, blank=True)
    suffix = models.CharField(max_length=32, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    edits = models.PositiveIntegerField(default=0)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notes_note_key_unique"),
            models.CheckConstraint(
                condition=Q(quote="", prefix="", suffix="", start=None, end=None)
                | (~Q(quote="") & Q(start__isnull=False, end__isnull=False, end__gt=F("start"))),
                name="notes_note_anchor_whole_or_absent",
            ),
            models.CheckConstraint(condition=~Q(body=""), name="notes_note_body_not_empty"),
        ]
        indexes = [
            models.Index(fields=["user", "version"], name="notes_note_of_page"),
            models.Index(fields=["user", "-created_at"], name="notes_note_newest"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"

    def get_absolute_url(self) -> str:
        """Where it stands: the live page while its version is live, and after that the version's own page."""
        page = self.version.article if self.version.is_live else self.version
        return f"{page.get_absolute_url()}#n{self.pk}"
