"""Notes as files to keep, in four shapes. Each is written while it is sent, a few notes at a time."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from notes.annotations.exports import as_annotations, as_csv, as_html, as_markdown
from notes.models import Note


class Kind(NamedTuple):
    """A kind of file: what it is called and good for, and the function that writes notes as one."""

    ending: str
    name: str
    use: str
    content_type: str
    write: Callable[[Iterable[Note]], Iterator[str]]


KINDS = {
    kind.ending: kind
    for kind in [
        Kind("html", "Web page", "to read and print", "text/html; charset=utf-8", as_html.write),
        Kind("csv", "CSV", "for a spreadsheet", "text/csv; charset=utf-8", as_csv.write),
        Kind("md", "Markdown", "for other notebooks", "text/markdown; charset=utf-8", as_markdown.write),
        Kind("jsonld", "Web Annotation", "to keep, and to import again", as_annotations.TYPE, as_annotations.write),
    ]
}
