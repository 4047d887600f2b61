"""The check of one file and its draft."""

from collections.abc import Callable

from articles.transfer.files import ArticleFile
from articles.transfer.loss import journal, markup, office, plain
from articles.transfer.loss.comparing import compare
from articles.transfer.loss.words import Block
from articles.transfer.remarks import Remark, worst_first


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


SOURCES: dict[str, Callable[[bytes], list[Block]]] = {
    ".md": lambda content: plain.read_markdown(_text(content)),
    ".html": lambda content: markup.read(_text(content)),
    ".htm": lambda content: markup.read(_text(content)),
    ".docx": office.read,
    ".xml": journal.read,
    ".txt": lambda content: plain.read(_text(content)),
}


def checked(content: bytes, ending: str, article: ArticleFile, remarks: list[Remark]) -> list[Remark]:
    """The remarks of a reader, and what of the file is in neither the draft nor these; the gravest first."""
    has_numbers = ending in {".html", ".htm", ".txt"}
    found = compare(SOURCES[ending](content), article, remarks, has_numbers=has_numbers, has_bullets=ending == ".txt")
    return worst_first([*found, *remarks])
