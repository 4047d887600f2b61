"""The desk at which staff plan, write, review and publish articles."""

from . import article, version

__all__ = ["article", "version"]
