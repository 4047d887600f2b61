"""Writing at the desk: what is typed is kept and looked over while it is typed, and overwrites nobody's words."""

from copy import copy
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST

from accounts.models import User
from articles import actions
from articles import text as bodies
from articles.actions import readiness
from articles.desk.admin.forms import NOT_SAVED, VersionForm, is_draft
from articles.models import Autosave, Contribution, Reference, Version
from articles.references import lookup, source_checks
from articles.transfer.normal.paste import pasted
from articles.transfer.remarks import Remark, worst_first

LARGEST_PASTE = 5_000_000  # bytes
FIELDS = {*VersionForm.Meta.fields, "edits_seen"}


class Drafting(admin.ModelAdmin):
    """What VersionAdmin does while someone writes."""

    def drafting_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/typed/", wrap(require_POST(self.typed)), name="articles_version_typed"),
            path("paste/", wrap(require_POST(self.paste)), name="articles_version_paste"),
            path("reference/", wrap(require_POST(self.lookup)), name="articles_version_lookup"),
        ]

    def lookup(self, request: HttpRequest) -> JsonResponse:
        """The fields of a reference from a DOI, a PMID, a PMC id or a pasted line."""
        if not request.user.has_perm("articles.change_version"):
            raise PermissionDenied
        found = _looked_up(request.POST.get("asked", ""))
        return JsonResponse({"fields": found.fields, "note": found.note})

    def paste(self, request: HttpRequest) -> JsonResponse:
        """What someone pasted, as the editor takes it, and what of it was left out or changed."""
        if not request.user.has_perm("articles.change_version"):
            raise PermissionDenied
        file = request.FILES.get("pasted")
        if file is None or (file.size or 0) > LARGEST_PASTE:
            return JsonResponse({}, status=413 if file else 422)
        site = request.build_absolute_uri("/").rstrip("/")
        found = pasted(file.read().decode(errors="replace"), own_site=site, keeps_citations="own" in request.POST)
        return JsonResponse(
            {"html": found.html, "remarks": [_sentence(remark) for remark in worst_first(found.remarks)]}
        )

    def typed(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep what is being typed, and give back what is still to be seen to in it; or throw it away."""
        version = self._seen(request, pk)  # type: ignore[attr-defined]  # of the admin it is mixed into
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
            "findings": findings(version, form) if is_draft(version) else [],
            "meanwhile": saved_since(version, form.cleaned_data.get("edits_seen")),
            "autosave": autosave,
            "version": version,
        }
        return render(request, "admin/articles/version/_checks.html", context, status=200 if is_draft(version) else 409)


def _sentence(remark: Remark) -> str:
    """One thing to look at, in a line: why, which words, and where they stood."""
    words = f": “{remark.words}”" if remark.words else ""
    return f"{remark.why}{words}" + (f" in “{remark.place}”" if remark.place and remark.place != remark.words else "")


def _typed(data: QueryDict) -> dict[str, list[str]]:
    """The fields of the form, without anything else that was sent."""
    return {name: values for name, values in data.lists() if name in FIELDS or name.startswith("references-")}


def findings(version: Version, form: VersionForm) -> list[readiness.Finding]:
    """What is to be seen to in the words of a form, which are not saved."""
    words, data = copy(version), form.data
    for name, value in form.cleaned_data.items():
        if name in VersionForm.Meta.fields:
            setattr(words, name, value)
    words.body = bodies.sanitise(words.body)
    rows = [name for name in data if name.startswith("references-") and name.endswith("-key")]
    keys = [key for name in rows if (key := str(data[name]).strip()) and f"{name[:-4]}-DELETE" not in data]
    return readiness.findings(words, actions.rendered(words, reference_keys=keys))


def saved_since(version: Version, edits_seen: int | None) -> list[Contribution]:
    """The saves of a draft that someone who has seen so many has not seen."""
    if edits_seen is None or not 0 <= edits_seen < version.edits:
        return []
    newest = version.contributions.select_related("made_by").order_by("-pk")
    return list(newest[: version.edits - edits_seen])[::-1]


def typed_before(version: Version, person: User) -> Autosave | None:
    """What this person typed into the draft's form and has not saved."""
    return Autosave.objects.filter(version=version, person=person).first()


def held(request: HttpRequest, version: Version) -> HttpRequest:
    """A request whose form is to be looked at before it is saved: as it was sent, with a reference looked up for it
    (what scripts do without leaving the page), or with what this person had typed before."""
    person = cast(User, request.user)
    if request.POST["hold"] == "typed":
        data = QueryDict(mutable=True)
        autosave = typed_before(version, person)
        for name, values in (autosave.typed if autosave else {}).items():
            data.setlist(name, values)
        data["hold"] = "typed"
    else:
        data = request.POST.copy()
        if data["hold"] == "fill":
            messages.info(request, _add_reference(data))
        actions.keep_typed(version, by=person, typed=_typed(data))
    messages.info(request, NOT_SAVED)
    sent = copy(request)
    sent.POST = data  # type: ignore[assignment]  # a copy that can be changed
    return sent


def _looked_up(asked: str) -> lookup.Found:
    """What is known of a source; what a service said against it, or that it said nothing, is kept."""
    found = lookup.look_up(asked)
    if found.has_answered:
        for identifier in source_checks.identifiers_of(Reference(**found.fields)):
            source_checks.store(identifier, found.notices)
    return found


def _add_reference(data: QueryDict) -> str:
    """Put the reference that was asked for into a new row of a form, which is empty if none was; gives a sentence
    about it."""
    asked = data.get("asked", "").strip()
    found = _looked_up(asked)
    rows = str(data.get("references-TOTAL_FORMS", ""))
    number = int(rows) if rows.isdecimal() and len(rows) < 5 else 0
    for name, text in found.fields.items() if asked else ():
        data[f"references-{number}-{name}"] = text
    data["references-TOTAL_FORMS"] = str(number + 1)
    return f"A row for it stands last among the references. {found.note}"
