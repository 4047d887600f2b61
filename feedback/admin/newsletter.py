from django.contrib import admin

from ..models import Subscription
from .base import ReadOnlyAdmin


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["email", "topic", "asked_at", "confirmed_at", "ended_at"]
    list_filter = ["topic", ("confirmed_at", admin.EmptyFieldListFilter), ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["topic"]
    search_fields = ["email"]
