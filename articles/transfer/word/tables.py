"""Word's tables: cells that reach over columns and rows, headings that come again on each page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from articles.transfer.word.package import child, is_on, name, value

DELETED = "it was deleted in tracked changes"


@dataclass
class _Cell:
    html: str
    column: int
    wide: int
    high: int = 1
    is_deleted: bool = False


def table_html(table: etree._Element, blocks: Callable[[etree._Element], str]) -> str:
    """A table as HTML; `blocks` writes what is in a cell."""
    rows: list[tuple[list[_Cell], bool]] = []
    deleted: list[str] = []
    above: dict[int, _Cell] = {}  # the cell that reaches down in a column, by its first
    for row in _inside(table, "w:tr"):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None:
            cells = "".join(f"<td>{blocks(cell)}</td>" for cell in _inside(row, "w:tc"))
            deleted.append(f'<tr x-why="{DELETED}">{cells}</tr>')
            continue
        rows.append((_row(row, properties, above, blocks), bool(is_on(properties, "w:tblHeader"))))
    heads = next((at for at, (_cells, is_head) in enumerate(rows) if not is_head), len(rows))
    heads = 0 if heads == len(rows) and len(rows) > 1 else heads
    while any(at + cell.high > heads for at, (cells, _is_head) in enumerate(rows[:heads]) for cell in cells):
        heads += 1  # a heading that reaches down takes the rows beside it with it
    head = "".join(_row_html(cells, "th") for cells, _is_head in rows[:heads])
    below = "".join(_row_html(cells, "td") for cells, _is_head in rows[heads:])
    return f"<table>{f'<thead>{head}</thead>' if head else ''}<tbody>{below}{''.join(deleted)}</tbody></table>"


def _row(
    row: etree._Element,
    of_row: etree._Element | None,
    above: dict[int, _Cell],
    blocks: Callable[[etree._Element], str],
) -> list[_Cell]:
    """The cells of a row; those that only go on with one above make that higher."""
    column = _number(value(of_row, "w:gridBefore"), 0)
    cells = [_Cell("", 0, column)] if column else []
    met: set[int] = set()
    for cell in _inside(row, "w:tc"):
        properties = child(cell, "w:tcPr")
        wide, html = _number(value(properties, "w:gridSpan"), 1), blocks(cell)
        merge = child(properties, "w:vMerge")
        goes_on = merge is not None and value(properties, "w:vMerge") != "restart"
        if value(properties, "w:hMerge") == "continue" and cells:
            cells[-1].wide += wide
            cells[-1].html += html
        elif goes_on and column in above:
            above[column].high += 1
            above[column].html += f"<span hidden>{html}</span>"  # Word shows nothing of it
            met.add(column)
        else:
            made = _Cell(html, column, wide, is_deleted=child(properties, "w:cellDel") is not None)
            cells.append(made)
            if merge is not None:
                above[column] = made
                met.add(column)
        column += wide
    for ended in above.keys() - met:
        del above[ended]
    after = _number(value(of_row, "w:gridAfter"), 0)
    return [*cells, *([_Cell("", column, after)] if after else [])]


def _row_html(cells: list[_Cell], tag: str) -> str:
    return f"<tr>{''.join(_cell_html(cell, tag) for cell in cells)}</tr>"


def _cell_html(cell: _Cell, tag: str) -> str:
    spans = (("colspan", cell.wide), ("rowspan", cell.high))
    written = "".join(f' {kind}="{count}"' for kind, count in spans if count > 1)
    written += f' x-why="{DELETED}"' if cell.is_deleted else ""
    return f"<{tag}{written}>{cell.html}</{tag}>"


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else otherwise


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those that stand in a control."""
    for found in element:
        tag = name(found.tag)
        if tag == wanted:
            yield found
        elif tag in {"w:sdt", "w:sdtContent", "w:customXml", "w:ins"}:
            yield from _inside(found, wanted)
