"""People at the desk: who is staff, and whose registration is confirmed. What they keep is theirs alone."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from accounts import actions
from accounts.models import User
from accounts.requests import user_of
from core.errors import NotAllowed

WHO = ("email", "display_name", "profession", "regulator", "registration_number", "confirmed_by", "confirmed_at")
POWERS = ("is_active", "is_staff", "is_superuser", "groups")


class ConfirmedFilter(admin.SimpleListFilter):
    title = "registration"
    parameter_name = "registration"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting to be confirmed"), ("confirmed", "Confirmed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.value() == "waiting":
            return queryset.exclude(registration_number="").filter(confirmed_at=None)
        return queryset.exclude(confirmed_at=None) if self.value() == "confirmed" else queryset


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    fieldsets = [(None, {"fields": WHO}), ("At the desk", {"fields": POWERS})]
    list_display = [
        "email",
        "display_name",
        "profession",
        "regulator",
        "registration_number",
        "is_confirmed",
        "is_staff",
    ]
    list_filter = [ConfirmedFilter, "is_staff", "is_active", "groups"]
    list_select_related = ["confirmed_by"]
    search_fields = ["email", "display_name", "=registration_number"]
    ordering = ["email"]
    formfield_overrides = {ManyToManyField: {"widget": CheckboxSelectMultiple}}
    actions = ["confirm_registration"]

    @admin.display(description="confirmed", boolean=True)
    def is_confirmed(self, user: User) -> bool:
        return user.confirmed_at is not None

    @admin.action(description="Confirm the registration numbers of these people", permissions=["change"])
    def confirm_registration(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            try:
                actions.confirm_registration(user, by=user_of(request))
            except NotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"{user.name}: registration number {user.registration_number} is confirmed.")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Members say who they are; only a superuser gives powers."""
        own = [name for name in WHO if name != "display_name"]
        return own if request.user.is_superuser else [*own, *POWERS]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People join by themselves, so that every address is one that was verified."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Members erase their own accounts. The page that asks staff to confirm would list what a member keeps."""
        return False
