"""The words of a Word document, in order, with what is struck, hidden and deleted in it (ECMA-376, part 1)."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from articles.transfer.loss.symbols import from_symbol
from articles.transfer.loss.words import LOWERED, RAISED, Block, Collector, Role

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ROLES = {
    "document": Role.TEXT, "footnotes": Role.ASIDE, "endnotes": Role.ASIDE, "comments": Role.COMMENT,
    "header": Role.FURNITURE, "footer": Role.FURNITURE,
}  # fmt: skip
_OFF = {"0", "false", "off", "none"}
_SPACES = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}


def read(content: bytes) -> list[Block]:
    """The blocks of a document: its text, then notes, comments, running heads and feet."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    found = Collector()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = set(package.namelist())
        styles = (
            _styles(etree.fromstring(package.read("word/styles.xml"), parser)) if "word/styles.xml" in names else {}
        )
        for kind, role in _ROLES.items():
            for name in sorted(name for name in names if re.fullmatch(rf"word/{kind}\d*\.xml", name)):
                _Part(etree.fromstring(package.read(name), parser), found, styles, role).read()
    return found.blocks


def _styles(root: etree._Element) -> dict[str, etree._Element]:
    return {style.get(f"{_W}styleId", ""): style for style in root.iter(f"{_W}style")}


class _Part:
    """Reads one part of a document."""

    def __init__(self, root: etree._Element, found: Collector, styles: dict[str, etree._Element], role: Role) -> None:
        self.root, self.found, self.styles, self.role = root, found, styles, role

    def read(self) -> None:
        self._inside(self.root, dropped=False)
        self.found.end(self.role)

    def _inside(self, element: etree._Element, *, dropped: bool) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{_W}r":
                self._run(child, dropped=dropped)
            elif tag in {f"{_M}oMath", f"{_M}oMathPara"}:
                self._formula(child, dropped=dropped)
            elif tag in {f"{_W}del", f"{_W}moveFrom"}:
                self._inside(child, dropped=True)
            elif tag == f"{_MC}AlternateContent":
                self._inside(child[0], dropped=dropped)
            elif tag in {f"{_W}p", f"{_W}tc"}:
                self.found.end(self.role)
                self._inside(child, dropped=dropped)
                self.found.end(self.role)
            elif isinstance(tag, str) and tag not in {f"{_W}pPr", f"{_W}sdtPr", f"{_W}tblPr", f"{_W}sectPr"}:
                self._inside(child, dropped=dropped)

    def _run(self, run: etree._Element, *, dropped: bool) -> None:
        shift = {"superscript": RAISED, "subscript": LOWERED}.get(self._value(run, "vertAlign"), "")
        shift = shift or _raised(self._value(run, "position"))
        dropped = dropped or any(self._is_on(run, name) for name in ("strike", "dstrike", "vanish"))
        fonts = self._property(run, "rFonts")
        is_symbol = fonts is not None and str(fonts.get(f"{_W}ascii", "")).lower() == "symbol"
        for child in run:
            if child.tag in {f"{_W}t", f"{_W}delText"}:
                text = from_symbol(child.text or "") if is_symbol else child.text
                self.found.add(text, shift=shift, dropped=dropped or child.tag == f"{_W}delText")
            elif child.tag == f"{_W}sym":
                sign = chr(int(child.get(f"{_W}char", "0"), 16))
                text = from_symbol(sign) if str(child.get(f"{_W}font", "")).lower() == "symbol" else sign
                self.found.add(text, shift=shift, dropped=dropped)
            elif child.tag in _SPACES:
                self.found.add(_SPACES[child.tag], dropped=dropped)
            elif child.tag == f"{_MC}AlternateContent":
                self._inside(child[0], dropped=dropped)
            elif child.tag in {f"{_W}pict", f"{_W}drawing", f"{_W}object"}:
                self._inside(child, dropped=dropped)

    def _formula(self, element: etree._Element, *, dropped: bool, shift: str = "") -> None:
        for child in element:
            if child.tag == f"{_M}t":
                self.found.add(child.text, shift=shift, dropped=dropped, formula=True)
            elif child.tag == f"{_W}r":
                self._run(child, dropped=dropped)
            elif child.tag == f"{_M}sup" and element.tag != f"{_M}nary":
                self._formula(child, dropped=dropped, shift=RAISED)
            elif child.tag == f"{_M}sub" and element.tag != f"{_M}nary":
                self._formula(child, dropped=dropped, shift=LOWERED)
            elif isinstance(child.tag, str):
                if child.tag == f"{_M}den":
                    self.found.add("/", dropped=dropped, formula=True)
                self._formula(child, dropped=dropped, shift=shift)

    def _property(self, run: etree._Element, name: str) -> etree._Element | None:
        """A property of a run: its own, or that of its style or of what that is based on."""
        for own in self._places(run):
            found = own.find(f"{_W}rPr/{_W}{name}")
            if found is not None:
                return found
        return None

    def _places(self, run: etree._Element) -> Iterator[etree._Element]:
        yield run
        named = run.find(f"{_W}rPr/{_W}rStyle")
        name = named.get(f"{_W}val", "") if named is not None else ""
        for _ in range(10):
            if name not in self.styles:
                return
            yield self.styles[name]
            based = self.styles[name].find(f"{_W}basedOn")
            name = based.get(f"{_W}val", "") if based is not None else ""

    def _value(self, run: etree._Element, name: str) -> str:
        found = self._property(run, name)
        return str(found.get(f"{_W}val", "")) if found is not None else ""

    def _is_on(self, run: etree._Element, name: str) -> bool:
        found = self._property(run, name)
        return found is not None and str(found.get(f"{_W}val", "1")).lower() not in _OFF


def _raised(half_points: str) -> str:
    """Whether a run that is moved up or down by so many half-points is raised or lowered."""
    if not re.fullmatch(r"-?\d+", half_points) or int(half_points) == 0:
        return ""
    return RAISED if int(half_points) > 0 else LOWERED
