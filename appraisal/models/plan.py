import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import OwnedQuerySet


class Objective(models.Model):
    """An objective is one line of a member's development plan (PDP); entries that serve it are linked to it."""

    # Those still to be reached first, the soonest before the others.
    ORDER = (F("done_on").asc(nulls_first=True), "due_on", "-pk")
    # The fields that hold text of the member's own.
    TEXT = ("title", "reason", "outcome")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="objectives")
    key = models.UUIDField(default=uuid.uuid4, help_text="Made by the client: a form sent twice makes one objective.")
    title = models.CharField("what you want to learn or change", max_length=200)
    reason = models.TextField("why, and how you will know", blank=True)
    due_on = models.DateField("by when", null=True, blank=True)
    done_on = models.DateField("reached on", null=True, blank=True)
    outcome = models.TextField("what came of it", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="appraisal_objective_key_unique"),
            models.CheckConstraint(condition=~Q(title=""), name="appraisal_objective_title_not_empty"),
        ]

    def __str__(self) -> str:
        return f"Objective {self.pk}"


class ActionQuerySet(OwnedQuerySet["Action"]):
    def due(self, on: date) -> Self:
        """Not done, and to be looked at again on that day or before."""
        return self.filter(done_on=None, due_on__lte=on)


class Action(models.Model):
    """An action is the day on which a member wants to look at the What next of an entry, and what had come of it."""

    # The fields that hold text of the member's own.
    TEXT = ("outcome",)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="planned_actions")
    entry = models.OneToOneField("appraisal.Entry", models.CASCADE, related_name="action")
    due_on = models.DateField("look at it again on")
    done_on = models.DateField("done on", null=True, blank=True)
    outcome = models.TextField("what changed", blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(done_on__isnull=False), name="appraisal_action_outcome_of_done"
            )
        ]
        indexes = [models.Index(fields=["user", "done_on", "due_on"], name="appraisal_action_open")]

    def __str__(self) -> str:
        return f"Action {self.pk}"
