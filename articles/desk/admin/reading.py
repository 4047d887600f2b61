"""Pages of the desk on which a version is read: as readers will see it, and beside any other version."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import user_of
from articles import actions
from articles.desk import changes, previews, publish_effects
from articles.desk.admin.moves import offers
from articles.desk.admin.reviewing import to_read
from articles.desk.rounds import compared
from articles.models import Version

# A preview has the policy of readers' pages, but that the desk may show it in a frame.
FRAMED = {"frame-ancestors": [SELF]}


class Reading(admin.ModelAdmin):
    """What VersionAdmin shows without changing anything."""

    def reading_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        preview = csp_replace(FRAMED)(wrap(require_safe(self.preview)))  # type: ignore[arg-type]  # a view of the admin
        return [
            path("<int:pk>/preview/", preview, name="articles_version_preview"),
            path("<int:pk>/share/", wrap(require_safe(self.share)), name="articles_version_share"),
            path("<int:pk>/compare/", wrap(require_safe(self.compare)), name="articles_version_compare"),
        ]

    def _seen(self, request: HttpRequest, pk: int) -> Version:
        """The version, for someone who may see it. Raises PermissionDenied for anyone else, Http404 for none."""
        version = get_object_or_404(Version.objects.for_page(), pk=pk)
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        return version

    def _page(self, request: HttpRequest, version: Version, **more: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "version": version, **more}

    def _standing(self, request: HttpRequest, version: Version) -> dict[str, Any]:
        """Where the version stands, how it got there, and what this person can do with it."""
        live = version.article.versions.published().defer(*Version.LONG).first()
        offered = offers(version, user_of(request))
        return {
            "version": version,
            "live": live if live != version else None,
            "offers": offered,
            "effects": publish_effects.of(version) if any(offer.move.name == "publish" for offer in offered) else [],
            "may_start": request.user.has_perm("articles.add_version") and not version.article.versions.open().exists(),
            "waiting": actions.next_set(version),
            "claim": actions.open_claim(version),
            "amendments": version.amendments.select_related("made_by"),
            "transitions": version.transitions.select_related("made_by"),
            "checks": version.checks.select_related("checked_by").order_by("checked_on", "pk"),
        }

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version as a reader without an account sees it: no notes, and nothing is logged."""
        response = previews.as_readers_see(request, self._seen(request, pk))
        response["X-Frame-Options"] = "SAMEORIGIN"  # so that the desk can show it at the width of a phone
        return response

    def share(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The version at the width of a phone, and a link to it for someone without an account."""
        version = self._seen(request, pk)
        link = settings.SITE_URL + previews.link(version)
        context = self._page(request, version, title=f"Preview of {version}")
        context |= {"link": link, "until": timezone.now() + previews.VALID_FOR, "live": None}
        response = render(request, "admin/articles/version/share.html", context)
        response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # read by the CSP middleware
        response["Cache-Control"] = "private, no-store"
        return response

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the version changes in the live one, word by word, or in the one whose number is in `with`."""
        version = self._seen(request, pk)
        others = list(version.article.versions.exclude(pk=pk).defer(*Version.LONG))
        context = self._page(request, version, title=f"Changes in {version}") | self._standing(request, version)
        context |= compared(version, _asked_for(request, version, others)) | {"others": others}
        context |= {} if request.GET.get("with") else to_read(version, request.user) | {"is_to_read": True}
        return render(request, "admin/articles/version/compare.html", context)


def _asked_for(request: HttpRequest, version: Version, others: list[Version]) -> Version | None:
    """The version to compare with. Raises Http404 for a number that there is not."""
    number = request.GET.get("with", "")
    if not number:
        live = next((other for other in others if other.is_live), None)
        return _whole(live) if live else changes.before(version)
    found = next((other for other in others if str(other.number) == number), None)
    if found is None:
        raise Http404
    return _whole(found)


def _whole(version: Version) -> Version:
    """The version with its long columns and its references."""
    return get_object_or_404(Version.objects.select_related("article").prefetch_related("references"), pk=version.pk)
