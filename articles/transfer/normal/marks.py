"""One walk over a page: what is struck or hidden goes out, signs of symbol fonts become themselves, and marks that
only a style makes (bold, slanted, raised, lowered) become elements."""

import lxml.html
from lxml.html import HtmlElement

from articles.transfer.blocks import HEADINGS, WHOLE
from articles.transfer.normal import leaving, symbols
from articles.transfer.normal.styles import LINE, Sheet, Style
from articles.transfer.remarks import Kind, Remark

_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "sup": "sup", "sub": "sub"}
_ORDER = ["strong", "em", "sub", "sup"]
_BOLD_ANYHOW = {*HEADINGS, "th", "caption", "dt"}
_NO_WORDS = {*WHOLE - {"blockquote"}, "tr", "thead", "tbody", "tfoot", "colgroup", "head"}
_INSERTED = "Taken, since it was added in tracked changes; look whether it was meant to be"


class Walk:
    """A walk changes the page that it goes over, and keeps what there is to tell."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.remarks: list[Remark] = []
        self.unseen: list[tuple[HtmlElement, str]] = []
        self.inserted: list[HtmlElement] = []

    def through(self, root: HtmlElement) -> None:
        """Go over a page. What goes out is told when everything else has its marks, and so has its sentence."""
        self.over(root, Style(), frozenset())
        for element, why in self.unseen:
            if found := leaving.remark(element, f"Left out, since {why}"):
                self.remarks.append(found)
            leaving.drop(element)
        for element in self.inserted:
            if found := leaving.remark(element, _INSERTED, Kind.DOUBT):
                self.remarks.append(found)

    def over(self, element: HtmlElement, around: Style, given: frozenset[str], *, is_unseen: bool = False) -> None:
        """Go over an element in one of that style, where elements give those marks already."""
        style = self.sheet.style(element, around)
        if not is_unseen and (why := _why(element, style)):
            self.unseen.append((element, why))
            is_unseen = True
        elif element.tag == "ins" and not is_unseen:
            self.inserted.append(element)
        if element.tag in _BOLD_ANYHOW:
            style = Style(style.is_struck, style.hidden, False, style.is_italic, style.script, style.font)
        children = list(element)
        self._signs(element, style.font)
        given, is_whole = self._mark(element, style, given)
        for child in children:
            if symbols.is_needed(child.tail or "", style.font):
                child.tail = self._seen(child, child.tail or "", style.font)
            self.over(child, style, given, is_unseen=is_unseen)
        if not is_whole:
            self._wrap_texts(element, style.marks - given)

    def _mark(self, element: HtmlElement, style: Style, given: frozenset[str]) -> tuple[frozenset[str], bool]:
        """Give an element the marks of its style. Gives the marks there are within, and whether that is all of them."""
        own = _MARKS.get(str(element.tag), "")
        missing = style.marks - given
        is_one = _is_line(element) and not self.sheet.resets(element, style)
        if own and own not in {"sup", "sub"}:
            keeps = own in missing and is_one
            element.tag = own if keeps else "span"
            missing, given = (missing - {own}, given | {own}) if keeps else (missing, given)
        elif own:
            missing, given = missing - {own}, given | {own}
        if not missing or not is_one:
            return given, not missing or element.tag in _NO_WORDS
        _wrap(element, sorted(missing, key=_ORDER.index))
        return given | missing, True

    def _wrap_texts(self, element: HtmlElement, missing: frozenset[str]) -> None:
        """Mark the words that stand directly in an element whose other words are not marked."""
        names = sorted(missing, key=_ORDER.index)
        if not names or element.tag in _NO_WORDS:
            return
        for child in list(element):
            if (child.tail or "").strip():
                made, child.tail = _element(names, child.tail or ""), None
                child.addnext(made)
        if (element.text or "").strip():
            made, element.text = _element(names, element.text or ""), None
            element.insert(0, made)

    def _signs(self, element: HtmlElement, font: str) -> None:
        if symbols.is_needed(element.text or "", font):
            element.text = self._seen(element, element.text or "", font)

    def _seen(self, element: HtmlElement, text: str, font: str) -> str:
        """A text as it is seen in its font, and what of it only a person can tell."""
        seen, unknown = symbols.signs(text, font)
        for code in unknown:
            why = f"A sign of the font {font or 'of an unknown name'} that is not known stands as words"
            self.remarks.append(Remark(Kind.CHANGED, why, f"[unknown sign {code}]", leaving.place(element)))
        if "µ" in text and symbols.table_of(font):
            why = "A µ was typed in a font of signs, which may show another there"
            self.remarks.append(Remark(Kind.DOUBT, why, "µ", leaving.place(element)))
        return seen


def _why(element: HtmlElement, style: Style) -> str:
    """Why an element does not come in; empty if it does."""
    if element.get("x-why"):
        return element.get("x-why", "")
    return "it is struck through" if style.is_struck else style.hidden


def _is_line(element: HtmlElement) -> bool:
    """Whether an element holds words and no blocks."""
    within = (part.tag for part in element.iterdescendants())
    return element.tag not in _NO_WORDS and all(tag in LINE or tag in {"br", "img", "wbr"} for tag in within)


def _wrap(element: HtmlElement, names: list[str]) -> None:
    """Put all that is in an element into elements of these names, one in the other."""
    for name in reversed(names):
        made = lxml.html.Element(name)
        made.text, element.text = element.text, None
        made.extend(list(element))
        element.append(made)


def _element(names: list[str], text: str) -> HtmlElement:
    made = lxml.html.Element("span")
    made.text = text
    _wrap(made, names)
    return made
