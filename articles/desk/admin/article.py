"""Articles at the desk: what they are called, where they are filed, and their versions."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import user_of
from articles import actions
from articles.desk.admin import importing
from articles.desk.admin.forms import ArticleForm
from articles.desk.admin.overseeing import Overseeing
from articles.models import Article, Topic, Version
from core.errors import NotAllowed

FIELDS = ("document_id", "working_title", "audience", "topics", "synonyms", "leaflet", "see_also", "owner", "deputy")
READ = (
    "document_id",
    "working_title",
    "audience",
    "topics",
    "other_names",
    "leaflet",
    "others",
    "owner",
    "deputy",
)  # without changing
CHOICES = 10  # what a list to choose an article from shows at once


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Article)
class ArticleAdmin(Overseeing, admin.ModelAdmin):
    form = ArticleForm
    list_display = ["document_id", "working_title", "audience", "live_number", "open_status"]
    list_display_links = ["document_id", "working_title"]
    list_filter = ["audience", "topics"]
    search_fields = ["=document_id", "working_title"]
    change_form_template = "admin/articles/article/change_form.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        live = Max("versions__number", filter=Q(versions__status="published"))
        open_status = Max("versions__status", filter=Q(versions__status__in=["draft", "in_review", "approved"]))
        return super().get_queryset(request).annotate(live_number=live, open_status=open_status)

    @admin.display(description="live version", ordering="live_number", empty_value="none yet")
    def live_number(self, article: Any) -> int | None:
        return article.live_number

    @admin.display(description="in progress", ordering="open_status")
    def open_status(self, article: Any) -> str:
        return article.open_status.replace("_", " ").capitalize() if article.open_status else ""

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """A document id is for good; once published, an article goes by its version's title."""
        if obj is None:
            return []
        if not self.has_change_permission(request, obj):
            return ["other_names", "others"]
        return ["document_id", "slug", *(["working_title"] if obj.versions.released().exists() else [])]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        newest = Article.objects.aggregate(newest=Max("document_id"))["newest"]
        return {"document_id": (newest or 0) + 1, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        saved = actions.plan(
            document_id=obj.document_id,
            title=obj.working_title,
            audience=obj.audience,
            topics=[topic.name for topic in form.cleaned_data["topics"]],
            synonyms=obj.synonyms,
            leaflet=obj.leaflet,
        )
        obj.pk = saved.pk
        obj.slug = saved.slug

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        actions.set_see_also(form.instance, form.cleaned_data["see_also"])
        who = {name: form.cleaned_data[name] for name in ("owner", "deputy")}
        actions.set_owners(form.instance, **who)

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None:
            return list(FIELDS)
        shown = FIELDS if self.has_change_permission(request, obj) else READ
        return [shown[0], "slug", *shown[1:]]

    @admin.display(description="synonyms")
    def other_names(self, article: Article) -> str:
        return ", ".join(article.synonyms)

    @admin.display(description="see also")
    def others(self, article: Article) -> str:
        return ", ".join(str(entry.other) for entry in article.see_also.select_related("other"))

    def view_on_site(self, article: Article) -> str | None:
        """Where readers find it, once there is something to read."""
        return article.get_absolute_url() if article.versions.published().exists() else None

    # --- Pages of our own ---

    def get_urls(self) -> list[Any]:
        return [
            path("import/", self.admin_site.admin_view(importing.import_articles), name="articles_article_import"),
            path("lookup/", self.admin_site.admin_view(require_safe(self.lookup)), name="articles_article_lookup"),
            path(
                "<int:pk>/start/", self.admin_site.admin_view(require_POST(self.start)), name="articles_article_start"
            ),
            *self.overseeing_urls(),
            *super().get_urls(),
        ]

    def lookup(self, request: HttpRequest) -> JsonResponse:
        """Articles whose title holds the words of `q`, or whose document id starts with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("q", "").strip()[:100]
        found = Article.objects.annotate(
            live_versions=Count("versions", filter=Q(versions__status="published")),
            was_published=Exists(Version.objects.released().filter(article=OuterRef("pk"))),
        ).order_by("working_title")
        for word in asked.replace("\0", " ").split():
            found = found.filter(Q(working_title__icontains=word) | Q(document_id__startswith=word))
        results = [
            {"document_id": article.document_id, "title": article.working_title, "note": _note(article)}
            for article in found[:CHOICES]
        ]
        return JsonResponse({"results": results})

    def start(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Start the next draft, from the newest version or from the one named in `copy_of`."""
        if not request.user.has_perm("articles.add_version"):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        copied = request.POST.get("copy_of", "")
        if copied and not (copied.isdecimal() and len(copied) < 20):
            raise Http404
        source = get_object_or_404(article.versions, pk=copied) if copied else None
        try:
            version = actions.start_version(article, by=user_of(request), copy_of=source)
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:articles_article_change", pk)
        messages.success(request, f"Version {version.number} is a draft now. Write, save, then submit it for review.")
        return redirect("admin:articles_version_change", version.pk)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        article = kwargs.get("obj")
        if article:
            versions = (
                Version.objects.filter(article=article).defer(*Version.LONG).select_related("author", "approved_by")
            )
            context["versions"] = versions
            context["may_start"] = request.user.has_perm("articles.add_version") and not versions.open().exists()
        return super().render_change_form(request, context, *args, **kwargs)


def _note(article: Any) -> str:
    """What stands behind a title to choose when readers cannot open the article."""
    if article.live_versions:
        return ""
    return ", withdrawn" if article.was_published else ", not yet written"
