"""The words of a JATS file, in order, with the references that its marks cite."""

import re
from html.entities import name2codepoint

from lxml import etree

from articles.transfer.loss.words import LOWERED, RAISED, Block, Collector, Role, names

_INLINE = names("""
abbrev bold italic monospace overline roman sans-serif sc strike underline sub sup ext-link uri
email named-content styled-content xref inline-formula mml:math math mi mn mo mtext ms mrow mstyle
msup msub msubsup mfrac msqrt mroot mover munder munderover mfenced mspace semantics mpadded tex-
math year month day volume issue fpage lpage source article-title string-name name surname given-
names etal collab pub-id comment publisher-name publisher-loc edition person-group break
alternatives inline-graphic private-char date-in-citation chapter-title season elocation-id
institution country price milestone-start milestone-end hr target fn-mark inline-supplementary-
material
""")
_APART = names("""
surname given-names collab etal year month day volume issue fpage lpage source article-title pub-id
""")
_APART |= names("""
publisher-name publisher-loc comment edition name string-name chapter-title elocation-id break
""")
_WITHIN = {"sup", "sub", "italic", "bold", "sc", "styled-content", "named-content", "ext-link", "uri"}  # within a word
_CITATIONS = {"ref", "label", "mixed-citation", "element-citation", "nlm-citation", "citation", "note"}
_UNSEEN = {"annotation", "annotation-xml", "graphic", "media", "inline-graphic", "processing-meta", "custom-meta-group"}
_ASIDE = {
    "fn",
    "table-wrap-foot",
    "floats-group",
    "caption",
    "table-wrap",
    "fig",
    "label",
    "boxed-text",
    "list",
    "def-list",
}
_ASIDE |= {"disp-quote", "kwd-group", "disp-formula"}
_ARTICLE = {"title-group", "abstract", "trans-abstract", "kwd-group"}  # of what stands before the body
_OTHERS = {"sub-article", "response"}  # other articles in the file: translations, letters
_ENTITY = re.compile(rb"&(\w+);")


class Journal:
    """Reads one JATS tree."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.found = Collector()
        others = {source for other in root.iter(*_OTHERS) for source in other.iter("ref")}
        sources = [source.get("id", "") for source in root.iter("ref") if source not in others]
        self.numbers = {name: number for number, source in enumerate(sources, start=1) for name in source.split()}
        self.reference = 0  # the number of the one that is being read

    def blocks(self) -> list[Block]:
        self._element(self.root, Role.TEXT, "", False, False)
        self.found.end()
        return self.found.blocks

    def _element(self, element: etree._Element, role: Role, shift: str, dropped: bool, formula: bool) -> None:
        tag = etree.QName(element).localname
        if tag in _UNSEEN:
            return
        outer, role = role, _role(element, tag, role)
        shift = {"sup": RAISED, "sub": LOWERED}.get(tag, shift)
        dropped, formula = dropped or tag == "strike", formula or tag in {"math", "tex-math"}
        cites = self._cited(element) if tag == "xref" and role is not Role.FURNITURE else ()
        if cites:
            self.found.add(" ".join(element.itertext()) or " ", dropped=dropped, cites=cites)
            return
        is_block = tag not in _INLINE and not (self.reference and tag not in _CITATIONS)
        if is_block:
            self.found.end(outer, reference=self.reference)
        elif tag in _APART or (self.reference and tag not in _WITHIN):
            self.found.add(" ")
        if tag == "ref" and role is not Role.FURNITURE:
            self.reference = self.numbers.get(element.get("id", ""), 0)
        self.found.add(element.text, shift=shift, dropped=dropped, formula=formula)
        self._children(element, tag, role, shift, dropped, formula)
        if is_block:
            self.found.end(role, reference=self.reference)
        elif tag in _APART or (self.reference and tag not in _WITHIN):
            self.found.add(" ")
        if tag == "ref":
            self.reference = 0

    def _children(
        self, element: etree._Element, tag: str, role: Role, shift: str, dropped: bool, formula: bool
    ) -> None:
        for at, child in enumerate(_shown(element, tag)):
            inner = shift
            if at and tag in {"msup", "msub", "msubsup", "munderover", "mover", "munder"}:
                inner = RAISED if tag in {"msup", "mover"} or at == 2 else LOWERED
            if at and tag == "mfrac":
                self.found.add("/", formula=True)
            if isinstance(child.tag, str):
                self._element(child, role, inner, dropped, formula)
            self.found.add(child.tail, shift=shift, dropped=dropped, formula=formula)

    def _cited(self, mark: etree._Element) -> tuple[int, ...]:
        names = (mark.get("rid") or "").split() if mark.get("ref-type") == "bibr" else []
        return tuple(self.numbers[name] for name in names if name in self.numbers)


def _shown(element: etree._Element, tag: str) -> list[etree._Element]:
    """Of several forms of one thing, the first that has words."""
    children = list(element)
    order = {
        "alternatives": ("table", "math", "textual-form", "tex-math"),
        "citation-alternatives": ("mixed-citation", "element-citation"),
        "ref": ("mixed-citation",),  # beside its parts, which say the same
    }.get(tag, ())
    named = {etree.QName(child).localname: child for child in reversed(children) if isinstance(child.tag, str)}
    chosen = next((named[name] for name in order if name in named), None)
    if chosen is None:
        return children
    return [child for child in children if child is chosen or (tag == "ref" and child.tag in {"label", "note"})]


def _role(element: etree._Element, tag: str, role: Role) -> Role:
    parent = element.getparent()
    above = etree.QName(parent).localname if parent is not None else ""
    if tag in {"front", "front-stub", "permissions", "object-id", "alt-title", *_OTHERS}:
        return Role.FURNITURE
    if above == "article-meta" and tag in _ARTICLE and not any(True for _ in element.iterancestors(*_OTHERS)):
        return Role.TEXT
    return Role.ASIDE if tag in _ASIDE and role is Role.TEXT else role


def _numbered(name: re.Match[bytes]) -> bytes:
    code = name2codepoint.get(name[1].decode(errors="replace"))
    return name[0] if code is None or name[1] in {b"amp", b"lt", b"gt", b"quot"} else f"&#{code};".encode()


def read(content: bytes) -> list[Block]:
    """The blocks of a JATS file, all of them: what is no part of the article is told apart by its role."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return Journal(etree.fromstring(_ENTITY.sub(_numbered, content), parser)).blocks()
