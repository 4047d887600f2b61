"""What someone types and has not saved yet is kept beside the draft, so that it overwrites nobody's words."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from articles.models import Autosave, Version

STORED_FOR = timedelta(days=30)


def keep_typed(version: Version, *, by: User, typed: Mapping[str, list[str]]) -> Autosave:
    """Keep the fields of a form for the one who types, in place of what was kept of theirs before."""
    found = {"typed": dict(typed), "kept_at": timezone.now()}
    autosave, _ = Autosave.objects.update_or_create(version=version, person=by, defaults=found)
    return autosave


def drop_typed(version: Version, *, by: User) -> None:
    """Forget what this person typed: it is saved now, or not wanted."""
    Autosave.objects.filter(version=version, person=by).delete()


def forget_typed() -> int:
    """Forget what nobody came back for within a month. Returns how many there were."""
    deleted, _ = Autosave.objects.filter(kept_at__lt=timezone.now() - STORED_FOR).delete()
    return deleted
