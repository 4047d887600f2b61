"""What readers are told once a version was published or withdrawn."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from articles.events import version_released
from articles.models import Version
from feedback import tasks
from feedback.messages import actions
from feedback.models import Message


@receiver(version_released)
def tell_readers(version: Version, **kwargs: Any) -> None:
    """Once it is committed: whoever reported what this version puts right, who follows the article, and who opened
    what is corrected or withdrawn. `run_due` does the same should a process end in between.
    """
    transaction.on_commit(lambda: _tell_who_reported(version), robust=True)
    transaction.on_commit(lambda: tasks.tell.enqueue(version.pk), robust=True)


def _tell_who_reported(version: Version) -> None:
    actions.settle_fixes(Message.objects.filter(fixed_in=version))
