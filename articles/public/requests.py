"""Requests for pages that are the same for everyone."""

from django.http import HttpRequest

from articles.generations import PageCache
from articles.models import Version


class PageRequest(HttpRequest):
    """A request that `for_everyone` has let through."""

    page_cache: PageCache  # of the generation that was current before anything was read
    version: Version  # what the page shows, for the parts of other apps
    is_search: bool  # its address has a query and may be cached all the same
