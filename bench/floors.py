"""What the site is measured against: the least that Django needs for the same job, with the same models and database.

Each floor is what one would write in a minute to see how fast it can be. Nobody is served by them.
"""

import os
import uuid
from functools import cache
from pathlib import Path

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context, Engine
from django.urls import path
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from articles.models import Version
from feedback.models import Vote
from notes.models import Note, PageView

SMALL_TEMPLATE = Engine().from_string(
    "<!doctype html><title>{{ version.title }}</title><p>{{ user.display_name }}</p>{{ version.page }}"
    "{% for note in notes %}<blockquote>{{ note.quote }}</blockquote><p>{{ note.body }}</p>{% endfor %}"
)
with_session = decorator_from_middleware(SessionMiddleware)
with_user = decorator_from_middleware(AuthenticationMiddleware)


@cache
def version() -> Version:
    """The article that is measured, asked for once."""
    return Version.objects.published().get()


@cache
def page() -> bytes:
    """The article as our own site serves it to everyone: the same bytes, so that only the way to them differs."""
    return Path(os.environ["FINISHED_PAGE"]).read_bytes()


def finished(request: HttpRequest) -> HttpResponse:
    """Floor A: the finished bytes of the article."""
    return HttpResponse(page())


@with_session
@with_user
def tracked(request: HttpRequest) -> HttpResponse:
    """Floor B: session, user, one page view written, five notes read, a small template."""
    PageView.objects.create(user=request.user, version=version())
    notes = Note.objects.filter(user=request.user, version=version())[:5]
    context = {"version": version(), "user": request.user, "notes": notes}
    return HttpResponse(SMALL_TEMPLATE.render(Context(context, autoescape=False)))


@csrf_exempt
@with_session
@with_user
def note(request: HttpRequest) -> HttpResponse:
    """Floor C: session, user, one note written."""
    Note.objects.create(
        user=request.user, version=version(), body=request.POST["body"], key=uuid.UUID(request.POST["key"])
    )
    return HttpResponseRedirect("/tracked")


@csrf_exempt
def vote(request: HttpRequest) -> HttpResponse:
    """Floor D: one vote written."""
    Vote.objects.create(version=version(), visitor=uuid.uuid4().hex, is_useful=request.POST["useful"] == "yes")
    return HttpResponseRedirect("/tracked")


urlpatterns = [path("finished", finished), path("tracked", tracked), path("note", note), path("vote", vote)]
