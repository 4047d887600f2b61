"""What a member took part in with others becomes an entry of their diary, for them to complete."""

from contextlib import suppress
from typing import TYPE_CHECKING

from appraisal.diary import actions
from articles import journal_club

if TYPE_CHECKING:
    from accounts.models import User


@journal_club.keeps
def took_part(user: "User", together: journal_club.Together) -> None:
    """Write the entry, once. One that its owner has changed since stays as it is."""
    words = {"title": together.title, "learned_on": together.on, "what": together.what, "so_what": "", "what_next": ""}
    with suppress(actions.Conflict):
        came_from = {"claimed_minutes": together.minutes, "participatory_minutes": together.minutes}
        actions.write(by=user, key=together.key, **words, **came_from)  # type: ignore[arg-type]
