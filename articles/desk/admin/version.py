"""Versions at the desk: writing a draft, and every move from draft to live."""

from copy import copy
from typing import Any, cast

from csp.constants import NONCE
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST, require_safe
from js_asset import Media

from accounts.models import User
from accounts.requests import user_of
from articles import actions, fields
from articles import text as bodies
from articles.actions import readiness
from articles.desk import changes
from articles.desk.admin.drafting import Drafting, findings, held, saved_since, typed_before
from articles.desk.admin.forms import ReferenceForm, ReferenceFormSet, VersionForm, is_draft
from articles.desk.admin.moves import MOVES, Move
from articles.desk.admin.reading import Reading
from articles.desk.admin.reviewing import Reviewing, to_read
from articles.desk.editor import STYLE_HASH
from articles.desk.rounds import compared
from articles.models import Article, Reference, Status, Version
from articles.references import source_checks
from core.errors import NotAllowed


class ReferenceInline(admin.StackedInline):
    model = Reference
    form = ReferenceForm
    formset = ReferenceFormSet
    extra = 0
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("key", "title", "authors"),
                    ("source", "issued", "volume", "issue", "pages"),
                    ("doi", "pmid", "url"),
                ]
            },
        )
    ]

    def get_formset(self, request: HttpRequest, obj: Version | None = None, **kwargs: Any) -> Any:
        """A frozen version's references are shown as rows that cannot change."""
        if not is_draft(obj):
            kwargs["formset"] = forms.BaseInlineFormSet
        return super().get_formset(request, obj, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return is_draft(obj) and super().has_change_permission(request, obj)

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Version)
class VersionAdmin(Reading, Reviewing, Drafting, admin.ModelAdmin):
    form = VersionForm
    fieldsets = [
        (None, {"fields": list(fields.COPIED)}),
        ("For the change log", {"fields": [*fields.ABOUT_THE_CHANGE, "edits_seen"]}),
    ]
    inlines = [ReferenceInline]
    list_display = ["title", "comparison", "status", "number", "document_id", "author", "approved_by", "published_on"]
    list_filter = ["status", "article__audience", "article__topics"]
    list_select_related = ["article", "author", "approved_by"]
    search_fields = ["title", "=article__document_id", "author__display_name"]
    ordering = ["-created_at", "-pk"]
    actions = None
    view_on_site = False
    change_form_template = "admin/articles/version/change_form.html"

    @admin.display(description="document ID", ordering="article__document_id")
    def document_id(self, version: Version) -> int:
        return version.article.document_id

    @admin.display(description="published", ordering="published_at")
    def published_on(self, version: Version) -> str:
        return f"{timezone.localtime(version.published_at):%-d %b %Y}" if version.published_at else ""

    @admin.display(description="changes")
    def comparison(self, version: Any) -> str:
        if not version.has_other_live:
            return ""
        address = reverse("admin:articles_version_compare", args=[version.pk])
        return format_html('<a href="{}">Compare with live<span class="desk-hidden"> {}</span></a>', address, version)

    @admin.display(description="at a glance")
    def glance(self, version: Version) -> str:
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((point,) for point in version.key_points))
        )

    def get_fieldsets(self, request: HttpRequest, obj: Version | None = None) -> Any:
        """Whoever cannot write reads: the words as words, and the body in the preview."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        shown = ("glance" if name == "key_points" else name for name in fields.NAMES if name != "body")
        return [(None, {"fields": list(shown)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Version | None = None) -> list[str]:
        return [] if self.has_change_permission(request, obj) else ["glance"]

    # --- Who may do what: words change in a draft and nowhere else ---

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Drafts start from their article, which knows the next number."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return (obj is None or is_draft(obj)) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return (obj is None or is_draft(obj)) and super().has_delete_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        found = super().get_queryset(request).select_related("article", "author", "approved_by")
        if request.resolver_match and request.resolver_match.url_name == "articles_version_changelist":
            live = Version.objects.published().filter(article=OuterRef("article")).exclude(pk=OuterRef("pk"))
            found = found.defer(*Version.LONG).annotate(has_other_live=Exists(live))
        return found

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Version | None:
        """The version. While it is being saved its article is locked, so that what the form was compared with is
        what it will overwrite."""
        version = super().get_object(request, object_id, from_field)
        if version and request.method == "POST" and connection.in_atomic_block:
            Article.objects.select_for_update().get(pk=version.article_id)
            version = super().get_object(request, object_id, from_field)
        return version

    def delete_model(self, request: HttpRequest, obj: Version) -> None:
        """A draft that is deleted leaves a line in the log of its article."""
        deleted = f"Deleted the draft of version {obj.number}."
        LogEntry.objects.log_actions(
            cast(User, request.user).pk, [obj.article], CHANGE, change_message=deleted, single_object=True
        )
        actions.delete_draft(obj)

    # --- Writing ---

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST" and request.user.has_perm("articles.change_version"):
            version = self.get_object(request, unquote(object_id))
            if version and "hold" in request.POST:
                request = held(request, version)
            if version and not is_draft(version):
                return self._too_late(request, version)
        return super().change_view(request, object_id, form_url, extra_context)

    def _too_late(self, request: HttpRequest, version: Version) -> HttpResponse:
        """The draft left draft while it was being written: nothing is saved, and what was typed is still here."""
        form = VersionForm(request.POST, instance=copy(version))
        typed = [field for field in form if not field.is_hidden]
        context = self._page(request, version, title="These words are no longer a draft") | {"typed": typed}
        return render(request, "admin/articles/version/too_late.html", context, status=409)

    def save_model(self, request: HttpRequest, obj: Version, form: Any, change: bool) -> None:
        words = {name: form.cleaned_data[name] for name in VersionForm.Meta.fields}
        actions.write(obj, by=user_of(request), edits=form.cleaned_data["edits_seen"], **words)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        actions.set_references(form.instance, formset.rows(), by=user_of(request))
        actions.drop_typed(form.instance, by=user_of(request))
        formset.new_objects = formset.changed_objects = formset.deleted_objects = []

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        version = kwargs["obj"]
        context |= self._standing(request, version) | {"title": str(version), "subtitle": None}
        context |= to_read(version, request.user)
        form = context["adminform"].form
        if is_draft(version):
            typed = findings(version, form) if form.is_bound else None
            context["findings"] = typed if typed is not None else readiness.findings(version, actions.rendered(version))
            context["autosave"] = None if form.is_bound else typed_before(version, user_of(request))
        else:
            context["source_warnings"] = source_checks.warnings(version)
        if "hold" in form.data:
            context["errors"] = None  # nothing is wrong: a message says what is to be done
        context["is_to_review"] = version.status == Status.IN_REVIEW and request.user.has_perm(
            "articles.review_version"
        )
        context["is_to_read"] = context["is_to_review"]
        if context["is_to_review"]:
            context |= compared(version, changes.before(version))
        if saved := getattr(form, "saved", None):
            mine = copy(saved)
            mine.body = bodies.sanitise(form.data.get("body", ""))
            context |= {"saved": saved, "mine": mine, "meanwhile": saved_since(saved, form.seen)}
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by the CSP middleware
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        response = super().render_change_form(request, context, *args, **kwargs)
        if saved:
            response.status_code = 409
        response._csp_update = {"script-src": [NONCE], "style-src": [STYLE_HASH]}  # type: ignore[attr-defined]  # read by the CSP middleware
        return response

    # --- Pages of our own ---

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/move/<slug:name>/", wrap(require_POST(self.move)), name="articles_version_move"),
            path("<int:pk>/withdraw/", wrap(require_safe(self.withdrawing)), name="articles_version_withdraw"),
            *self.reading_urls(),
            *self.reviewing_urls(),
            *self.drafting_urls(),
            *super().get_urls(),
        ]

    def move(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Press one of the buttons."""
        move = MOVES.get(name)
        if move is None or not request.user.has_perm(move.permission):
            raise PermissionDenied
        version = self._seen(request, pk)
        form = move.form(request.POST, version=version)
        if not form.is_valid():
            return self._again(request, version, move, form, status=422)
        waiting = actions.next_set(version) if name == "withdraw" else None
        try:
            move.verb(version, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return self._again(request, version, move, form, status=409)
        messages.success(request, move.done)
        if waiting:
            messages.warning(request, _next_after_withdrawal(waiting, form.cleaned_data["keeps_schedule"]))
        return redirect("admin:articles_version_change", pk)

    def withdrawing(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw the live version from a page of its own: what a publisher reaches from the article, on a phone."""
        move = MOVES["withdraw"]
        if not request.user.has_perm(move.permission):
            raise PermissionDenied
        version = self._seen(request, pk)
        if not version.is_live:
            messages.warning(request, f"It is {version.get_status_display().lower()}, so there is nothing to withdraw.")
            return redirect("admin:articles_version_change", pk)
        return self._again(request, version, move, move.form(version=version), status=200)

    def _again(self, request: HttpRequest, version: Version, move: Move, form: Any, *, status: int) -> HttpResponse:
        """The page of one move. It says why it was not made and what to do, with what was typed still there."""
        context = self._page(request, version, title=f"{move.label}: {version.title}", move=move, form=form)
        context["instead"] = list(version.article.see_also.all()) if "replacement" in form.fields else []
        if context["instead"]:
            form.fields["replacement"].widget.attrs["list"] = "desk-instead"
        return render(request, "admin/articles/version/move.html", context, status=status)


def _next_after_withdrawal(waiting: Version, keeps_schedule: bool) -> str:
    """What became of a version that was set to be published when the live one was withdrawn."""
    at = f"{timezone.localtime(waiting.publish_at):%-d %B %Y, %H:%M}"
    if keeps_schedule:
        return f"Version {waiting.number} still goes live on {at}, as you chose."
    return (
        f"Version {waiting.number} is no longer set to go live on {at}. It stays approved: set it again when it should."
    )
