"""The newsletter for editors: its subscribers, and issues to write, look at and send."""

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
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.requests import user_of
from core.mail import messages as mails
from feedback.models import Issue, Subscription
from feedback.newsletter import actions, emails, recipients
from feedback.read_only_admin import ReadOnlyAdmin

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
    """An issue can be changed until it is released; after that it is what subscribers got."""

    list_display = ["subject", "begins_on", "ends_on", "released_at", "addresses", "sent", "in_doubt"]
    fields = ["subject", "introduction", "begins_on", "ends_on"]
    # The browser's own calendar: Django's takes no focus and cannot be reached from its field.
    formfield_overrides = {DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}}
    change_form_template = "admin/feedback/issue/change_form.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        columns = {"address_count": "", "sent_count": "__mail__sent_at", "doubt_count": "__mail__in_doubt_at"}
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
            ours("mail", csp(MAIL_POLICY)(self.mail), "mail"),  # type: ignore[arg-type]  # a view of the admin
            ours("text", self.text, "text"),
            ours("release", require_http_methods(["GET", "POST"])(self.release), "release"),
            ours("again", require_http_methods(["GET", "POST"])(self.again), "again"),
            *super().get_urls(),
        ]

    def has_change_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.released_at)

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and obj.released_at)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        issue = self.get_object(request, unquote(object_id))
        known = {"issue": issue, "versions": issue.versions() if issue else []}
        return super().change_view(request, object_id, form_url, {**known, **(extra_context or {})})

    def response_change(self, request: HttpRequest, obj: Issue) -> HttpResponse:
        """Sending saves what was typed, and asks before anything goes out."""
        if "_send" in request.POST:
            return redirect("admin:feedback_issue_release", obj.pk)
        return super().response_change(request, obj)

    def _bodies(self, request: HttpRequest, object_id: str) -> tuple[str, str]:
        issue = self._issue(request, object_id)
        if not self.has_view_permission(request, issue):
            raise PermissionDenied
        return emails.issue_bodies(issue, issue.versions(), mails.address("feedback:subscribe"))

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
        """Ask, with how many will get it; then send the issue to just those."""
        issue = self._to_send(request, object_id)
        if issue.released_at or not issue.versions():
            messages.error(request, "It was sent before, or nothing was published on its days.")
            return redirect("admin:feedback_issue_changelist")
        outlook = recipients.outlook(issue)
        if "test" in request.POST:
            emails.issue_test(issue, user_of(request).email)
            messages.success(request, f"A test is on its way to {user_of(request).email}.")
            return redirect("admin:feedback_issue_release", issue.pk)
        if not outlook.recipients or request.POST.get("seen") != outlook.seen:
            context = {"count": outlook.recipients, "topics": outlook.topics, "versions": issue.versions()}
            return self._ask(request, "release", issue, {**context, "seen": outlook.seen})
        if actions.release(issue, by=user_of(request)):
            self.log_change(request, issue, f"Sent to {outlook.recipients} subscribers.")
            messages.success(request, "The issue is on its way. This list says how many have it.")
        return redirect("admin:feedback_issue_changelist")

    def again(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask, with how many they are; then send the issue again to those of whom nobody knows whether they have it."""
        issue = self._to_send(request, object_id)
        count = issue.doubt_count  # type: ignore[attr-defined]  # annotated
        if not count or request.POST.get("seen") != str(count):
            return self._ask(request, "again", issue, {"count": count, "seen": count})
        count = actions.send_in_doubt(issue)
        self.log_change(request, issue, f"Sent again to {count} in doubt.")
        messages.success(request, f"{count} are on their way again.")
        return redirect("admin:feedback_issue_changelist")

    def _to_send(self, request: HttpRequest, object_id: str) -> Issue:
        issue = self._issue(request, object_id)
        if not self.has_change_permission(request):
            raise PermissionDenied
        return issue

    def _ask(self, request: HttpRequest, act: str, issue: Issue, context: dict[str, Any]) -> HttpResponse:
        """The question before mail goes out. A form that was sent with another answer to it sends nothing: 409."""
        known = {**self.admin_site.each_context(request), "title": "Send the newsletter?", "issue": issue}
        changed = request.method == "POST"
        context = {**known, **context, "has_changed": changed}
        return render(request, f"admin/feedback/issue/{act}.html", context, status=409 if changed else 200)

    @admin.display(ordering="address_count")
    def addresses(self, issue: Any) -> int:
        return issue.address_count

    @admin.display(ordering="sent_count", description="sent so far")
    def sent(self, issue: Any) -> int:
        return issue.sent_count

    @admin.display(ordering="doubt_count", description="may or may not have it")
    def in_doubt(self, issue: Any) -> int:
        return issue.doubt_count
