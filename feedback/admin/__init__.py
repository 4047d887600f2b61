"""What readers tell us, for staff."""

from . import base

__all__ = ["base"]
