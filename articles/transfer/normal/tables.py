"""Tables as articles have them: headings said, captions inside, nothing in a cell that a cell cannot hold."""

import re

import lxml.html
from lxml.html import HtmlElement

from articles.transfer.blocks import squeezed
from articles.transfer.normal import leaving
from articles.transfer.remarks import Kind, Remark

_CAPTION = re.compile(r"\s*(?:table|box|chart)\b", re.I)
_MOST_SPAN = 99


def over(root: HtmlElement) -> list[Remark]:
    """Put every table of a page into order. Gives what there is to tell."""
    remarks = [_flatten(table) for table in reversed(list(root.iter("table"))) if _is_nested(table)]
    for table in list(root.iter("table")):
        for cell in table.findall("thead/tr/td"):
            cell.tag = "th"
        _take_caption(table)
        _bound_spans(table)
    return remarks


def _is_nested(table: HtmlElement) -> bool:
    return any(found.tag in {"td", "th"} for found in table.iterancestors())


def _flatten(table: HtmlElement) -> Remark:
    """A table in a cell as paragraphs, one a row, its cells with a line between them."""
    remark = Remark(Kind.CHANGED, "A table in a cell of a table stands as lines", squeezed(table), leaving.place(table))
    for row in table.iter("tr"):
        paragraph = lxml.html.Element("p")
        for at, cell in enumerate(row):
            span = lxml.html.Element("span")
            span.text = (" | " if at else "") + (cell.text or "")
            span.extend(list(cell))
            for part in list(span.iter("p", "div")):
                part.tag = "span"
                if part.getnext() is not None:
                    part.tail = f" {part.tail or ''}"
            paragraph.append(span)
        table.addprevious(paragraph)
    for caption in reversed(table.findall("caption")):
        caption.tag = "p"
        table.addprevious(caption)
    table.drop_tree()
    return remark


def _take_caption(table: HtmlElement) -> None:
    """The line before or after a table that Word made its caption goes into it."""
    if table.find("caption") is not None:
        return
    for beside in (table.getprevious(), table.getnext()):
        if beside is None or "Caption" not in (beside.get("class") or "") or not _CAPTION.match(squeezed(beside)):
            continue
        if beside is table.getnext() and not (table.tail or "").strip():
            table.tail = beside.tail
        elif (beside.tail or "").strip() or beside is table.getnext():
            continue
        beside.tag, beside.tail = "caption", None
        table.insert(0, beside)
        return


def _bound_spans(table: HtmlElement) -> None:
    """Cells reach no further than the table does, and are no larger than an article allows."""
    for part in (table, *table.findall("thead"), *table.findall("tbody"), *table.findall("tfoot")):
        rows = part.findall("tr")
        for at, row in enumerate(rows):
            for cell in row.iterchildren("td", "th"):
                _bound(cell, "rowspan", min(_MOST_SPAN, len(rows) - at))
                _bound(cell, "colspan", _MOST_SPAN)


def _bound(cell: HtmlElement, name: str, most: int) -> None:
    given = cell.attrib.pop(name, "")
    found = re.match(r"\s*(\d{1,6})", given)
    number = int(found[1]) if found else 1
    number = most if number == 0 and name == "rowspan" else min(number, most)  # 0 is as far as there are rows
    if number > 1:
        cell.set(name, str(number))
