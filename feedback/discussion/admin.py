"""Moderating discussions: what was flagged, hiding with a reason, closing a discussion for a while."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from accounts.requests import user_of
from articles.models import Version
from feedback.discussion import actions
from feedback.models import Comment, Lock


class HideForm(forms.ModelForm):
    """The action hides the comment: the instance stays as the database has it."""

    def _post_clean(self) -> None:
        pass


class FlaggedFilter(admin.SimpleListFilter):
    title = "flagged"
    parameter_name = "flagged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Flagged and shown")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.shown().filter(flag_count__gt=0) if self.value() else queryset  # type: ignore[attr-defined]  # our queryset


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Moderators hide with a reason; they change nobody's words."""

    form = HideForm
    list_display = ["excerpt", "version", "user", "written_at", "flags", "hidden_reason"]
    list_filter = [FlaggedFilter, ("hidden_at", admin.EmptyFieldListFilter), "written_at"]
    list_select_related = ["version", "user"]
    search_fields = ["body", "version__title"]
    fields = ["version", "user", "written_at", "text", "reasons", "hidden_reason"]
    readonly_fields = fields[:-1]  # type: ignore[assignment]  # narrower than in the class above
    actions = ["settle"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        comments = super().get_queryset(request).defer(*(f"version__{name}" for name in Version.LONG))
        return comments.annotate(flag_count=Count("flags", filter=Q(flags__settled_at=None)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        actions.hide(obj, by=user_of(request), reason=form.cleaned_data["hidden_reason"].strip())

    @admin.display(description="comment")
    def text(self, comment: Comment) -> str:
        return comment.text

    @admin.display(description="comment")
    def excerpt(self, comment: Comment) -> str:
        return comment.text[:80] or "(removed by its author)"

    @admin.display(ordering="flag_count")
    def flags(self, comment: Any) -> int:
        return comment.flag_count

    @admin.display(description="flags", empty_value="none")
    def reasons(self, comment: Comment) -> str:
        """Why members asked for a look, and whether that is settled. Who did is not shown."""
        flags = ((flag.reason, " (settled)" if flag.settled_at else "") for flag in comment.flags.all())
        return format_html_join("", "<p>{}{}</p>", flags)

    @admin.action(description="Leave these as they are: what was reported is settled", permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self.message_user(request, f"{actions.settle(queryset)} reports are settled.", messages.SUCCESS)


@admin.register(Lock)
class LockAdmin(admin.ModelAdmin):
    """A discussion is closed while there is a lock, and opens again when it is deleted."""

    list_display = ["article", "reason", "locked_by", "locked_at"]
    list_select_related = ["article", "locked_by"]
    raw_id_fields = ["article"]

    def save_model(self, request: HttpRequest, obj: Lock, form: Any, change: bool) -> None:
        if not change:
            obj.locked_by = user_of(request)
        super().save_model(request, obj, form, change)
