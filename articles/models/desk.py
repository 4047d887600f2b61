"""What the desk keeps for the people who work at it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article
from articles.models.choices import SourceStatus


class Autosave(models.Model):
    """An autosave is what one person typed into the form of a draft and has not saved yet. It touches no draft."""

    version = models.ForeignKey("Version", models.CASCADE, related_name="autosaves")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    typed = models.JSONField(help_text="The fields of the form, each with its values.")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="articles_autosave_one_each")]

    def __str__(self) -> str:
        return f"{self.version_id} by {self.person_id}"


class Reminder(models.Model):
    """A reminder is one mail to one person that the check of one article is due. Nobody gets two on one day."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["sent_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "sent_on"], name="articles_reminder_one_a_day")]

    def __str__(self) -> str:
        return f"{self.article_id} to {self.person_id} on {self.sent_on}"


class SourceCheck(models.Model):
    """A source check is what Crossref or PubMed last said of one source: whether it was retracted or corrected.

    It stands by itself, since references are frozen with their version, and many versions cite one source.
    """

    identifier = models.CharField(max_length=210, unique=True, help_text="doi:10.1000/x in small letters, or pmid:123")
    status = models.PositiveSmallIntegerField(choices=SourceStatus, default=SourceStatus.SOUND)
    service = models.CharField(max_length=20, blank=True)
    notice = models.CharField(max_length=300, blank=True, help_text="Where that was published: doi:…, pmid:… or words")
    noticed_on = models.DateField(null=True, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["status"], name="articles_sourcecheck_status")]

    def __str__(self) -> str:
        return f"{self.identifier}: {self.get_status_display()}"
