"""Articles out of Word documents (.docx), read straight from their XML."""

import zipfile

from lxml import etree

from articles.transfer import printed
from articles.transfer.files import ArticleFileError
from articles.transfer.word.document import Document
from articles.transfer.word.package import Package, TooLarge


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a Word document. Raises ArticleFileError for one that cannot be opened."""
    try:
        document = Document(Package(content))
        html = "".join(document.html())
    except TooLarge:
        raise ArticleFileError(
            name, 0, "This document is too large. Take its pictures out and save it again."
        ) from None
    except (zipfile.BadZipFile, KeyError, StopIteration, ValueError, RecursionError, etree.XMLSyntaxError) as error:
        raise ArticleFileError(name, 0, "This Word document cannot be read. Save it again as .docx.") from error
    return printed.read(html, remarks=document.remarks, name=name)
