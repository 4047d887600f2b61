"""The words of a web page, in order, with what it hides and strikes; and of the HTML of a draft."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import lxml.html
from lxml import etree

from articles.transfer.loss.symbols import from_symbol
from articles.transfer.loss.words import LOWERED, RAISED, Block, Collector, Role, names

_INLINE = names("""
a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span
strike strong sub sup time tt u var wbr nobr mi mn mo ms mtext mrow math semantics annotation msup
msub msubsup mfrac msqrt mroot mstyle mfenced mover munder munderover mspace mpadded mphantom
menclose img
""")
_UNSEEN = {"script", "style", "template", "annotation", "annotation-xml", "head"}
_STRUCK = {"del", "s", "strike"}
_FURNITURE = {"nav", "form", "noscript", "iframe", "object", "svg", "button", "select", "dialog", "footer", "menu"}
_RULE = re.compile(r"\.([\w-]{1,60})\s*\{([^}]{0,2000})\}")
_SOMETIMES = re.compile(r"@(?:media|supports|font-face|keyframes)[^{]*\{(?:[^{}]|\{[^{}]*\})*\}")  # not on every screen


@dataclass(frozen=True)
class _Style:
    """How the words in an element stand."""

    shift: str = ""
    is_dropped: bool = False
    is_symbol: bool = False
    is_formula: bool = False
    role: Role = Role.TEXT


class Markup:
    """Reads one tree of HTML. `cited` says the number of the reference that a `cite` of a draft names."""

    def __init__(self, root: etree._Element, *, cited: dict[str, int] | None = None, has_numbers: bool = True) -> None:
        self.root, self.cited, self.has_numbers = root, cited or {}, has_numbers
        self.found = Collector()
        rules = "".join(style.text or "" for style in root.iter("style"))
        self.numbers: dict[etree._Element, str] = {}
        self.classes = dict(_RULE.findall(_SOMETIMES.sub("", rules)))

    def blocks(self) -> list[Block]:
        self._element(self.root, _Style())
        self.found.end()
        return self.found.blocks

    def _element(self, element: etree._Element, style: _Style) -> None:
        tag = _name(element)
        if tag in _UNSEEN:
            return
        outer, style = style, self._styled(element, tag, style)
        is_block = tag not in _INLINE
        if is_block:
            self.found.end(outer.role)
        if tag == "cite" and element.get("data-ref"):
            self.found.add(" ", cites=(self.cited.get(element.get("data-ref", ""), 0),))
        if tag == "input" and (element.get("type") or "text") in {"text", "number", "search", "email"}:
            self._text(element.get("value"), style)
        if tag == "ol" and self.has_numbers:
            self.numbers |= _numbers(element)
        self._text(self.numbers.get(element), style)
        self._children(element, tag, style)
        if is_block:
            self.found.end(style.role)

    def _children(self, element: etree._Element, tag: str, style: _Style) -> None:
        self._text(element.text, style)
        for at, child in enumerate(element):
            inner = style
            if at and tag in {"msup", "msub", "msubsup", "munderover", "mover", "munder"}:
                inner = replace(style, shift=RAISED if tag in {"msup", "mover"} or at == 2 else LOWERED)
            if at and tag == "mfrac":
                self._text("/", style)
            if isinstance(child.tag, str):
                self._element(child, inner)
            self._text(child.tail, style)

    def _text(self, text: str | None, style: _Style) -> None:
        text = from_symbol(text) if text and style.is_symbol else text
        self.found.add(text, shift=style.shift, dropped=style.is_dropped, formula=style.is_formula)

    def _styled(self, element: etree._Element, tag: str, style: _Style) -> _Style:
        declared = ";".join(self.classes.get(name, "") for name in (element.get("class") or "").split())
        declared = re.sub(r"\s", "", f"{declared};{element.get('style') or ''};".lower())
        if tag in {"sup", "sub"} or "vertical-align:su" in declared:
            style = replace(style, shift=RAISED if tag == "sup" or "vertical-align:super" in declared else LOWERED)
        elif "vertical-align:baseline" in declared:
            style = replace(style, shift="")
        is_hidden = element.get("hidden") is not None or re.search(
            r"display:none|visibility:hidden|mso-hide:all", declared
        )
        if tag in _STRUCK or is_hidden or re.search(r"text-decoration(?:-line)?:[^;]*line-through", declared):
            style = replace(style, is_dropped=True)
        family = re.search(r"font-family:([^;]*)", declared)
        if (element.get("face") or (family[1] if family else "")).strip("'\"").lower().startswith("symbol"):
            style = replace(style, is_symbol=True)
        if tag == "math":
            style = replace(style, is_formula=True)
        return replace(style, role=Role.FURNITURE) if tag in _FURNITURE else style


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].rpartition(":")[2].lower()


def _numbers(numbered: etree._Element) -> dict[etree._Element, str]:
    """What is printed before the items of a numbered list."""
    number, found = _whole(numbered.get("start"), 1) - 1, {}
    for item in numbered.findall("li"):
        number = _whole(item.get("value"), number + 1)
        found[item] = f" {number} "
    return found


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else otherwise


def read(html: str) -> list[Block]:
    """The blocks of a page: its title first, as the window of a browser shows it."""
    root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\0", "")))
    return [*_title(root), *Markup(root).blocks()]


def _title(root: etree._Element) -> Iterator[Block]:
    found = Collector()
    found.add(root.findtext(".//head/title"))
    found.end(Role.FURNITURE)
    yield from found.blocks
