"""What readers tell us, for staff."""

from . import following, inbox, newsletter, usefulness

__all__ = ["following", "inbox", "newsletter", "usefulness"]
