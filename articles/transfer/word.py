"""Articles out of Word documents (.docx)."""

import io
import zipfile

from lxml import etree

from articles.transfer import printed
from articles.transfer.blocks import parse, squeezed, words
from articles.transfer.files import ArticleFileError
from articles.transfer.remarks import Kind, Remark

MOST = 50_000_000  # bytes that a document may unpack to: a small file can hold a very large one
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Caption'] => p:fresh
"""


_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a Word document. Raises ArticleFileError for one that cannot be opened."""
    import mammoth  # when first needed: no page of a reader needs it

    try:
        parts = _parts(content)
        images = mammoth.images.img_element(lambda image: {"src": ""})  # told by its name; its bytes are not needed
        made = mammoth.convert_to_html(io.BytesIO(content), style_map=STYLES, convert_image=images)
    except _TooLarge:
        raise ArticleFileError(name, 0, "This document is too large. Take its pictures out and save it anew.") from None
    except Exception as error:  # whatever a broken package makes of zip, XML and mammoth
        raise ArticleFileError(name, 0, "This Word document cannot be read. Save it again as .docx.") from error
    remarks = [Remark(Kind.DOUBT, "Word", message.message) for message in made.messages]
    lost = words(_text(parts)) - words(squeezed(parse(made.value or "<p></p>")))
    if lost:
        remarks.append(Remark(Kind.LOST, "Words of the document that have found no place", " ".join(lost.elements())))
    return printed.read(made.value, remarks=dict.fromkeys(remarks), name=name)


class _TooLarge(Exception):
    pass


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts of the document that hold words: the text, headers, footers, notes and comments."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) > MOST:
            raise _TooLarge
        kinds = ("document", "header", "footer", "footnotes", "endnotes", "comments")
        names = [name for name in package.namelist() if name.startswith(tuple(f"word/{kind}" for kind in kinds))]
        return {name: package.read(name) for name in names if name.endswith(".xml")}


def _text(parts: dict[str, bytes]) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    paragraphs = (paragraph for part in parts.values() for paragraph in etree.fromstring(part, parser).iter(_PARAGRAPH))
    return "\n".join("".join(text.text or "" for text in paragraph.iter(_TEXT)) for paragraph in paragraphs)
