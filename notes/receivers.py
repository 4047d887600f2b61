"""What follows here when a version is published: every note on its article is looked for in it."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from articles.events import version_released
from articles.models import Version
from notes.annotations.placements import tasks


@receiver(version_released)
def place_notes(version: Version, **kwargs: Any) -> None:
    """Place the notes in a new live version, once it is committed; `run_due` finds what was lost in between.

    A first version has none before it, and a withdrawn one keeps its places.
    """
    if version.is_live and version.number > 1:
        transaction.on_commit(lambda: tasks.place_notes.enqueue(version.pk), robust=True)
