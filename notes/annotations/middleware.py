from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from accounts.models import User
from articles.models import RELEASED, Version
from notes.annotations.on_page import PageNotes, page_notes
from notes.annotations.placements import actions
from notes.requests import PageRequest


class PageNotesMiddleware:
    """Reads what a member has on the page of a version before the page is rendered: `request.page_notes`.

    Notes are placed in a new version by a task at its publication (notes/receivers.py). Those that it has not reached,
    or that were written since on an older page, are placed here: a page never shows a note that was not looked for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: PageRequest, response: TemplateResponse) -> TemplateResponse:
        version = getattr(request, "version", None)  # the article view names what it shows
        if version and version.status in RELEASED and isinstance(request.user, User):
            request.page_notes = placed(request.user, version)
        return response


def placed(user: User, version: Version) -> PageNotes:
    """What the member has on this page, once every note of theirs on earlier versions has been looked for in it."""
    found = page_notes(user, version)
    if any(not note.placement and note.version_id != version.pk and not note.deleted_at for note in found.notes):
        actions.place(version, of=user)
        return page_notes(user, version)
    return found
