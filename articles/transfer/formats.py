"""Which reader reads which file, by the ending of its name."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from articles.transfer import html, jats, markdown, text
from articles.transfer.files import ArticleFileError
from articles.transfer.loss.checking import checked
from articles.transfer.printed import Reading
from articles.transfer.word import reader as word


def _markdown(content: bytes, *, name: str = "") -> Reading:
    """An article file says everything exactly: nothing in it goes unread, or it is refused."""
    return Reading(markdown.read_bytes(content, path=name))


READERS: dict[str, Callable[..., Reading]] = {
    ".md": _markdown,
    ".html": html.read,
    ".htm": html.read,
    ".docx": word.read,
    ".xml": jats.read,
    ".txt": text.read,
}


def read(content: bytes, *, name: str) -> Reading:
    """The article that a file of that name holds. Raises ArticleFileError, also for an ending that nobody reads."""
    ending = PurePath(name).suffix.lower()
    if ending not in READERS:
        raise ArticleFileError(
            name, 0, f"Files ending in {ending or 'nothing'} are not read. Use {', '.join(READERS)}."
        )
    reading = READERS[ending](content, name=name)
    return replace(reading, remarks=checked(content, ending, reading.article, reading.remarks))
