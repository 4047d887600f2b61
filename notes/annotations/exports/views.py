"""Notes as a file: all of them, those that were looked for, or those that were ticked."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from core.forms.rows import is_id
from core.http import member_required
from notes.annotations.collection import listing
from notes.annotations.collection.search_forms import SearchForm
from notes.annotations.exports import KINDS


@require_safe
@member_required
def export(request: MemberRequest, kind: str) -> HttpResponse:
    """A file of the kind that the address names. It is written while it is sent, and kept nowhere."""
    if kind not in KINDS:
        raise Http404
    form = SearchForm(request.GET, user=request.user)
    if not form.is_valid():  # the list says what is wrong
        return redirect(f"{reverse('notes:index')}?{request.GET.urlencode()}")
    notes = form.narrow(listing.notes(request.user))
    if "note" in request.GET:
        notes = notes.filter(pk__in=[pk for pk in request.GET.getlist("note") if is_id(pk)])
    name = f"patientplus-notes-{timezone.localdate()}.{kind}"
    return StreamingHttpResponse(  # type: ignore[return-value]  # as good as a response to whom it goes through
        KINDS[kind].write(listing.one_by_one(listing.in_order(notes))),
        content_type=KINDS[kind].content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
