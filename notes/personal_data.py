from typing import Any

from django.db import transaction
from django.db.models import Prefetch

from accounts.data_export import part, rows
from accounts.erasure import step
from accounts.models import User
from appraisal.models import Action, Entry, Evidence, Objective, Share, Source, Summary
from articles.models import Topic
from notes.models import Bookmark, Clock, Note, PageView, Pause, Placement, Preference, Tag, Unlogged, Upload

VERSION = {"document_id": "version__article__document_id", "version": "version__number", "article": "version__title"}


@part("notes", "notes.Note")
def notes(user: User) -> list[dict[str, Any]]:
    """Every note, with its passage; those deleted too, with when, until they are removed for good."""
    fields = ("id", "key", "section", "quote", "body", "created_at", "updated_at", "edits", "deleted_at")
    return rows(Note.objects.filter(user=user), *fields, **VERSION)


@part("tags", "notes.Tag")
def tags(user: User) -> list[dict[str, Any]]:
    """Every tag, with the ids of the notes that have it."""
    mine = Tag.objects.owned_by(user).prefetch_related("notes").order_by("pk")
    return [{"name": tag.name, "notes": sorted(note.pk for note in tag.notes.all())} for tag in mine]


@part("bookmarks", "notes.Bookmark")
def bookmarks(user: User) -> list[dict[str, Any]]:
    """Every bookmark."""
    fields, article = ("section", "title", "created_at"), {"document_id": "article__document_id"}
    return rows(Bookmark.objects.owned_by(user), *fields, **article)


@part("notes_upload", "notes.Upload")
def notes_upload(user: User) -> list[dict[str, Any]]:
    """The file of annotations that is waiting to be taken in, if there is one."""
    return rows(Upload.objects.owned_by(user), "text", "uploaded_at")


@part("placements", "notes.Placement")
def placements(user: User) -> list[dict[str, Any]]:
    """Where each note stands in later versions, and what was decided."""
    fields = ("note_id", "state", "section", "start", "end", "score", "placed_at", "decision", "decided_at")
    return rows(Placement.objects.filter(note__user=user), *fields, **VERSION)


@part("reading", "notes.PageView", "notes.Pause", "notes.Unlogged", "notes.Clock", "notes.Preference")
def reading(user: User) -> dict[str, Any]:
    """Every visit that was logged, since when logging is paused, what is never logged, and how it is to be kept."""
    views = PageView.objects.owned_by(user)
    measured = ("id", "opened_at", "seen_at", "active_seconds")
    declared = ("question", "claimed_minutes", "edited_at", "hidden_at", "dismissed_at")
    preferences = Preference.objects.owned_by(user)
    return {
        "views": rows(views, *measured, *declared, **VERSION),
        "never_logged": rows(Unlogged.objects.owned_by(user), "since_at", document_id="article__document_id"),
        "counted_to": rows(Clock.objects.owned_by(user), "counted_at"),
        "wishes": rows(preferences, "keep_months", "is_mailed_weekly", "mailed_at"),
        "topics": rows(Topic.objects.filter(pk__in=preferences.values("topics")), "name"),
        "paused": rows(Pause.objects.owned_by(user), "paused_at"),
    }


WRITTEN = (
    "id",
    "title",
    "learned_on",
    "ended_on",
    "model",
    "what",
    "so_what",
    "what_next",
    "benefit",
    "claimed_minutes",
    "participatory_minutes",
    "question",
    "is_planned",
    "planned_on",
    "plan",
    "method",
    "provider",
    "link",
    "standards",
    "clause",
    "role",
    "is_significant",
    "is_in_summary",
    "anonymity_confirmed_at",
    "created_at",
    "updated_at",
)


@part("diary", "appraisal.Entry")
def diary(user: User) -> list[dict[str, Any]]:
    """Every reflection, with what it came from: visits and notes by their ids, and what was kept of the reading."""
    sources = Prefetch("sources", Source.objects.select_related("version__article"))
    entries = Entry.objects.owned_by(user).prefetch_related("page_views", "notes", "objectives", sources).order_by("pk")
    return [
        {field: getattr(entry, field) for field in WRITTEN}
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


@step
def evidence_files(user: User, *, keeps_name: bool) -> None:
    """The files of their evidence; the rows go by their key."""
    files = [row.file for row in Evidence.objects.owned_by(user)]
    transaction.on_commit(lambda: [file.delete(save=False) for file in files], robust=True)  # else by run_due
