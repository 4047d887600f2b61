"""What every export says of a note."""

from django.conf import settings

from notes.models import Note

TITLE = "Notes from PatientPlus"


def address(note: Note) -> str:
    """Where the note was written: the address of its version, which stays for good."""
    return f"{settings.SITE_URL}{note.version.get_absolute_url()}"


def place(note: Note) -> str:
    """What the note is on, in words: its section, or the whole page."""
    return getattr(note, "section_title", "") or ("" if note.quote else note.section or "Whole page")


def tags(note: Note) -> list[str]:
    """The names of its tags."""
    return [tag.name for tag in note.tags.all()]
