"""What the desk keeps for the people who work at it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.article import Article


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
