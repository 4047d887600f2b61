"""A member's bookmarks: putting one in, taking it out, and the list of them."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from articles.models import Version
from articles.public import pages
from core.http import member_required
from core.paging import page_of
from notes.annotations.bookmarks import actions
from notes.models import Bookmark

PER_PAGE = 50


@require_safe
@member_required
def bookmarks(request: MemberRequest) -> HttpResponse:
    """Every bookmark, newest first, with what its article and section are called now."""
    live = Prefetch("article__versions", Version.objects.published().defer("body", "page", "text"), to_attr="live")
    mine = Bookmark.objects.owned_by(request.user).select_related("article").prefetch_related(live)
    page = page_of(mine, request.GET.get("page"), PER_PAGE)
    for bookmark in page:
        bookmark.live = bookmark.article.live[0] if bookmark.article.live else None  # type: ignore[attr-defined]  # for the template
        contents = bookmark.live.contents if bookmark.live else []  # type: ignore[attr-defined]  # for the template
        titles = {part["id"]: part["title"] for part in contents}
        bookmark.is_there = bookmark.section in titles  # type: ignore[attr-defined]  # for the template
        bookmark.title = titles.get(bookmark.section, bookmark.title)
    return render(request, "notes/bookmarks.html", {"page": page})


@require_POST
@member_required
def bookmark(request: MemberRequest, version_id: int) -> HttpResponse:
    """Put a bookmark in the article of a version (`add`) or take it out (`remove`): the id of a section, or nothing
    for the article. Leads back to that place."""
    version = pages.released(version_id)
    is_removed = "remove" in request.POST
    titles = {"": ""} | {part["id"]: part["title"] for part in version.contents if part["id"]}
    section = request.POST.get("remove" if is_removed else "add")
    if section is None or section not in titles:
        raise Http404
    if is_removed:
        actions.remove(version.article, by=request.user, section=section)
    else:
        actions.add(version.article, by=request.user, section=section, title=titles[section])
    messages.success(request, "Bookmark removed." if is_removed else "Bookmark saved.")
    place = version.article if version.is_live else version
    return redirect(f"{place.get_absolute_url()}#{section or 'title'}")


@require_POST
@member_required
def bookmark_remove(request: MemberRequest, bookmark_id: int) -> HttpResponse:
    """Take a bookmark out, in the list of them."""
    bookmark = get_object_or_404(Bookmark.objects.owned_by(request.user).select_related("article"), pk=bookmark_id)
    actions.remove(bookmark.article, by=request.user, section=bookmark.section)
    messages.success(request, "Bookmark removed.")
    return redirect("notes:bookmarks")
