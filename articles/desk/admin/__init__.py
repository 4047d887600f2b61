"""The desk at which staff plan, write, review and publish articles."""

from articles.desk.admin import article, search, version

__all__ = ["article", "search", "version"]
