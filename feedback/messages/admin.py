"""The inbox: what readers wrote, whose it is, what was answered, and which version puts it right."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from accounts.requests import user_of
from articles.models import OPEN, Version
from articles.text.sections import sections_of
from core import guard
from feedback.messages import actions
from feedback.models import Message, MessageStatus, Reply

FROM_READER = ("sent_at", "email", "about", "passage", "text")  # by the reader
BY_HAND = [choice for choice in MessageStatus.choices if choice[0] != MessageStatus.FIXED]


class HandleForm(forms.ModelForm):
    """What an editor does with a message, in one form."""

    reply_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reply = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Goes by email, with the reader's own words below it.",
    )

    class Meta:
        model = Message
        fields = ["status", "owner", "fixed_in"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.status != MessageStatus.FIXED:
            self.fields["status"].choices = BY_HAND  # type: ignore[attr-defined]  # of a model form
        if self.instance.version_id:
            self.fields["fixed_in"].queryset = mending(self.instance.version)  # type: ignore[attr-defined]  # of a model form
        else:
            self.fields.pop("fixed_in", None)
        for name in {"owner", "fixed_in"} & set(self.fields):
            widget = self.fields[name].widget  # without the pencil, cross and eye of the admin
            widget.can_add_related = widget.can_change_related = False  # type: ignore[attr-defined]  # of a model form
            widget.can_delete_related = widget.can_view_related = False  # type: ignore[attr-defined]  # of a model form
        if not self.instance.email:
            self.fields["reply"].disabled = True
            self.fields["reply"].help_text = "The reader left no address."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("fixed_in") and cleaned.get("status") == MessageStatus.CLOSED:
            self.add_error("status", "What a version puts right is in hand until that version is published.")
        return cleaned

    def _post_clean(self) -> None:
        """The action sets the fields, once it has looked at the row: the instance stays as the database has it."""


def mending(version: Version) -> QuerySet[Version]:
    """The versions that can put right what was wrong in this one: later ones, and any that is being worked on."""
    later = Q(number__gt=version.number) | Q(status__in=OPEN)
    return Version.objects.filter(later, article=version.article_id).defer(*Version.LONG).order_by("-number")


class ReplyInline(admin.StackedInline):
    model = Reply
    fields = ("written_at", "body", "editor", "sent_at", "failed_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reply]:
        return super().get_queryset(request).select_related("mail")

    @admin.display(description="sent at")
    def sent_at(self, reply: Reply) -> datetime | None:
        return reply.mail.sent_at if reply.mail else None

    @admin.display(description="failed at")
    def failed_at(self, reply: Reply) -> datetime | None:
        return reply.mail.failed_at if reply.mail else None

    def has_add_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return user_of(request).has_perm("feedback.view_message")


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """What readers wrote cannot be changed; what is done about it is said here."""

    form = HandleForm
    list_display = ["sent_at", "about", "excerpt", "status", "owner", "wants_answer"]
    list_display_links = ["sent_at", "excerpt"]
    list_filter = [
        "status",
        ("owner", admin.RelatedOnlyFieldListFilter),
        ("version", admin.EmptyFieldListFilter),
        ("email", admin.EmptyFieldListFilter),
        "sent_at",
    ]
    list_select_related = ["version__article", "owner"]
    search_fields = ["body", "quote", "email", "version__title"]
    readonly_fields = FROM_READER
    inlines = [ReplyInline]
    actions = ["take", "put_in_hand", "close"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return super().get_queryset(request).defer(*(f"version__{name}" for name in Version.LONG))

    def get_fields(self, request: HttpRequest, obj: Message | None = None) -> Any:
        if not self.has_change_permission(request, obj):
            return [*FROM_READER, "status", "owner", "fixed_in"]
        return [
            *FROM_READER,
            "status",
            "owner",
            *(["fixed_in"] if obj and obj.version_id else []),
            "reply",
            "reply_key",
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Message, form: Any, change: bool) -> None:
        done = {name: form.cleaned_data.get(name) for name in ("status", "owner", "fixed_in")}
        answer = {"key": form.cleaned_data["reply_key"], "reply": form.cleaned_data["reply"].strip()}
        actions.handle(obj, by=user_of(request), **done, **answer)

    @admin.display(ordering="version", empty_value="the site")
    def about(self, message: Message) -> str | None:
        if message.version is None:
            return None
        address, title = message.version.get_absolute_url(), message.version.title
        return format_html('<a href="{}">{}</a>, version {}', address, title, message.version.number)

    @admin.display(empty_value="none")
    def passage(self, message: Message) -> str | None:
        """The words, and where they stand; words that are nowhere in the version are shown all the same."""
        if not message.version or not message.quote:
            return None
        titles = {section.id: section.title for section in sections_of(message.version)}
        if message.section not in titles:
            return format_html("“{}” (these words stand nowhere in the version)", message.quote)
        address = f"{message.version.get_absolute_url()}#{message.section}"
        return format_html(
            '“{}” in <a href="{}">{}</a>', message.quote, address, titles[message.section] or "the start"
        )

    @admin.display(description="message")
    def text(self, message: Message) -> str:
        return guard.masked(message.body)

    @admin.display(description="message")
    def excerpt(self, message: Message) -> str:
        text = guard.masked(message.body)
        return text if len(text) <= 80 else f"{text[:79]}…"

    @admin.display(boolean=True, description="left an address", ordering="email")
    def wants_answer(self, message: Message) -> bool:
        return bool(message.email)

    @admin.action(description="Make these mine", permissions=["change"])
    def take(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        self.message_user(request, f"{actions.take(queryset, by=user_of(request))} are yours.", messages.SUCCESS)

    @admin.action(description="Put these in hand", permissions=["change"])
    def put_in_hand(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        done = actions.set_status(queryset, status=MessageStatus.OPEN)
        self.message_user(request, f"{done} are in hand.", messages.SUCCESS)

    @admin.action(description="Close these", permissions=["change"])
    def close(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        done = actions.set_status(queryset, status=MessageStatus.CLOSED)
        self.message_user(request, f"{done} are closed.", messages.SUCCESS)
