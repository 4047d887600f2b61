"""Writing at the desk: what is typed is kept and looked over while it is typed, and overwrites nobody's words."""

from copy import copy
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from accounts.models import User

from .. import actions, checks, lookup
from .. import body as bodies
from ..models import Autosave, Contribution, Version
from .forms import VersionForm, is_draft

FIELDS = {*VersionForm.Meta.fields, "edits_seen"}


class Drafting(admin.ModelAdmin):
    """What VersionAdmin does while someone writes."""

    def drafting_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/typed/", wrap(require_POST(self.typed)), name="articles_version_typed"),
            path("reference/", wrap(require_POST(self.lookup)), name="articles_version_lookup"),
        ]

    def lookup(self, request: HttpRequest) -> JsonResponse:
        """The fields of a reference from a DOI, a PMID or a pasted line."""
        if not request.user.has_perm("articles.change_version"):
            raise PermissionDenied
        found = lookup.look_up(request.POST.get("asked", ""))
        return JsonResponse({"fields": found.fields, "note": found.note})

    def typed(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what is being typed, and give back what is still to be seen to in it; or throw it away."""
        version = self._seen(request, pk)  # type: ignore[attr-defined]
        person = cast(User, request.user)
        if "discard" in request.POST:
            actions.drop_typed(version, by=person)
            return redirect("admin:articles_version_change", pk)
        if not request.user.has_perm("articles.change_version"):
            raise PermissionDenied
        autosave = actions.keep_typed(version, by=person, typed=_typed(request.POST))
        form = VersionForm(request.POST, instance=copy(version))
        form.is_valid()
        context = {
            "findings": _findings(version, form, request.POST) if is_draft(version) else [],
            "meanwhile": saved_since(version, form.cleaned_data.get("edits_seen")),
            "autosave": autosave,
            "version": version,
        }
        return render(request, "admin/articles/version/_checks.html", context, status=200 if is_draft(version) else 409)


def _typed(data: QueryDict) -> dict[str, list[str]]:
    """The fields of the form, without anything else that was sent."""
    return {name: values for name, values in data.lists() if name in FIELDS or name.startswith("references-")}


def _findings(version: Version, form: VersionForm, data: QueryDict) -> list[checks.Finding]:
    """What is to be seen to in words that are not saved."""
    words = copy(version)
    for name, value in form.cleaned_data.items():
        if name in VersionForm.Meta.fields:
            setattr(words, name, value)
    words.body = bodies.sanitise(words.body)
    rows = [name for name in data if name.startswith("references-") and name.endswith("-key")]
    keys = [key for name in rows if (key := str(data[name]).strip()) and f"{name[:-4]}-DELETE" not in data]
    return checks.findings(words, actions.rendered(words, reference_keys=keys))


def saved_since(version: Version, edits_seen: int | None) -> list[Contribution]:
    """The saves of a draft that someone who has seen so many has not seen."""
    if edits_seen is None or not 0 <= edits_seen < version.edits:
        return []
    newest = version.contributions.select_related("made_by").order_by("-pk")
    return list(newest[: version.edits - edits_seen])[::-1]


def typed_before(version: Version, person: User) -> Autosave | None:
    """What this person typed into the draft's form and has not saved."""
    return Autosave.objects.filter(version=version, person=person).first()


def taken_up(request: HttpRequest, version: Version) -> HttpRequest:
    """The request with what this person had typed as its form, to be looked at before it is saved."""
    autosave = typed_before(version, cast(User, request.user))
    data = QueryDict(mutable=True)
    for name, values in (autosave.typed if autosave else {}).items():
        data.setlist(name, values)
    data["taken_up"] = "1"
    taken = copy(request)
    taken.POST = data  # type: ignore[assignment]
    return taken
