"""Lists as they are counted: each item keeps the number or letter that is printed before it.

A list of our own counts 1, 2, 3 from some number on. What is counted otherwise (a, b; iv; 1.2) keeps its letters as
words in a list of bullets, since a text refers to them. Word's list paragraphs, with a typed mark, become lists first.
"""

import re
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from articles.transfer.blocks import squeezed
from articles.transfer.normal import leaving
from articles.transfer.normal.styles import Sheet, Style
from articles.transfer.normal.symbols import table_of
from articles.transfer.remarks import Kind, Remark

MOST = 9999  # the largest number that a list can start with
_LEVEL = re.compile(r"l\d+\s+level(\d+)", re.I)
_NUMBER = re.compile(r"\(?(\d{1,4})[.):]?\)?")
_LABEL = re.compile(r"\(?(?:[A-Za-z]{1,6}|\d{1,4}|(?:\w{1,4}[.-])+\w{1,4})[.):]?\)?")
_LETTERS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")]
_ROMAN += [(9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
_LETTERED = "A list keeps its letters or numbers as words, since articles count 1, 2, 3"


def letter(number: int) -> str:
    """1 is a, 26 z, 27 aa."""
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else str(number)


def roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


# --- Before anything goes out: what is printed before each item ---


def count(root: HtmlElement, sheet: Sheet) -> None:
    """Write into each item of a counted list its number (`x-number`), or the letter that stands for it."""
    for found in root.iter("ol"):
        items = found.findall("li")
        step = -1 if found.get("reversed") is not None else 1
        number = _whole(found.get("start"), len(items) if step < 0 else 1)
        for item in items:
            number = _whole(item.get("value"), number)
            item.set("x-number", str(number))
            if label := _label(number, item.get("type") or found.get("type") or "", sheet, item, found):
                item.set("x-label", label)
            number += step


def _whole(text: str | None, otherwise: int) -> int:
    found = re.match(r"\s*([-+]?\d{1,6})", text or "")
    return int(found[1]) if found else otherwise


def _label(number: int, kind: str, sheet: Sheet, item: HtmlElement, around: HtmlElement) -> str:
    named = next((one for one in (around.get("class") or "").split() if one in sheet.counters), "")
    if named:
        kind, before, after = sheet.counters[named]
        styled = kind
    else:
        before, after = "", "."
        styled = sheet.declared(item).get("list-style-type") or sheet.declared(around).get("list-style-type") or ""
    found = re.search(r"\b(lower|upper)-(alpha|latin|roman|greek)\b", styled or _LETTERS.get(kind, ""))
    if not found:
        return f"{number}." if not 0 < number <= MOST else ""
    sign = {"roman": roman, "greek": lambda at: chr(944 + at + (at > 17)) if 0 < at < 25 else str(at)}.get(
        found[2], letter
    )
    written = sign(number).upper() if found[1] == "upper" else sign(number)
    return f"{before}{written}{after}".strip()


def take_marks(root: HtmlElement, sheet: Sheet) -> None:
    """Take the typed mark out of Word's list paragraphs and say it in `x-level` and `x-label` instead."""
    for paragraph in list(root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6")):
        level = _LEVEL.search(sheet.declared(paragraph).get("mso-list", ""))
        if not level:
            continue
        typed = next((part for part in paragraph.iter("span") if _is_typed(part)), None)
        label = squeezed(typed) if typed is not None else ""
        if paragraph.tag != "p":  # a heading keeps its number: the text refers to it
            if typed is not None:
                _become(typed, f"{label} ")
            continue
        if typed is not None:
            label = "" if label == "o" or (len(label) == 1 and _is_in_signs(typed, sheet)) else label
            typed.drop_tree()
        paragraph.set("x-level", level[1])
        paragraph.set("x-label", label)


def _is_typed(part: HtmlElement) -> bool:
    return bool(re.search(r"mso-list:\s*ignore", part.get("style") or "", re.I))


def _is_in_signs(typed: HtmlElement, sheet: Sheet) -> bool:
    """Whether a mark is of a font whose letters are signs: a v of Wingdings is a bullet."""
    return any(
        table_of(sheet.style(part, Style()).font) for part in (typed, *typed.iterancestors("span"), *typed.iter("span"))
    )


def _become(element: HtmlElement, text: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = text


# --- Afterwards: lists as articles have them ---


@dataclass
class _Open:
    """A list that goes on: its level, its kind (`ol`, `ul` or `words`) and the number of the next item."""

    level: int
    kind: str
    element: HtmlElement
    next: int = 0


class Lists:
    """Makes lists, and keeps what there is to tell."""

    def __init__(self) -> None:
        self.remarks: list[Remark] = []

    def over(self, root: HtmlElement) -> None:
        for paragraph in [found for found in root.iter("p") if found.get("x-level") is not None]:
            if paragraph.get("x-level") is not None:  # not yet taken with those before it
                self._gather(paragraph)
        for item in [found for found in root.iter("li") if found.getparent().tag not in {"ul", "ol", "menu"}]:
            _hold(item)
        for element in list(root.iter("ul", "ol")):
            _nest(element)
        for element in list(root.iter("ol")):
            self._split(element)
        for item in [found for found in root.iter("li") if found.get("x-label")]:
            self._say(item)

    # Paragraphs with marks

    def _gather(self, first: HtmlElement) -> None:
        """Make lists of a paragraph and those that follow directly."""
        open_lists: list[_Open] = []
        paragraph: HtmlElement | None = first
        last = first
        while paragraph is not None and paragraph.tag == "p":
            after = paragraph.getnext()
            if (paragraph.tail or "").strip():
                after = None
            if paragraph.get("x-level") is None:
                if not (open_lists and "ListParagraph" in (paragraph.get("class") or "")):
                    break
                if squeezed(paragraph):
                    open_lists[-1].element[-1].append(paragraph)  # a paragraph within the item
                else:
                    leaving.drop(paragraph)
            else:
                last = self._item(paragraph, open_lists, last)
            paragraph = after

    def _item(self, paragraph: HtmlElement, open_lists: list[_Open], last: HtmlElement) -> HtmlElement:
        level, label = _whole(paragraph.attrib.pop("x-level"), 1), paragraph.attrib.pop("x-label", "")
        kind, number = _kind(label)
        while open_lists and open_lists[-1].level > level:
            open_lists.pop()
        top = open_lists[-1] if open_lists else None
        if top and top.level == level and (top.kind != kind or (kind == "ol" and number != top.next)):
            open_lists.pop()
            top = None
        if not top or top.level < level:
            around = open_lists[-1].element if open_lists else None
            last = self._start(paragraph, kind, level, around, open_lists, last)
        item = lxml.html.Element("li")
        if kind == "ol":
            item.set("x-number", str(number))
        elif kind == "words":
            item.set("x-label", label)
        outermost = open_lists[0].element
        outermost.tail, paragraph.tail = (outermost.tail or "") + (paragraph.tail or ""), None
        if squeezed(paragraph) or len(paragraph):
            open_lists[-1].element.append(item)
            item.append(paragraph)
        elif paragraph.getparent() is not None:
            paragraph.getparent().remove(paragraph)
        open_lists[-1].next = number + 1
        return last

    def _start(
        self,
        paragraph: HtmlElement,
        kind: str,
        level: int,
        around: HtmlElement | None,
        open_lists: list[_Open],
        last: HtmlElement,
    ) -> HtmlElement:
        element = lxml.html.Element("ol" if kind == "ol" else "ul")
        if around is None:
            paragraph.addprevious(element)
            last = element
        else:
            item = around[-1] if len(around) else lxml.html.Element("li")
            around.append(item)
            item.append(element)
        open_lists.append(_Open(level, kind, element))
        return last

    # Counted lists

    def _split(self, element: HtmlElement) -> None:
        """Cut a list where its numbers do not go on by one, and say where each part starts."""
        for name in ("start", "type", "reversed", "style"):
            element.attrib.pop(name, None)
        items = element.findall("li")
        for item in items:
            if not (squeezed(item) or item.find(".//img") is not None or item.find(".//cite") is not None):
                item.drop_tree()
        parts: list[list[HtmlElement]] = []
        for item in element.findall("li"):
            if parts and _goes_on(parts[-1][-1], item):
                parts[-1].append(item)
            else:
                parts.append([item])
        for part in reversed(parts[1:]):
            made = lxml.html.Element("ol")
            made.tail, element.tail = element.tail, None
            made.extend(part)
            element.addnext(made)
            _finish(made)
        _finish(element)

    def _say(self, item: HtmlElement) -> None:
        """Write an item's letter before its words."""
        label = item.attrib.pop("x-label")
        if self.remarks and self.remarks[-1].why == _LETTERED and item.getprevious() is not None:
            pass  # told with the first of its list
        else:
            self.remarks.append(Remark(Kind.CHANGED, _LETTERED, f"{label} {squeezed(item)}"[:120]))
        first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        first.text = f"{label} {(first.text or '').lstrip()}"


def _kind(label: str) -> tuple[str, int]:
    """What list a mark stands for: `ol` with its number, `words`, or `ul`."""
    found = _NUMBER.fullmatch(label)
    if found and 0 < int(found[1]) <= MOST:
        return "ol", int(found[1])
    return ("words" if re.search(r"[^\W_]", label) else "ul"), 0


def _hold(item: HtmlElement) -> None:
    """An item without a list goes on with the list before it, or begins one."""
    before = item.getprevious()
    if before is None or before.tag != "ul" or (before.tail or "").strip():
        before = lxml.html.Element("ul")
        item.addprevious(before)
    before.tail, item.tail = item.tail, None
    before.append(item)


def _nest(element: HtmlElement) -> None:
    """A list that stands in a list, and not in an item of it, belongs to the item before."""
    for child in list(element):
        if child.tag in {"ul", "ol"}:
            before = child.getprevious()
            item = before if before is not None and before.tag == "li" else lxml.html.Element("li")
            if item is not before:
                child.addprevious(item)
            tail, child.tail = child.tail, None
            item.append(child)
            item.tail = (item.tail or "") + (tail or "")


def _goes_on(before: HtmlElement, item: HtmlElement) -> bool:
    if bool(before.get("x-label")) != bool(item.get("x-label")):
        return False
    return bool(item.get("x-label")) or not item.get("x-number") or _number(item) == _number(before) + 1


def _number(item: HtmlElement) -> int:
    return _whole(item.get("x-number"), 1)


def _finish(element: HtmlElement) -> None:
    """Say where a list starts; one whose items keep their letters is one of bullets."""
    items = element.findall("li")
    if items and items[0].get("x-label"):
        element.tag = "ul"
    elif items and _number(items[0]) != 1:
        element.set("start", str(_number(items[0])))
    for item in items:
        for name in ("x-number", "value", "type"):
            item.attrib.pop(name, None)
