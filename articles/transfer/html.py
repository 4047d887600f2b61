"""Articles out of web pages."""

from articles.transfer import printed
from articles.transfer.files import ArticleFileError


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a page saved as HTML, in UTF-8 or what the page says of itself. Raises ArticleFileError."""
    return printed.read(decoded(content, name=name), name=name)


def decoded(content: bytes, *, name: str = "") -> str:
    """Text in UTF-8, with or without a mark, or as Windows wrote it. Raises ArticleFileError for what is no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise ArticleFileError(name, 0, "This is no text. Save it again as UTF-8.")
