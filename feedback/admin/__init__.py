"""What readers tell us, for staff."""

from . import inbox, newsletter, usefulness

__all__ = ["inbox", "newsletter", "usefulness"]
