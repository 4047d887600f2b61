from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from articles.models import Version
from feedback.models import Announcement
from feedback.read_only_admin import ReadOnlyAdmin


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnlyAdmin):
    """How many were told, and how many have said that they have seen it. Never who."""

    list_display = ["version", "kind", "made_at", "notified", "by_email", "seen"]
    list_filter = ["kind", "made_at"]
    list_select_related = ["version"]
    search_fields = ["version__title"]
    fields = ["kind", "version", "correction", "reason", "made_at", "found_at", "notified", "by_email", "seen"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        columns = {"told_count": "", "mail_count": "__mail__sent_at", "seen_count": "__acknowledged_at"}
        counts = {name: Count(f"notices{column}") for name, column in columns.items()}
        return super().get_queryset(request).defer(*(f"version__{name}" for name in Version.LONG)).annotate(**counts)

    @admin.display(ordering="told_count")
    def notified(self, row: Any) -> int:
        return row.told_count

    @admin.display(ordering="mail_count", description="by email so far")
    def by_email(self, row: Any) -> int:
        return row.mail_count

    @admin.display(ordering="seen_count", description="have seen it")
    def seen(self, row: Any) -> int:
        return row.seen_count
