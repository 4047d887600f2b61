from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from accounts import erasure
from accounts.data_export import part, rows
from accounts.models import User
from appraisal.evidence.files import delete_files
from appraisal.models import Action, Entry, Evidence, Objective, Share, Source, Summary

# Every column of an entry but those of use only to the site, so that a new one is not forgotten.
ENTRY_FIELDS = [
    *(field.name for field in Entry._meta.concrete_fields if field.name not in Entry.INTERNAL),
    "is_significant",
]


@part("diary", "appraisal.Entry")
def diary(user: User) -> list[dict[str, Any]]:
    """Every reflection, with what it came from: visits and notes by their ids, and what was kept of the reading."""
    sources = Prefetch("sources", Source.objects.select_related("version__article"))
    entries = Entry.objects.owned_by(user).prefetch_related("page_views", "notes", "objectives", sources).order_by("pk")
    return [
        {field: getattr(entry, field) for field in ENTRY_FIELDS}
        | {name: [row.pk for row in getattr(entry, field).all()] for name, field in LINKED.items()}
        | {"sources": [_source(source) for source in entry.sources.all()]}
        for entry in entries
    ]


LINKED = {"views": "page_views", "notes": "notes", "objectives": "objectives"}


def _source(source: Source) -> dict[str, Any]:
    version = source.version
    return {
        "document_id": version.article.document_id,
        "version": version.number,
        "article": version.title,
        "checked_on": source.checked_on,
        "read_on": source.read_on,
        "opened_count": source.opened_count,
        "active_seconds": source.active_seconds,
        "is_edited": source.is_edited,
    }


@part("plans", "appraisal.Objective", "appraisal.Action")
def plans(user: User) -> dict[str, Any]:
    """Every objective, and every day on which an entry is to be looked at again."""
    objectives = ("id", "title", "reason", "due_on", "done_on", "outcome", "created_at")
    return {
        "objectives": rows(Objective.objects.owned_by(user), *objectives),
        "actions": rows(Action.objects.owned_by(user), "due_on", "done_on", "outcome", entry="entry_id"),
    }


@part("evidence", "appraisal.Evidence")
def evidence(user: User) -> list[dict[str, Any]]:
    """Every file that is kept with an entry. Its content is at its address, for whoever is signed in as its owner."""
    fields = ("id", "name", "kind", "size", "sha256", "added_at")
    return rows(Evidence.objects.owned_by(user), *fields, entry="entry_id")


@part("summaries", "appraisal.Summary")
def summaries(user: User) -> list[dict[str, Any]]:
    """Every frozen summary whole, its links and when they were opened. Its files are made from it."""
    fields = ("id", "starts_on", "ends_on", "frozen_at", "code", "sha256", "supersedes_id")
    mine = Summary.objects.owned_by(user).prefetch_related("shares__visits").order_by("pk")
    return [
        {field: getattr(summary, field) for field in fields}
        | {"document": summary.data, "links": [_share(share) for share in summary.shares.all()]}
        for summary in mine
    ]


def _share(share: Share) -> dict[str, Any]:
    dates = {field: getattr(share, field) for field in ("created_at", "expires_at", "revoked_at")}
    return dates | {"opened": [visit.visited_at for visit in share.visits.all()]}


@erasure.steps.answer
def evidence_files(user: User, *, keeps_name: bool) -> None:
    """The files of their evidence; the rows go by their key."""
    files = [row.file for row in Evidence.objects.owned_by(user)]
    transaction.on_commit(partial(delete_files, files), robust=True)  # else by run_due
