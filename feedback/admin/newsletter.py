"""The newsletter for editors: its subscribers, and issues to write, look at and let go."""

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, DateField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from .. import emails
from ..actions import newsletter as actions
from ..models import Issue, Subscription
from .base import ReadOnlyAdmin

# A mail has its styles in place. It is our own template with escaped words, shown to staff on a page of its own.
MAIL_POLICY = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]}


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ["email", "topic", "asked_at", "confirmed_at", "ended_at", "ending"]
    list_filter = [
        "topic",
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("ended_at", admin.EmptyFieldListFilter),
        "ending",
    ]
    list_select_related = ["topic"]
    search_fields = ["email"]


@admin.register(Issue)
class IssueAdmin(admin.ModelAdmin):
    """An issue can be changed until it is let go; after that it is what subscribers got."""

    list_display = ["subject", "begins_on", "ends_on", "released_at", "addresses", "sent", "in_doubt"]
    fields = ["subject", "introduction", "begins_on", "ends_on"]
    # The browser's own calendar: Django's takes no focus and cannot be reached from its field.
    formfield_overrides = {DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}}
    change_form_template = "admin/feedback/issue/change_form.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        columns = {"address_count": "", "sent_count": "__sent_at", "doubt_count": "__in_doubt_at"}
        counts = {name: Count(f"deliveries{column}") for name, column in columns.items()}
        return super().get_queryset(request).annotate(**counts)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The days since the newest issue; of the first one, the last month."""
        today = timezone.localdate()
        newest = Issue.objects.first()
        begins_on = newest.ends_on + timedelta(days=1) if newest else today - timedelta(days=30)
        return {"begins_on": min(begins_on, today), "ends_on": today, "subject": f"New and changed, {today:%B %Y}"}

    def get_urls(self) -> list:
        def ours(address: str, view: Any, name: str) -> Any:
            return path(f"<path:object_id>/{address}/", self.admin_site.admin_view(view), name=f"feedback_issue_{name}")

        return [
            ours("mail", csp(MAIL_POLICY)(self.mail), "mail"),  # type: ignore[arg-type]
            ours("text", self.text, "text"),
            ours("release", require_POST(self.release), "release"),
            ours("again", require_POST(self.again), "again"),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.released_at)

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.released_at)

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        issue = self.get_object(request, unquote(object_id))
        known = {"issue": issue, "versions": issue.versions() if issue else []}
        return super().change_view(request, object_id, form_url, {**known, **(extra_context or {})})

    def _bodies(self, request: HttpRequest, object_id: str) -> tuple[str, str]:
        issue = self._issue(request, object_id)
        if not self.has_view_permission(request, issue):
            raise PermissionDenied
        return emails.issue_bodies(issue, issue.versions(), emails.address("subscribe"))

    def _issue(self, request: HttpRequest, object_id: str) -> Issue:
        issue = self.get_object(request, unquote(object_id))
        if issue is None:
            raise Http404
        return issue

    def mail(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The issue as a mail client shows it. Its way out leads to the newsletter's page here."""
        return HttpResponse(self._bodies(request, object_id)[1])

    def text(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The issue as plain text."""
        return HttpResponse(self._bodies(request, object_id)[0], content_type="text/plain; charset=utf-8")

    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let the issue go to everyone who subscribes."""
        issue = self._issue(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        if actions.release(issue, by=request.user):  # type: ignore[arg-type]
            self.log_change(request, issue, "Let go to subscribers.")
            messages.success(request, "The issue is on its way. This list says how many have it.")
        else:
            messages.error(request, "It has gone before, or nothing was published on its days.")
        return redirect(reverse("admin:feedback_issue_changelist"))

    def again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Send the issue again to those of whom nobody knows whether they have it."""
        issue = self._issue(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        count = actions.send_in_doubt(issue)
        self.log_change(request, issue, f"Sent again to {count} in doubt.")
        messages.success(request, f"{count} are on their way again.")
        return redirect(reverse("admin:feedback_issue_changelist"))

    @admin.display(ordering="address_count")
    def addresses(self, issue: Any) -> int:
        return issue.address_count

    @admin.display(ordering="sent_count", description="sent so far")
    def sent(self, issue: Any) -> int:
        return issue.sent_count

    @admin.display(ordering="doubt_count", description="may or may not have it")
    def in_doubt(self, issue: Any) -> int:
        return issue.doubt_count
