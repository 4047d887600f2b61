"""Pages for reference managers: the references of an article, and the article itself as a reference."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.models import Version
from articles.public import pages
from articles.public.caching import for_everyone, moved
from articles.references import bibliography


@for_everyone
def references(request: HttpRequest, document_id: int, slug: str, ending: str) -> HttpResponse:
    """The references of the live version, in the order of their numbers."""
    version = _live(document_id, ending)
    if slug != version.article.slug:
        return moved(request, reverse("articles:references", args=[document_id, version.article.slug, ending]))
    numbered = pages.references(version, version.page)
    return _file(
        f"{version.article.slug}-references", ending, (bibliography.of_reference(it.reference) for it in numbered)
    )


@for_everyone
def citation(request: HttpRequest, document_id: int, slug: str, ending: str) -> HttpResponse:
    """The live version as a reference that others can cite; it leads to that version for good."""
    version = _live(document_id, ending)
    if slug != version.article.slug:
        return moved(request, reverse("articles:citation", args=[document_id, version.article.slug, ending]))
    address = request.build_absolute_uri(version.get_absolute_url())
    return _file(version.article.slug, ending, [bibliography.of_version(version, address)])


def _live(document_id: int, ending: str) -> Version:
    """The live version of an article. Raises Http404 when there is none, and for a format that is not known."""
    if ending not in bibliography.FORMATS:
        raise Http404
    versions = Version.objects.published().select_related("article", "author").prefetch_related("references")
    return get_object_or_404(versions, article__document_id=document_id)


def _file(name: str, ending: str, items: Iterable[bibliography.Item]) -> HttpResponse:
    write, media_type = bibliography.FORMATS[ending]
    response = HttpResponse(write(items), content_type=f"{media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
