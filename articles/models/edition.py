from django.db import models
from django.db.models import Q


class Edition(models.Model):
    """An edition is all that everyone can read, from one change of it to the next. One row: its stamp names the
    present one, and the database replaces it with every change (articles/generations.py)."""

    stamp = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="articles_edition_only_one")]

    def __str__(self) -> str:
        return self.stamp
