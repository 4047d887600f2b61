"""What a member has chosen for their log and diary."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from articles.models import Topic
from notes.models import Preference

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def prefer(*, by: "User", keep_months: int | None, is_mailed_weekly: bool, topics: Iterable[Topic]) -> Preference:
    """Set how long the log is stored, whether to get the weekly email, and which topics one's work covers."""
    wanted = {"keep_months": keep_months, "is_mailed_weekly": is_mailed_weekly}
    preference, _ = Preference.objects.update_or_create(user=by, defaults=wanted)
    preference.topics.set(topics)
    return preference


def end_mails(*, user_id: int) -> None:
    """Write to this member no more."""
    Preference.objects.filter(user=user_id).update(is_mailed_weekly=False)
