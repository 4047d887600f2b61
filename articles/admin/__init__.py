"""The desk at which staff plan, write, review and publish articles."""

from . import article, search, version

__all__ = ["article", "search", "version"]
