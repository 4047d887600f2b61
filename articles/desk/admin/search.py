"""What staff tell the search, and what it tells them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Equivalent, MissedSearch


@admin.register(Equivalent)
class EquivalentAdmin(admin.ModelAdmin):
    """Two wordings that mean the same. Searches know them from the moment they are saved."""

    list_display = ["one", "other"]
    list_display_links = ["one", "other"]
    search_fields = ["one", "other"]


@admin.register(MissedSearch)
class MissedSearchAdmin(admin.ModelAdmin):
    """What readers looked for and no article has: the commonest first. It can be looked at and crossed out."""

    list_display = ["words", "count", "missed_at"]
    list_display_links = None
    search_fields = ["words"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
