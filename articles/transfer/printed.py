"""A printed article, in HTML of whatever make, read into an article file, with a list of what could not be read.

Nothing is dropped silently: `articles/transfer/loss` compares the file with the draft and what `Reading.remarks` say.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from lxml.html import HtmlElement

from articles.text import sanitise
from articles.transfer.blocks import (
    HEADINGS,
    PARAGRAPHS,
    WHOLE,
    Block,
    blocks,
    holds_blocks,
    on_one_line,
    squeezed,
)
from articles.transfer.citing import lists, marks
from articles.transfer.citing.sources import Sources
from articles.transfer.files import ArticleFile, ArticleFileError
from articles.transfer.normal import normalise
from articles.transfer.remarks import Kind, Remark

_SPANS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
_PARTS = {*WHOLE, "li", "td", "th", "tr", "caption", "thead", "tbody"}
_LINE = re.compile(r"(?P<name>[A-Za-z][A-Za-z ]{2,30}?)\s*:\s*(?P<value>\S.{0,300})")
# Lines about an article, by what they are called.
_FIELDS = {"document id": "document_id", "audience": "audience", "summary": "summary", "change": "change_note"}
_FIELDS |= {"synonyms": "synonyms", "also known as": "synonyms", "topics": "topics", "topic": "topics"}
# These are not taken over: an import is a new draft, in the name of an account, that nobody has reviewed.
_PEOPLE = {"author", "authors", "original author", "current version", "written by", "peer reviewer", "reviewer"}
_PEOPLE |= {"reviewed by", "peer reviewed by", "version", "last checked", "last reviewed", "next review"}
_PEOPLE |= {"next review date", "published", "date"}
_AUDIENCES = {"professional": "professional", "health professionals": "professional", "professionals": "professional"}
_AUDIENCES |= {"patient": "patient", "patients": "patient", "patients and carers": "patient"}


@dataclass
class Reading:
    """A reading is what was made of a file: the article, and remarks about what of the file it is not."""

    article: ArticleFile
    remarks: list[Remark] = field(default_factory=list)


def read(html: str, *, sources: Sources | None = None, remarks: Iterable[Remark] = (), name: str = "") -> Reading:
    """The article that HTML holds.

    `sources` are those that the format told apart itself; without them they are read from the section of that name.
    `remarks` are about the way to HTML. Raises ArticleFileError when there is nothing to read.
    """
    if not html.strip():
        raise ArticleFileError(name, 0, "There is nothing in this file. Export it again.")
    normal = normalise(html)
    reader = _Reader(normal.root, sources or Sources(), [*remarks, *normal.remarks])
    try:
        return reader.reading()
    except LookupError as error:
        raise ArticleFileError(name, 0, "No title was found. Make the first line a heading.") from error


class _Reader:
    """Reads one document."""

    def __init__(self, root: HtmlElement, sources: Sources, remarks: list[Remark]) -> None:
        self.page_title = " ".join((root.findtext(".//head/title") or "").split())
        self.body = root.find("body") if root.find("body") is not None else root
        self.sources, self.remarks = sources, remarks
        self.places: dict[str, int] = {}
        self.fields: dict[str, str] = {}

    def reading(self) -> Reading:
        """Read it all. Raises LookupError when nothing can be the title."""
        title, found = self._title(list(blocks(self.body)))
        found = self._take_references(self._take_lines(found))
        body = sanitise(self._cited("\n".join(self._written(found))))
        return Reading(self._article(title, body), self.remarks)

    def _remark(self, kind: Kind, why: str, text: str, place: str = "") -> None:
        self.remarks.append(Remark(kind, why, text, place))

    def _leave(self, why: str, text: str) -> None:
        self._remark(Kind.FURNITURE, why, text)

    # --- What it says of itself ---

    def _title(self, found: list[Block]) -> tuple[str, list[Block]]:
        """The highest heading, the first of them; failing that the page's own title, or the first line.

        A title is plain words, in which raised ones are told apart.
        """
        headings = [block for block in found if block.level and block.text]
        main = min(headings, key=lambda block: block.level, default=None)
        if main is None or (main.level > 1 and self.page_title):
            lines = [block for block in found if block.tag == "p"]
            main = None if self.page_title else lines[0]
        if main is None:
            return self.page_title, found
        return on_one_line(main.element), [block for block in found if block is not main]

    def _take_lines(self, found: list[Block]) -> list[Block]:
        """Lines such as `Document ID: 29155` out of the blocks."""
        first = next((at for at, block in enumerate(found) if block.level), len(found))
        return [block for at, block in enumerate(found) if not self._is_line(block, is_early=at < first)]

    def _is_line(self, block: Block, *, is_early: bool) -> bool:
        found = _LINE.fullmatch(block.text) if block.tag == "p" else None
        name = found["name"].lower() if found else ""
        if found and name in _FIELDS and (is_early or name == "document id") and _FIELDS[name] not in self.fields:
            self.fields[_FIELDS[name]] = found["value"]
            return True
        if found and name in _PEOPLE:
            self._leave("Not taken over, since an import is a new draft that nobody has reviewed", block.text)
            return True
        return False

    def _take_references(self, found: list[Block]) -> list[Block]:
        """The section of references out of the blocks, unless the format told them apart itself."""
        if not self.sources.entries:
            listed = lists.take(found)
            found, self.sources = listed.left, listed.sources
            self.remarks += listed.remarks
        self.places = self.sources.places
        return found

    def _article(self, title: str, body: str) -> ArticleFile:
        number, audience = self.fields.get("document_id", ""), self.fields.get("audience", "").rstrip(".")
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        if number and not is_number:
            self._remark(Kind.FURNITURE, "A document ID that is no number", number)
        if audience and audience.lower() not in _AUDIENCES:
            self._remark(Kind.CHANGED, "An audience that is not known, so it is for health professionals", audience)
        return ArticleFile(
            document_id=int(number) if is_number else 0,
            title=title,
            audience=_AUDIENCES.get(audience.lower(), "professional"),
            topics=_list(self.fields.get("topics", "")),
            synonyms=_list(self.fields.get("synonyms", "")),
            summary=self.fields.get("summary", ""),
            change_note=self.fields.get("change_note", ""),
            references=self.sources.references,
            body_html=body,
        )

    # --- What is written ---

    def _written(self, found: list[Block]) -> Iterator[str]:
        levels = sorted({block.level for block in found if block.level})
        for block in found:
            if block.level:
                depth = levels.index(block.level)
                if depth > 1:
                    self._remark(
                        Kind.CHANGED, "A heading below the second level was made one of the second", block.text
                    )
                tag = "h2" if depth == 0 else "h3"
                yield f"<{tag}>{self._inline(block.element)}</{tag}>"
            elif block.tag in WHOLE:
                yield self._whole(block.element)
            else:
                yield f"<p>{self._inline(block.element)}</p>"

    def _whole(self, element: HtmlElement) -> str:
        """A list, table or quotation, or a part of one, with all that is in it."""
        names = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
        spans = [(name, element.get(name)) for name in names.get(str(element.tag), ())]
        written = "".join(f' {name}="{escape(value)}"' for name, value in spans if value)
        return f"<{element.tag}{written}>{self._inside(element)}</{element.tag}>"

    def _inside(self, element: HtmlElement) -> str:
        return _escaped(element.text) + "".join(self._part(child) + _escaped(child.tail) for child in element)

    def _part(self, child: HtmlElement) -> str:
        if child.tag in _PARTS:
            return self._whole(child)
        if holds_blocks(child) or child.tag in {"tfoot", "colgroup", "col"}:
            return self._inside(child)
        if child.tag in PARAGRAPHS or child.tag in HEADINGS or child.tag == "div":
            return f"<p>{self._inline(child)}</p>"
        return self._span(child)

    def _inline(self, element: HtmlElement) -> str:
        return _escaped(element.text) + "".join(self._span(child) + _escaped(child.tail) for child in element)

    def _span(self, child: HtmlElement) -> str:
        tag, to = str(child.tag), child.get("href") or ""
        if tag == "br":
            return "<br>"
        inside = self._inline(child)
        if tag == "a" and to.startswith("#"):
            return self._leading(to, inside)
        if tag == "a" and re.match(r"https?://|mailto:", to):
            return f'<a href="{escape(to)}">{inside}</a>'
        if tag == "a" and to:
            text = squeezed(child)
            self._remark(Kind.FURNITURE, "A link within the old site is plain words now", text, f"{text} ({to})")
        return f"<{_SPANS[tag]}>{inside}</{_SPANS[tag]}>" if tag in _SPANS else inside

    def _leading(self, to: str, inside: str) -> str:
        """A link within the page, marked with the places in the list of references to which it leads, if any."""
        names = [name.lstrip("#") for name in to.split()]
        places = " ".join(str(self.places[name]) for name in names if name in self.places)
        return f'<a data-cites="{places}">{inside}</a>' if "data-cites" not in inside else inside

    def _cited(self, html: str) -> str:
        """What is written, with its citations."""
        placed = marks.placed(html, self.sources)
        self.remarks += placed.remarks
        return placed.html


def _escaped(text: str | None) -> str:
    return escape(text or "", quote=False)


def _list(text: str) -> list[str]:
    return [part.strip(" .") for part in re.split(r"[;,]", text) if part.strip(" .")]
