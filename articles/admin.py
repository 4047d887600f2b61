"""The desk at which staff plan, write, review and publish articles: Django looks for an app's admin here."""

from articles.desk.admin import article, search, version

__all__ = ["article", "search", "version"]
