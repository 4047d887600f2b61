"""A version that readers cannot see yet, shown to someone without an account by a signed link that expires."""

from copy import copy
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import actions
from articles.models import Status, Version
from articles.public import pages

VALID_FOR = timedelta(days=7)
_SALT = "articles.preview"


def link(version: Version) -> str:
    """The path under which anyone can see this version for seven days, as it then stands."""
    return reverse("articles:preview", args=[signing.dumps(version.pk, salt=_SALT)])


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What a link shows. Once the version is published, it leads there; an old or forged one says what to do."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        pk = None
    version = Version.objects.for_page().filter(pk=pk).first()
    if version is None:
        response = render(request, "articles/preview_gone.html", status=410)
    elif version.published_at:
        response = redirect(version)
    else:
        response = as_readers_see(request, version)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def as_readers_see(request: HttpRequest, version: Version) -> HttpResponse:
    """The page of a version from `for_page()`, published or not, for someone without an account."""
    reader = copy(request)
    reader.user = AnonymousUser()
    rendered = actions.rendered(version) if version.status == Status.DRAFT else None
    context = pages.context(version, rendered=rendered)
    context["canonical"] = request.build_absolute_uri(version.article.get_absolute_url())
    return render(reader, "articles/detail.html", context)
