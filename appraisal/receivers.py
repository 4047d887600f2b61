"""What a member took part in with others becomes an entry of their diary, for them to complete."""

from contextlib import suppress
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from appraisal.diary import actions as diary
from articles.events import LearningTogether, learned_together
from core.errors import Conflict


@receiver(learned_together)
def write_entry(user: User, learning: LearningTogether, **kwargs: Any) -> None:
    """Write the entry, once. One that its owner has changed since stays as it is."""
    words = {"title": learning.title, "learned_on": learning.on, "what": learning.what, "so_what": "", "what_next": ""}
    minutes = {"claimed_minutes": learning.minutes, "participatory_minutes": learning.minutes}
    with suppress(Conflict):
        diary.write(by=user, key=learning.key, **words, **minutes)  # type: ignore[arg-type]  # a dict of mixed fields
