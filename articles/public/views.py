"""What readers see of the articles. Staff work in the admin."""

from typing import Any
from urllib.parse import urljoin

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import generations
from articles.models import Article, Status, Transition, Version
from articles.public import pages, structured
from articles.public.caching import for_everyone, moved
from articles.public.fate import Fate, fate, last_withdrawal, replacement
from articles.public.requests import PageRequest
from articles.references.changes import changed_references


@for_everyone
def detail(request: PageRequest, document_id: int, slug: str = "") -> HttpResponse:
    """The live version of an article."""
    version = generations.get_or_set(request.page_cache, ("live", document_id), lambda: live(document_id))
    if version is None:
        return without_live(request, document_id)
    if slug != version.article.slug:
        return moved(request, version.article.get_absolute_url())
    return show(request, version)


def live(document_id: int) -> Version | None:
    """The published version of an article with all that its page shows."""
    return Version.objects.published().for_page().filter(article__document_id=document_id).first()


def without_live(request: PageRequest, document_id: int) -> HttpResponse:
    """The page of an article that cannot be read: withdrawn (410) or not yet written (404).

    Raises Http404 when there is no such article.
    """
    article = get_object_or_404(Article, document_id=document_id)
    if not article.versions.released().exists():
        return render(request, "articles/planned.html", {"article": article}, status=404)
    withdrawal = last_withdrawal(article)
    versions = Version.objects.for_list()
    context = {
        "article": article,
        "withdrawal": withdrawal,
        "reason": withdrawal.comment if withdrawal else "",
        "replacement": replacement(withdrawal),
        "instead": versions.filter(article__in=article.see_also.values("other")).order_by("title"),
    }
    return render(request, "articles/withdrawn.html", context, status=410)


def show(request: PageRequest, version: Version, **more: Any) -> HttpResponse:
    """The page of a version. Its address to quote is the article's own, where the live version is."""
    request.version = version
    canonical = request.build_absolute_uri(version.article.get_absolute_url())
    context = generations.get_or_set(
        request.page_cache,
        ("page", version.pk, canonical),
        lambda: (
            pages.context(version) | _for_machines(version, canonical, structured.site_of(request), more.get("fate"))
        ),
    )
    return TemplateResponse(request, "articles/detail.html", context | more)


def _for_machines(version: Version, canonical: str, site: structured.Site, became: Fate | None) -> dict[str, Any]:
    """What machines read about a version. Only the live one is described in full and shares the article's address;
    of an earlier one it is said what became of it.

    An earlier one is not to be found by searching. Its page is no copy of the live one: a page that is not to be found
    and says that it is the same as another takes that one with it (RFC 6596, 3).
    """
    permanent = urljoin(canonical, version.get_absolute_url())
    return {
        "canonical": canonical,
        "permanent": permanent,
        "address": canonical if version.is_live else permanent,
        "picture": site.picture,
        "linked_data": structured.of_earlier(version, permanent, canonical, became)
        if became and not version.is_live
        else structured.of_article(version, canonical, site),
    }


@for_everyone
def version(request: PageRequest, document_id: int, slug: str, number: int) -> HttpResponse:
    """One version for good, also when it is no longer the live one."""
    key = ("version", document_id, number)
    found = generations.get_or_set(request.page_cache, key, lambda: _released(document_id, number))
    if found is None:
        raise Http404
    version, more = found
    if slug != version.article.slug:
        return moved(request, version.get_absolute_url())
    return show(request, version, **more)


def _released(document_id: int, number: int) -> tuple[Version, dict[str, Any]] | None:
    """A version that readers have seen with all that its page shows, and what became of it."""
    version = Version.objects.released().for_page().filter(article__document_id=document_id, number=number).first()
    return (version, {"fate": fate(version)}) if version else None


@for_everyone
def changes(request: PageRequest, document_id: int, slug: str) -> HttpResponse:
    """Every version that readers have seen: its date, how much it matters, and what changed."""
    article = get_object_or_404(Article, document_id=document_id)
    versions = history(article).order_by("-number")
    if not versions:
        raise Http404
    if slug != article.slug:
        return moved(request, reverse("articles:changes", args=[document_id, article.slug]))
    return render(request, "articles/changes.html", {"article": article, "history": pages.history(versions)})


def history(article: Article) -> QuerySet[Version]:
    """The versions that readers have seen, each with its `withdrawals` and its amendments."""
    withdrawals = Prefetch("transitions", Transition.objects.filter(to_status=Status.WITHDRAWN), to_attr="withdrawals")
    return article.versions.released().defer(*Version.LONG).prefetch_related(withdrawals, "amendments")


@for_everyone
def compare(request: PageRequest, document_id: int, slug: str, old: int, new: int) -> HttpResponse:
    """Two versions word by word: what was taken out and what was put in."""
    article = get_object_or_404(Article, document_id=document_id)
    # One by one, since a number that no database holds is then simply not found.
    pair = article.versions.released().filter(Q(number=old) | Q(number=new)).prefetch_related("references")
    found = {version.number: version for version in pair}
    if old == new or len(found) < 2:
        raise Http404
    if slug != article.slug or old > new:
        return moved(request, reverse("articles:compare", args=[document_id, article.slug, *sorted([old, new])]))
    references = changed_references(found[old], found[new])
    steps = history(article).filter(number__range=[old, new]).order_by("number")
    context = {"article": article, "old": found[old], "new": found[new], "steps": steps, "references": references}
    return render(request, "articles/compare.html", context)


@for_everyone
def robots(request: PageRequest) -> HttpResponse:
    """What crawlers may visit."""
    sitemap = request.build_absolute_uri(reverse("articles:sitemap"))
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain")
