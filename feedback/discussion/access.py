"""Who may take part in discussions."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


def may_discuss(user: "User") -> bool:
    """Whether staff have confirmed a member's registration: the discussion is among health professionals."""
    return bool(user.is_authenticated and user.is_active and user.confirmed_at)
