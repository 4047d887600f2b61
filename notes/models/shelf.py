from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import OwnedQuerySet
from notes.models.note import Note

# The longest tag (characters).
MAX_TAG = 50
MAX_FOLDED = 3 * MAX_TAG  # case-folding makes up to three letters of one


class Tag(models.Model):
    """A tag is a word of a member's own under which they file notes; the same word whatever its case.

    `folded` is how tags are compared: case-folded in Python, because the databases fold different letters.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=MAX_TAG)
    folded = models.CharField(max_length=MAX_FOLDED, editable=False)
    notes = models.ManyToManyField(Note, related_name="tags", blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "folded"], name="notes_tag_name_unique"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(folded=""), name="notes_tag_name_not_empty"),
        ]

    def __str__(self) -> str:
        """Not the name: what a member wrote belongs in no log."""
        return f"Tag {self.pk}"


class Bookmark(models.Model):
    """A bookmark is a member's sign in an article, or in one section of it, that stays through its revisions.

    `title` is what the section was called then, for the day when it is no longer there.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="bookmarks")
    section = models.CharField(max_length=200, blank=True, help_text="Id of the section; empty for the article.")
    title = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "article", "section"], name="notes_bookmark_place_unique"),
        ]

    def __str__(self) -> str:
        return f"Bookmark {self.pk}"


class Upload(models.Model):
    """An upload is a file of annotations that a member is looking at before its notes are taken in.

    Each has one at most; it is gone once its notes are in, when they put it away, and after a day.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes_upload")
    text = models.TextField()
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Upload {self.pk}"
