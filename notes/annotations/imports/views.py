"""Bringing notes in from a file of annotations: choose it, look at what it would bring, and take that in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest
from core.http import member_required
from notes.annotations.imports import actions, annotations
from notes.annotations.imports.forms import UploadForm
from notes.models import Note, Upload

SHOWN = 20  # of the notes that would be made, as examples


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def upload(request: MemberRequest) -> HttpResponse:
    """Choose a file."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        actions.lay_out(form.cleaned_data["file"], by=request.user)
        return redirect("notes:upload_look")
    waiting = Upload.objects.owned_by(request.user).defer("text").first()
    context = {"form": form, "waiting": waiting}
    return render(request, "notes/upload.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def upload_look(request: MemberRequest) -> HttpResponse:
    """Say what the file would bring, and what of it cannot be read; when the member agrees, take it in."""
    waiting = Upload.objects.owned_by(request.user).first()
    if waiting is None:
        return redirect("notes:index" if request.method == "POST" else "notes:upload")
    hosts = {request.get_host().casefold(), urlsplit(settings.SITE_URL).netloc.casefold()}
    candidates, refusals = annotations.read(waiting.text, hosts=hosts)
    if request.method == "POST":
        count = actions.take_in(candidates, by=request.user)
        messages.success(request, f"{count} note{'' if count == 1 else 's'} imported.")
        return redirect("notes:index")
    here = dict(Note.objects.owned_by(request.user).values_list("key", "body"))
    new = [candidate for candidate in candidates if candidate.key not in here]
    context = {
        "new": new,
        "examples": new[:SHOWN],
        "incomplete": [candidate for candidate in new if candidate.left_out],
        "here": [candidate for candidate in candidates if here.get(candidate.key) == candidate.body],
        "differing": [
            candidate for candidate in candidates if here.get(candidate.key, candidate.body) != candidate.body
        ],
        "refusals": refusals,
    }
    return render(request, "notes/upload_look.html", context)


@require_POST
@member_required
def upload_forget(request: MemberRequest) -> HttpResponse:
    """Put the file away without taking anything in."""
    actions.put_away(by=request.user)
    messages.success(request, "The file is put away. Nothing was imported.")
    return redirect("notes:upload")
