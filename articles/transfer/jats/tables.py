"""Tables of JATS as HTML: those of XHTML and of OASIS, with the notes under them."""

from collections.abc import Iterator

from lxml import etree

from articles.transfer.jats.inline import Inline
from articles.transfer.jats.tree import child, name, words
from articles.transfer.remarks import Kind

_TABLES = {"table", "array", "tgroup"}
_READ = {  # what is read with the table, or stands for it
    *("label", "caption", "graphic", "media", "object-id", "alt-text", "long-desc", *_TABLES),
    *("thead", "tbody", "tfoot", "tr", "col", "colgroup", "colspec"),
}
_LINES = {  # what stands on lines of its own in a cell
    *("p", "list", "list-item", "def-list", "def-item", "term", "def", "disp-formula", "disp-quote"),
    *("table-wrap", "table", "tbody", "tr", "td"),
}
_ROWS = {"tr": ("td", "th"), "row": ("entry",)}


def table(part: etree._Element, body: Inline) -> Iterator[str]:
    """A table with its caption, and what stands under it as paragraphs."""
    label, caption = child(part, "label"), child(part, "caption")
    title = " ".join(filter(None, (body.inline(label), _caption(caption, body))))
    found = [part] if name(part) in _TABLES else [it for it in part.iter() if name(it) == "table" and _is_own(it, part)]
    found = [inner for it in found for inner in ([group for group in it if name(group) == "tgroup"] or [it])]
    for at, it in enumerate(found):
        yield _table(it, title if not at else "", body)
    if not found and title:
        yield f"<p><strong>{title}</strong></p>"
    if not found and any(name(it) in {"graphic", "media"} for it in part.iter()):
        body.tell(Kind.LOST, "A table that is a picture", "", words(label) or words(caption) or "A table")
    for it in part:
        if name(it) in {"table-wrap-foot", "table-foot"}:
            yield from _foot(it, body)
        elif name(it) == "permissions":
            body.tell(Kind.DOUBT, "Licence of a table", words(it))
        elif name(it) not in _READ:
            yield from body.blocks_of(it, 0)


def _is_own(it: etree._Element, part: etree._Element) -> bool:
    """Whether a table stands in this frame, and in no cell of another table there."""
    between = []
    for outer in it.iterancestors():
        if outer is part:
            break
        between.append(name(outer))
    return "table" not in between


def _caption(caption: etree._Element | None, body: Inline) -> str:
    if caption is None:
        return ""
    return " ".join(line for part in caption if (line := body.inline(part).strip())) or body.inline(caption)


def _table(part: etree._Element, title: str, body: Inline) -> str:
    columns = {it.get("colname"): at for at, it in enumerate(it for it in part if name(it) == "colspec")}
    rows: dict[str, list[str]] = {"thead": [], "tbody": [], "tfoot": []}
    for row in (it for it in part.iter() if name(it) in _ROWS and _table_of(it) is part):
        group = name(row.getparent())
        rows[group if group in rows else "tbody"].append(_row(row, columns, body))
    head = f"<thead>{''.join(rows['thead'])}</thead>" if rows["thead"] else ""
    caption = f"<caption>{title}</caption>" if title else ""
    return f"<table>{caption}{head}<tbody>{''.join(rows['tbody'] + rows['tfoot'])}</tbody></table>"


def _table_of(row: etree._Element) -> etree._Element | None:
    return next((outer for outer in row.iterancestors() if name(outer) in _TABLES), None)


def _row(row: etree._Element, columns: dict[str | None, int], body: Inline) -> str:
    is_head = name(row.getparent()) == "thead"
    return (
        f"<tr>{''.join(_cell(it, columns, body, is_head=is_head) for it in row if name(it) in _ROWS[name(row)])}</tr>"
    )


def _cell(cell: etree._Element, columns: dict[str | None, int], body: Inline, *, is_head: bool) -> str:
    tag = "th" if name(cell) == "th" or (name(cell) == "entry" and is_head) else "td"
    spans = {key: cell.get(key) or "" for key in ("colspan", "rowspan")}
    if cell.get("namest") in columns and cell.get("nameend") in columns:
        spans["colspan"] = str(columns[cell.get("nameend")] - columns[cell.get("namest")] + 1)
    if (cell.get("morerows") or "").isdecimal():
        spans["rowspan"] = str(int(cell.get("morerows") or 0) + 1)
    written = "".join(f' {key}="{value}"' for key, value in spans.items() if value.isdecimal() and value != "1")
    return f"<{tag}{written}>{'<br>'.join(filter(None, _lines(cell, body)))}</{tag}>"


def _lines(cell: etree._Element, body: Inline) -> Iterator[str]:
    """What a cell says, line by line: it holds no blocks."""
    for piece in body.pieces(cell, _LINES):
        if isinstance(piece, str):
            yield piece.strip()
        elif name(piece) == "disp-formula":
            yield body.formula(piece)
        else:
            yield from _lines(piece, body)


def _foot(foot: etree._Element, body: Inline) -> Iterator[str]:
    """The notes under a table, each after its mark."""
    for part in foot:
        if name(part) == "fn-group":
            yield from _foot(part, body)
        elif name(part) == "fn":
            label = child(part, "label")
            mark = f"{body.inline(label)} " if label is not None and words(label) else ""
            lines = [body.inline(it) for it in part if name(it) != "label"]
            yield f"<p>{mark}{'<br>'.join(lines) or body.inline(part)}</p>"
        else:
            yield from body.blocks_of(part, 0)
