"""Pages of the desk about many versions: the review queue, and who did what to an article."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from accounts.models import User
from articles.desk import audit, calendars, reviews, work_queue
from articles.models import Article, Status, Version

MOST = 200  # rows of the queue on one page


class Overseeing(admin.ModelAdmin):
    """What ArticleAdmin shows of the whole desk."""

    def overseeing_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("queue/", wrap(require_safe(self.queue)), name="articles_article_queue"),
            path("<int:pk>/audit/", wrap(require_safe(self.audit)), name="articles_article_audit"),
        ]

    def queue(self, request: HttpRequest) -> HttpResponse:
        """What waits for a peer review, for publication, and for a check, the riskiest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        person = cast(User, request.user)
        waiting = Version.objects.defer(*Version.LONG).select_related("article", "author", "approved_by")
        waiting = waiting.annotate(open_comments=work_queue.OPEN_COMMENTS)
        due = reviews.queue()
        links = {name: settings.SITE_URL + calendars.link(person, is_mine=name == "mine") for name in ("mine", "all")}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Review queue",
            "in_review": waiting.filter(status=Status.IN_REVIEW).order_by("created_at", "pk"),
            "approved": waiting.filter(status=Status.APPROVED).order_by("publish_at", "approved_at", "pk"),
            "withdrawals": waiting.filter(withdraw_at__isnull=False).order_by("withdraw_at", "pk"),
            "failed": waiting.exclude(failure="").order_by("publish_at", "withdraw_at", "pk"),
            "due": due[:MOST],
            "more": max(0, len(due) - MOST),
            "calendars": links,
        }
        response = render(request, "admin/articles/article/queue.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def audit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who did what to an article, all of it or what was chosen, as a page or as CSV."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        found = audit.events(article)
        choice = {name: request.GET.get(name, "") for name in ("who", "kind", "number")}
        shown = audit.chosen(found, **choice)
        if "csv" in request.GET:
            headers = {"Content-Disposition": f'attachment; filename="article-{article.document_id}-audit.csv"'}
            return HttpResponse(audit.as_csv(shown), content_type="text/csv; charset=utf-8", headers=headers)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Who did what to {article}",
            "article": article,
            "events": shown,
            "choice": choice,
            "people": sorted({(str(event.who_id), event.who) for event in found}, key=lambda pair: pair[1]),
            "kinds": audit.KINDS.items(),
            "numbers": sorted({str(event.version) for event in found if event.version}, key=int),
            "query": request.GET.urlencode(),
        }
        return render(request, "admin/articles/article/audit.html", context)
