"""The outgoing mail queue for staff: what went, what did not and why, and sending it again. Nobody's words."""

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core.mail import queue
from core.mail.models import Mail, MailQuerySet

STATES = {
    "waiting": Q(sent_at=None, failed_at=None, in_doubt_at=None),
    "sent": Q(sent_at__isnull=False),
    "failed": Q(failed_at__isnull=False),
    "doubt": Q(in_doubt_at__isnull=False),
}


class StateFilter(admin.SimpleListFilter):
    """What has become of a mail."""

    title = parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed"), ("doubt", "In doubt")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Mail]") -> "QuerySet[Mail]":
        return queryset.filter(STATES[self.value() or ""]) if self.value() in STATES else queryset


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """Read only: of a mail are shown its kind, its state and the domain of its address, and no text."""

    list_display = ["kind", "state", "domain", "tries", "error", "queued_at", "due_at", "sent_at"]
    list_filter = [StateFilter, "kind"]
    fields = (
        *("kind", "state", "domain", "tries", "error", "queued_at"),
        *("due_at", "expires_at", "sent_at", "failed_at", "in_doubt_at"),
    )
    readonly_fields = fields
    actions = ["send_again"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> MailQuerySet:
        return Mail.objects.defer("body")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        return False

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whether they may have mails sent again: the permission to change them, which nobody has by hand."""
        return bool(request.user.has_perm("core.change_mail"))

    @admin.display(description="state")
    def state(self, mail: Mail) -> str:
        return mail.state

    @admin.display(description="address at", empty_value="–")
    def domain(self, mail: Mail) -> str | None:
        return mail.recipient.rpartition("@")[2] or None

    @admin.action(description="Send again, if failed or in doubt", permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: MailQuerySet) -> None:
        count = queue.send_again(queryset)
        self.message_user(request, f"{count} will be sent again.", messages.SUCCESS)
