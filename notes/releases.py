"""What follows here when a version is published: every note on its article is looked for in it."""

from articles.models import Version
from articles.releases import after_release

from . import tasks


@after_release
def place_notes(version: Version) -> None:
    """Place the notes in a new live version. A withdrawn one takes its places along."""
    if version.is_live:
        tasks.place_notes.enqueue(version.pk)
