"""What readers tell us, for staff."""

from . import discussion, following, inbox, newsletter, usefulness

__all__ = ["discussion", "following", "inbox", "newsletter", "usefulness"]
