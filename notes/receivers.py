"""What follows here when a version is published: every note on its article is looked for in it."""

from articles.events import after_release
from articles.models import Version
from notes.annotations.placements import tasks


@after_release
def place_notes(version: Version) -> None:
    """Place the notes in a new live version. A first one has none before it, and a withdrawn one keeps its places."""
    if version.is_live and version.number > 1:
        tasks.place_notes.enqueue(version.pk)
