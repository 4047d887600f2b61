"""What a member keeps on the page of a version, asked for in one statement each time they open an article.

Written as SQL: put together by the ORM, the same took four questions and a quarter of the page's processor time
(docs/measurements/pages.md).
"""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection
from django.utils import timezone

from notes.models import UNDO_IN_PLACE, Note, Placement, Tag

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from articles.models import Version

# One row for each note on this version and earlier ones, those just deleted too; one row without a note when there is
# none, so that the bookmarks are read in any case.
SELECT = """
SELECT note.*, written.number AS version_number,
    CAST(CASE WHEN placement.id IS NOT NULL THEN json_object(
        'id', placement.id, 'state', placement.state, 'decision', placement.decision,
        'section', placement.section, 'start', placement.start, 'end', placement."end"
    ) END AS text) AS placed,
    (SELECT CAST(json_array(json_object('id', tag.id, 'name', tag.name, 'folded', tag.folded)) AS text)
        FROM notes_tag_notes AS filed JOIN notes_tag AS tag ON tag.id = filed.tag_id
        WHERE filed.note_id = note.id) AS tags_filed,
    (SELECT CAST(json_array(bookmark.section) AS text) FROM notes_bookmark AS bookmark
        WHERE bookmark.user_id = %(user)s AND bookmark.article_id = %(article)s) AS bookmarked
FROM (SELECT 1) AS once
LEFT JOIN notes_note AS note ON note.user_id = %(user)s
    AND note.version_id IN (SELECT id FROM articles_version WHERE article_id = %(article)s AND number <= %(number)s)
    AND (note.deleted_at IS NULL OR note.deleted_at >= %(since)s)
LEFT JOIN articles_version AS written ON written.id = note.version_id
LEFT JOIN notes_placement AS placement ON placement.note_id = note.id AND placement.version_id = %(version)s
ORDER BY note.created_at DESC, note.id DESC
"""
STATEMENTS = {
    "sqlite": SELECT.replace("json_array", "json_group_array"),
    "postgresql": SELECT.replace("json_array", "json_agg").replace("json_object", "json_build_object"),
}


class PageNotes(NamedTuple):
    """What a member has on a page: notes, the newest first, each with its `version_number`, its `filed` tags and its
    `placement` (None when it was not placed in this version), and the ids of the sections that are bookmarked (empty
    for the article)."""

    notes: list[Note]
    bookmarked: set[str]


def page_notes(user: "User | AnonymousUser", version: "Version") -> PageNotes:
    """What this member keeps on the page of this version."""
    values = {
        "user": user.pk,
        "article": version.article_id,
        "version": version.pk,
        "number": version.number,
        "since": timezone.now() - UNDO_IN_PLACE,
    }
    rows = list(Note.objects.raw(STATEMENTS[connection.vendor], values))
    notes = [note for note in rows if note.pk]
    for note in notes:
        place, tags = _json(note, "placed"), _json(note, "tags_filed") or []
        note.placement = Placement(note=note, version=version, **place) if place else None
        note.filed = sorted((Tag(**tag) for tag in tags), key=lambda tag: tag.folded)
    return PageNotes(notes, set(_json(rows[0], "bookmarked") or []))


def _json(row: Note, column: str) -> Any:
    """The JSON of a column that is not a field of the model; None when it is null."""
    return json.loads(vars(row)[column] or "null")
