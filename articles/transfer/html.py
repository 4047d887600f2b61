"""Articles out of web pages."""

import re

from articles.transfer import printed
from articles.transfer.files import ArticleFileError

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,30})""", re.I)


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a page saved as HTML, in UTF-8 or what the page says of itself. Raises ArticleFileError."""
    return printed.read(decoded(content, name=name), name=name)


def decoded(content: bytes, *, name: str = "") -> str:
    """Text in UTF-8, in UTF-16 with a mark, in what it says of itself, or as Windows wrote it.

    Raises ArticleFileError for what is no text.
    """
    charset = _CHARSET.search(content[:2048])
    wide = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else []
    for encoding in (*wide, "utf-8-sig", *([charset[1].decode()] if charset else []), "cp1252"):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" in text:
            break
        return text
    raise ArticleFileError(name, 0, "This is no text. Save it again as UTF-8.")
