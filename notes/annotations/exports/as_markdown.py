"""Notes as Markdown (CommonMark), for other notebooks: what a member wrote reads there as they wrote it."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils import timezone

from articles.transfer.markdown.writing import write_text
from notes.annotations.exports import about
from notes.models import Note


def write(notes: Iterable[Note]) -> Iterator[str]:
    """The notes under the title of their article, each with its passage, and then its tags, date and address."""
    yield f"# {about.TITLE}\n"
    for version, group in groupby(notes, key=lambda note: note.version):
        yield f"\n## {write_text(version.title)}\n\n"
        yield f"Document {version.article.document_id}, version {version.number}\n"
        for note in group:
            yield _note(note)


def _note(note: Note) -> str:
    title = write_text(about.place(note)) or "Passage"
    tags = "; tags: " + ", ".join(map(write_text, about.tags(note))) if about.tags(note) else ""
    written = timezone.localtime(note.created_at)
    foot = f"{written.day} {written:%B %Y}{tags}; <{about.address(note)}>"
    parts = [f"### {title}", *([_quoted(note.quote)] if note.quote else []), write_text(note.body), foot]
    return "\n" + "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in write_text(text).split("\n"))
