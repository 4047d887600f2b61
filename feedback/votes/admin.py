"""Was this useful, for editors: each version with its interval, what a revision changed, and single answers."""

import csv
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from accounts.requests import user_of
from core import guard
from core.csv import guarded
from feedback.models import Usefulness, Vote
from feedback.read_only_admin import ReadOnlyAdmin
from feedback.votes import actions as votes
from feedback.votes import usefulness
from feedback.votes.rates import share

COLUMNS = [
    *("document_id", "title", "version", "published_on", "yes", "no", "useful", "low", "high"),
    *("change", "change_low", "change_high", "set_aside"),
]


@admin.register(Usefulness)
class UsefulnessAdmin(ReadOnlyAdmin):
    """Yes and no per version, so that a revision can be judged by the one before it."""

    list_display = ["title", "document_id", "number", "status", "yes", "no", "useful", "comments"]
    list_filter = ["status", "article__topics"]
    search_fields = ["title", "article__document_id"]
    change_list_template = "admin/feedback/usefulness/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return usefulness.with_votes()

    def get_urls(self) -> list:
        ours = path("csv/", self.admin_site.admin_view(self.as_csv), name="feedback_usefulness_csv")
        return [ours, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Every version of the article that this one is of."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        version = self.get_object(request, unquote(object_id))
        if version is None:
            raise Http404
        article = version.article
        months = usefulness.months(article)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Usefulness of {article.working_title}",
            "opts": self.opts,
            "article": article,
            "versions": list(usefulness.versions(usefulness.with_votes().filter(article=article))),
            "months": months,
            "trend": usefulness.trend_of(months),
        }
        return render(request, "admin/feedback/usefulness/article.html", context)

    def as_csv(self, request: HttpRequest) -> HttpResponse:
        """Every version of every article, for a spreadsheet."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="patientplus-usefulness.csv"'
        table = csv.writer(response)
        table.writerow(COLUMNS)
        table.writerows(map(_row, usefulness.versions(usefulness.with_votes())))
        return response

    @admin.display(ordering="article__document_id", description="document ID")
    def document_id(self, version: Usefulness) -> int:
        return version.article.document_id

    @admin.display(ordering="yes_votes")
    def yes(self, version: Any) -> int:
        return version.yes_votes

    @admin.display(ordering="no_votes")
    def no(self, version: Any) -> int:
        return version.no_votes

    @admin.display(description="useful to")
    def useful(self, version: Any) -> str:
        of = share(version.yes_votes, version.yes_votes + version.no_votes)
        return f"{of.value:.0%} of {of.n} ({of.low:.0%} to {of.high:.0%})" if of else "no answers yet"

    @admin.display(ordering="comment_count")
    def comments(self, version: Any) -> int:
        return version.comment_count


def _row(judged: usefulness.Judged) -> list[object]:
    """One line of the table."""
    version, of, to = judged.version, judged.share, judged.change
    title = guarded(version.title)
    day = f"{version.published_at:%Y-%m-%d}"
    counts = [of.yes, of.n - of.yes, *(f"{part:.4f}" for part in of[2:])] if of else [0, 0, "", "", ""]
    changed = [f"{part:.4f}" for part in to] if to else ["", "", ""]
    return [version.article.document_id, title, version.number, day, *counts, *changed, judged.set_aside]


class UnsettledFilter(admin.SimpleListFilter):
    title = "words"
    parameter_name = "words"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("unsettled", "To be dealt with")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.unsettled() if self.value() else queryset  # type: ignore[attr-defined]  # our queryset


@admin.register(Vote)
class VoteAdmin(ReadOnlyAdmin):
    """Single answers, for their words. Who gave them is not shown."""

    list_display = ["version", "is_useful", "reason", "text", "about", "voted_at", "handled_at", "set_aside"]
    list_filter = [
        UnsettledFilter,
        "is_useful",
        "reason",
        ("comment", admin.EmptyFieldListFilter),
        "set_aside",
        "voted_at",
    ]
    list_select_related = ["version"]
    search_fields = ["comment", "version__title"]
    fields = ["version", "is_useful", "reason", "text", "about", "voted_at", "handled_at", "set_aside"]
    actions = ["settle", "count_after_all"]

    @admin.display(description="comment", ordering="comment")
    def text(self, vote: Vote) -> str:
        return guard.masked(vote.comment)

    @admin.display(description="passage", ordering="quote")
    def about(self, vote: Vote) -> str:
        return guard.masked(vote.quote)

    @admin.action(description="What these say is dealt with", permissions=["count"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Vote]) -> None:
        self.message_user(request, f"{votes.settle(queryset)} are dealt with.", messages.SUCCESS)  # type: ignore[arg-type]  # our queryset

    @admin.action(description="Count these, which were over the limit of their day", permissions=["count"])
    def count_after_all(self, request: HttpRequest, queryset: QuerySet[Vote]) -> None:
        self.message_user(request, f"{votes.count_after_all(queryset)} more answers count.", messages.SUCCESS)

    def has_count_permission(self, request: HttpRequest) -> bool:
        return user_of(request).has_perm("feedback.change_vote")
