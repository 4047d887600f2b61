"""Articles out of JATS XML, the format of PubMed Central (https://jats.nlm.nih.gov/publishing/1.3/)."""

import re
from collections.abc import Iterator
from html import escape
from html.entities import name2codepoint

from lxml import etree

from articles.references.lookup import vancouver
from articles.transfer import printed
from articles.transfer.blocks import parse, squeezed, words
from articles.transfer.files import ArticleFileError, FileReference
from articles.transfer.remarks import Kind, Remark

_INLINE = {"bold": "strong", "italic": "em", "sub": "sub", "sup": "sup"}
_SAME = {"table", "thead", "tbody", "tr", "td", "th"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SKIPPED = {"label", "object-id", "permissions"}


# Names that journals' DTDs take from HTML, such as &nbsp;: no DTD is loaded, so they are written as numbers.
_NAMED = re.compile(rb"&(\w+);")


def _numbered(name: re.Match[bytes]) -> bytes:
    code = name2codepoint.get(name[1].decode(errors="replace"))
    is_xml = name[1] in {b"amp", b"lt", b"gt", b"quot", b"apos"}
    return name[0] if is_xml or code is None else f"&#{code};".encode()


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a JATS file. Raises ArticleFileError when it is no XML, or another kind of it."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_NAMED.sub(_numbered, content), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise ArticleFileError(name, line, "This is no well-formed XML. Export it again.") from error
    declared = root.getroottree().docinfo.internalDTD
    if (declared is not None and list(declared.iterentities())) or list(root.iter(etree.Entity)):
        raise ArticleFileError(name, 0, "It has entities of its own making. Export it with plain characters.")
    if etree.QName(root).localname != "article":
        raise ArticleFileError(name, 0, "This is XML, but not of JATS: its outermost element is not <article>.")
    return _Jats(root).reading(name)


class _Jats:
    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.remarks: list[Remark] = []
        sources = root.findall(".//ref-list/ref")
        self.numbers = {source.get("id", ""): number for number, source in enumerate(sources, start=1)}
        self.references = self._references(sources)

    def reading(self, name: str) -> printed.Reading:
        html = "\n".join(self._html())
        read = words(" ".join([squeezed(parse(html or "<p></p>")), *(remark.words for remark in self.remarks)]))
        lost = words(" ".join(self._text())) - read
        if lost:
            self.remarks.append(Remark(Kind.LOST, "Words that have found no place", " ".join(lost.elements())))
        return printed.read(html, references=self.references, remarks=self.remarks, name=name)

    def _text(self) -> Iterator[str]:
        """All that a reader of the source sees, but for its references and the numbers that cite them."""
        for part in ("./front/article-meta//title-group", "./front//abstract", "./body", "./back"):
            for element in self.root.findall(part):
                yield from _seen(element)

    def _remark(self, kind: Kind, why: str, element: etree._Element) -> None:
        self.remarks.append(Remark(kind, why, _words(element)))

    def _html(self) -> Iterator[str]:
        meta = self.root.find("./front/article-meta")
        title = meta.find(".//article-title") if meta is not None else None
        if title is not None:
            yield f"<h1>{escape(_words(title))}</h1>"
        for person in self.root.findall("./front//contrib"):
            self._remark(Kind.FURNITURE, "Not taken over, since an import is in the name of an account", person)
        for number in self.root.findall("./front//article-id"):
            self._remark(Kind.FURNITURE, f"An id of the source ({number.get('pub-id-type', 'id')})", number)
        for abstract in self.root.findall("./front//abstract"):
            yield f"<h2>{escape(_words(abstract.find('title')) or 'Abstract')}</h2>"
            yield from self._blocks(abstract, 2)
        body = self.root.find("./body")
        if body is not None:
            yield from self._blocks(body, 1)
        for part in self.root.findall("./back/*"):
            if part.tag == "ref-list":
                continue
            if part.tag in {"app-group", "sec", "ack", "notes", "fn-group"}:
                yield from self._blocks(part, 1)
            else:
                self._remark(Kind.LEFT_OUT, f"A part of the back matter (<{part.tag}>)", part)

    def _blocks(self, element: etree._Element, level: int) -> Iterator[str]:
        """Blocks of a section, whose own headings have this level plus one."""
        for child in element:
            tag = str(child.tag)
            if tag == "title":
                if element.tag != "abstract":
                    yield f"<h{level}>{self._inline(child)}</h{level}>"
            elif tag in {"sec", "app", "boxed-text"}:
                yield from self._blocks(child, min(level + 1, 6))
            elif tag == "p":
                yield from self._paragraph(child)
            elif tag in {"list", "table-wrap", "disp-quote", "def-list"}:
                yield self._whole(child)
            elif tag in _SKIPPED:
                self._remark(Kind.FURNITURE, "A label", child)
            else:
                self._remark(Kind.LOST, f"Something that articles do not have (<{tag}>)", child)

    def _paragraph(self, element: etree._Element) -> Iterator[str]:
        """A paragraph; lists and tables in it stand after it."""
        inner = [child for child in element if child.tag in {"list", "table-wrap", "disp-quote", "def-list"}]
        yield f"<p>{self._inline(element, but=inner)}</p>"
        yield from (self._whole(child) for child in inner)

    def _whole(self, element: etree._Element) -> str:
        if element.tag == "list":
            tag = "ol" if element.get("list-type") in {"order", "alpha-lower", "alpha-upper", "roman-lower"} else "ul"
            items = ["".join(self._blocks(item, 6)) for item in element.findall("list-item")]
            return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
        if element.tag == "def-list":
            pairs = ((item.find("term"), item.find("def")) for item in element.findall("def-item"))
            items = [f"<p>{self._inline(term)}</p>{self._definition(definition)}" for term, definition in pairs]
            return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
        if element.tag == "disp-quote":
            return f"<blockquote>{''.join(self._blocks(element, 6))}</blockquote>"
        return self._table(element)

    def _definition(self, element: etree._Element | None) -> str:
        return "".join(self._blocks(element, 6)) if element is not None else ""

    def _table(self, wrap: etree._Element) -> str:
        caption = " ".join(filter(None, (_words(wrap.find("label")), _words(wrap.find("caption")))))
        for foot in wrap.findall("table-wrap-foot"):
            self._remark(Kind.LOST, "A note under a table", foot)
        table = wrap.find("table")
        if table is None:
            self.remarks.append(Remark(Kind.LOST, "A table that is a picture", caption))
            return ""
        return f"<table><caption>{escape(caption)}</caption>{''.join(self._cells(child) for child in table)}</table>"

    def _cells(self, element: etree._Element) -> str:
        tag = str(element.tag)
        if tag not in _SAME:
            return ""
        if tag in {"td", "th"}:
            spans = "".join(f' {name}="{element.get(name)}"' for name in ("colspan", "rowspan") if element.get(name))
            return f"<{tag}{spans}>{self._inline(element)}</{tag}>"
        return f"<{tag}>{''.join(self._cells(child) for child in element)}</{tag}>"

    def _inline(self, element: etree._Element | None, but: list[etree._Element] | None = None) -> str:
        if element is None:
            return ""
        parts = [escape(element.text or "", quote=False)]
        for child in element:
            parts += ["" if child in (but or []) else self._span(child), escape(child.tail or "", quote=False)]
        return "".join(parts)

    def _span(self, child: etree._Element) -> str:
        tag = str(child.tag)
        if tag == "xref" and child.get("ref-type") == "bibr":
            numbers = [self.numbers.get(name, 0) for name in (child.get("rid") or "").split()]
            return f"[{','.join(map(str, numbers))}]"
        if tag == "sup" and child.findall("xref[@ref-type='bibr']"):
            return self._inline(child)
        if tag == "break":
            return "<br>"
        inside = self._inline(child)
        address = child.get("{http://www.w3.org/1999/xlink}href") or ""
        if tag in {"ext-link", "uri"} and re.match(r"https?://", address):
            return f'<a href="{escape(address)}">{inside}</a>'
        return f"<{_INLINE[tag]}>{inside}</{_INLINE[tag]}>" if tag in _INLINE else inside

    # --- References, which JATS has in parts ---

    def _references(self, sources: list[etree._Element]) -> list[FileReference]:
        found: list[FileReference] = []
        for source in sources:
            found.append(self._reference(source, {other.key for other in found}))
        return found

    def _reference(self, source: etree._Element, taken: set[str]) -> FileReference:
        cited = next(
            (part for part in source if part.tag in {"element-citation", "mixed-citation", "citation"}), source
        )
        title = _words(cited.find("article-title")) or _words(cited.find("chapter-title"))
        journal = _words(cited.find("source"))
        if not (title or journal):
            return printed.reference_of(vancouver.take_apart(_words(cited)), taken)
        ids = {part.get("pub-id-type"): _words(part) for part in cited.findall("pub-id")}
        link = next((part.get("{http://www.w3.org/1999/xlink}href") for part in cited.findall("ext-link")), "") or ""
        first, last = _words(cited.find("fpage")), _words(cited.find("lpage"))
        fields = {
            "authors": _authors(cited),
            "title": title or journal,
            "source": journal if title else "",
            "issued": _issued(cited),
            "volume": _words(cited.find("volume")),
            "issue": _words(cited.find("issue")),
            "pages": "-".join(filter(None, (first, last))) or _words(cited.find("elocation-id")),
            "doi": ids.get("doi", ""),
            "pmid": ids.get("pmid", ""),
            "url": link if re.match(r"https?://", link) else "",
        }
        return printed.reference_of(fields, taken)


def _words(element: etree._Element | None) -> str:
    """The words of an element on one line, those of its parts apart."""
    return " ".join(" ".join(map(str, element.itertext())).split()) if element is not None else ""


def _seen(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag != "ref-list" and not (child.tag == "xref" and child.get("ref-type") == "bibr"):
            yield from _seen(child)
        yield child.tail or ""


def _authors(cited: etree._Element) -> str:
    names = []
    for name in cited.iter("name", "collab", "string-name", "etal"):
        if name.tag == "etal":
            names.append("et al")
        elif name.find("surname") is not None:
            given = "".join(part[0] for part in re.split(r"[\s.-]+", _words(name.find("given-names"))) if part)
            initials = _words(name.find("given-names")) if _words(name.find("given-names")).isupper() else given.upper()
            names.append(f"{_words(name.find('surname'))} {initials}".strip())
        else:
            names.append(_words(name))
    return ", ".join(filter(None, names))


def _issued(cited: etree._Element) -> str:
    month = _words(cited.find("month"))
    if month.isdecimal() and 0 < int(month) <= 12:
        month = _MONTHS[int(month) - 1]
    return " ".join(filter(None, (_words(cited.find("year")), month[:3], _words(cited.find("day")) if month else "")))
