from typing import Any

from accounts.data_export import part, rows
from accounts.models import User
from articles.models import Topic
from notes.models import Bookmark, Clock, LoggingOptOut, Note, PageView, Pause, Placement, Preference, Tag, Upload

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


@part("reading", "notes.PageView", "notes.Pause", "notes.LoggingOptOut", "notes.Clock", "notes.Preference")
def reading(user: User) -> dict[str, Any]:
    """Every visit that was logged, since when logging is paused, what is never logged, and how it is to be kept."""
    views = PageView.objects.owned_by(user)
    measured = ("id", "opened_at", "seen_at", "active_seconds")
    declared = ("question", "claimed_minutes", "edited_at", "hidden_at", "dismissed_at")
    preferences = Preference.objects.owned_by(user)
    return {
        "views": rows(views, *measured, *declared, **VERSION),
        "never_logged": rows(LoggingOptOut.objects.owned_by(user), "since_at", document_id="article__document_id"),
        "counted_to": rows(Clock.objects.owned_by(user), "counted_at"),
        "wishes": rows(preferences, "keep_months", "is_mailed_weekly", "mailed_at"),
        "topics": rows(Topic.objects.filter(pk__in=preferences.values("topics")), "name"),
        "paused": rows(Pause.objects.owned_by(user), "paused_at"),
    }
