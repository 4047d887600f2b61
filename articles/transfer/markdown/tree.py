"""The body of an article as a small tree, in one normal form: what HTML and Markdown are both read into.

Two sources that a reader could not tell apart become the same tree, so that what is written from it is the same to
the letter, however the source was laid out. Nothing that the tree cannot hold is dropped: it is refused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Union

from lxml import html as lxml_html

SPANS = {"strong", "em", "sub", "sup", "a"}
HEADINGS = {"h2", "h3"}
LISTS = {"ul", "ol"}
BLOCKS = {*HEADINGS, *LISTS, "p", "table", "blockquote"}
CELLS = {"td", "th"}
# A citation is itself a link above the line, so one that stands inside one of these is put after it.
_UNCITED = {"a", "sub", "sup"}
# Wrappers of the editor's tables, and names that say the same.
_TRANSPARENT = {"thead", "tbody", "tfoot"}
_SAME = {"b": "strong", "i": "em"}

# Every space that HTML or Unicode takes for a line or word end; a no-break space is trimmed.
_SPACE = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
# Characters that no page can show and that Unicode gives no meaning: controls and non-characters.
_NOTHING = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_CONTROL = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef{_NOTHING}]")

Child = Union["Node", str]


class NotHeld(ValueError):
    """The body has something that an article cannot hold. The message says what, and what to do."""


@dataclass
class Node:
    """A node is an element of the body: its tag, what it points to (`href`, `article`, `ref`), what is in it.

    `start` is the number of a numbered list's first item.
    """

    tag: str
    children: list[Child] = field(default_factory=list)
    to: str = ""
    start: int = 1

    def nodes(self) -> Iterator["Node"]:
        return (child for child in self.children if isinstance(child, Node))


def squeeze(text: str) -> str:
    """Text with each run of space as one space, and without control characters."""
    return _SPACE.sub(" ", _CONTROL.sub("", text))


# --- From HTML ---


def from_html(body_html: str) -> Node:
    """The tree of an article's body. Raises NotHeld for an element that articles do not have."""
    root = lxml_html.fragment_fromstring(_CONTROL.sub("", body_html), create_parent="div")
    return normal(Node("body", _children(root)))


def _children(element: lxml_html.HtmlElement) -> list[Child]:
    children: list[Child] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            children += _node(child)
        children.append(child.tail or "")
    return children


def _node(element: lxml_html.HtmlElement) -> list[Child]:
    tag = _SAME.get(str(element.tag), str(element.tag))
    if tag in _TRANSPARENT:
        return _children(element)
    if tag == "cite" and element.get("data-ref"):
        return [Node("cite", to=element.get("data-ref", ""))]
    if tag == "a":
        return [_link(element)]
    if tag in CELLS and {element.get("colspan", "1"), element.get("rowspan", "1")} != {"1"}:
        raise NotHeld("A table has merged cells, which Markdown cannot say. Split them.")
    if tag not in {*BLOCKS, *SPANS, *CELLS, "br", "li", "tr", "caption"}:
        raise NotHeld(f"The body has <{tag}>, which articles do not have. Take it out.")
    start = element.get("start", "1") if tag == "ol" else "1"
    return [Node(tag, _children(element), start=int(start) if re.fullmatch(r"[1-9][0-9]{0,3}", start) else 1)]


def _link(element: lxml_html.HtmlElement) -> Node:
    article = element.get("data-article")
    to = f"article:{article}" if article else re.sub(r"\s", "%20", element.get("href", "").strip())
    if not to:
        raise NotHeld(f"The link “{squeeze(element.text_content())}” goes nowhere. Give it an address or take it out.")
    return Node("a", _children(element), to=to)


# --- The normal form ---


def normal(tree: Node) -> Node:
    """The body with its blocks in normal form. Raises NotHeld for what an article cannot hold."""
    return Node(tree.tag, list(_blocks(tree.children)))


def _blocks(children: Iterable[Child]) -> Iterator[Node]:
    """Blocks in normal form, empty ones left out; text that stands outside any is a paragraph of its own."""
    for is_inline, group in groupby(children, _is_inline):
        found = list(group)
        nodes = [Node("p", found)] if is_inline else [child for child in found if isinstance(child, Node)]
        yield from (block for block in map(_block, nodes) if block.children)


def _is_inline(child: Child) -> bool:
    return isinstance(child, str) or child.tag in {*SPANS, "cite", "br"}


def _block(node: Node) -> Node:
    if node.tag in {"p", *HEADINGS}:
        return Node(node.tag, inline(node.children, breaks=node.tag == "p"))
    if node.tag in LISTS:
        return _list(node)
    if node.tag == "table":
        return _table(node)
    if node.tag == "blockquote":
        return _inner(node)
    raise NotHeld(f"A <{node.tag}> stands where a paragraph, list or table should. Move it.")


def _inner(node: Node) -> Node:
    """A quotation or list item, which hold blocks but no headings."""
    blocks = list(_blocks(node.children))
    if any(block.tag in HEADINGS for block in blocks):
        raise NotHeld("A heading stands inside a list or quotation. Move it out.")
    return Node(node.tag, [*blocks])


def _parts(node: Node, tags: set[str]) -> Iterator[Node]:
    """The elements that a list, table or row is made of."""
    for child in node.children:
        if isinstance(child, Node) and child.tag in tags:
            yield child
        elif not isinstance(child, str) or child.strip():
            raise NotHeld(f"Something stands loose in a <{node.tag}>. Put it into an item or a cell.")


def _list(node: Node) -> Node:
    """A list. One whose items are each a line of text, with or without lists under it, has no paragraphs in them."""
    items = [item for part in _parts(node, {"li"}) if (item := _inner(part)).children]
    if all(_is_line(item) for item in items):
        for item in items:
            first = next(item.nodes())
            if first.tag == "p":
                item.children[:1] = first.children
    return Node(node.tag, [*items], start=node.start)


def _is_line(item: Node) -> bool:
    tags = [child.tag for child in item.nodes()]
    return all(tag in LISTS for tag in (tags[1:] if tags[0] == "p" else tags))


def _table(table: Node) -> Node:
    """Caption, if any, then rows of equal length; a first row of headings, and no headings below it."""
    parts = list(_parts(table, {"caption", "tr"}))
    caption = [child for part in parts if part.tag == "caption" for child in inline(part.children)]
    rows = [[_cell(cell) for cell in _parts(row, CELLS)] for row in parts if row.tag == "tr"]
    rows = [row for row in rows if any(cell.children for cell in row)]
    if not rows:
        return Node("p", caption)
    if any(cell.tag == "th" for row in rows[1:] for cell in row):
        raise NotHeld("A table has headings below its first row, which Markdown cannot say. Make them plain cells.")
    width = max(len(row) for row in rows)
    heading = "th" if any(cell.tag == "th" for cell in rows[0]) else "td"
    found = [Node("caption", caption)] if caption else []
    for tag, row in zip([heading, *["td"] * len(rows)], rows, strict=False):
        cells = [cell.children for cell in row] + [[]] * (width - len(row))
        found.append(Node("tr", [Node(tag, children) for children in cells]))
    return Node("table", [*found])


def _cell(cell: Node) -> Node:
    """A cell with its paragraphs as lines: a cell of a Markdown table holds no blocks."""
    lines: list[Child] = []
    for block in _blocks(cell.children):
        if block.tag != "p":
            raise NotHeld("A table cell holds a list, heading, quotation or table. Put it outside the table.")
        lines += [Node("br"), *block.children] if lines else block.children
    return Node(cell.tag, lines)


def inline(children: Iterable[Child], *, breaks: bool = False) -> list[Child]:
    """Text and spans in normal form: no space at the edges, no span empty, doubled, or beside its like.

    Line breaks become spaces unless `breaks`.
    """
    line = _merged(_spans(children, frozenset() if breaks else frozenset({"br"})))
    _take_edge(line, 0)
    _take_edge(line, -1)
    return line


def _spans(children: Iterable[Child], inside: frozenset[str]) -> Iterator[Child]:
    for child in children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield " " if inside & {"br", "sub", "sup"} else Node("br")
        elif child.tag == "cite":
            yield from [] if inside & _UNCITED else [Node("cite", to=child.to)]
        elif child.tag not in SPANS:
            raise NotHeld(f"A <{child.tag}> stands inside a line of text. Move it out.")
        elif child.tag in inside:
            yield from _spans(child.children, inside)
        else:
            content = _merged(_spans(child.children, inside | {child.tag}))
            before, after = _take_edge(content, 0), _take_edge(content, -1)
            yield from [*before, *([Node(child.tag, content, to=child.to)] if content else [])]
            if child.tag in _UNCITED and not inside & _UNCITED:
                yield from _cited(child)
            yield from after


def _cited(node: Node) -> Iterator[Node]:
    for child in node.nodes():
        yield from [Node("cite", to=child.to)] if child.tag == "cite" else _cited(child)


def _take_edge(line: list[Child], at: int) -> list[Child]:
    """Take the space and the line breaks from one end (0 or -1) of a line; return them in their order."""
    taken: list[Child] = []
    while line:
        child = line[at]
        if isinstance(child, Node):
            if child.tag != "br":
                break
            taken.append(line.pop(at))
            continue
        trimmed = child.lstrip() if at == 0 else child.rstrip()
        taken.append(child[: len(child) - len(trimmed)] if at == 0 else child[len(trimmed) :])
        if trimmed:
            line[at] = trimmed
            break
        line.pop(at)
    return taken if at == 0 else taken[::-1]


def _merged(children: Iterable[Child]) -> list[Child]:
    """Neighbours of one kind made one (links and citations may stand side by side); no space around a line break."""
    merged: list[Child] = []
    for child in children:
        last = merged[-1] if merged else None
        if isinstance(child, str):
            text = squeeze(last + child if isinstance(last, str) else child)
            text = text.lstrip(" ") if isinstance(last, Node) and last.tag == "br" else text
            merged[len(merged) - isinstance(last, str) :] = [text] if text else []
            continue
        if child.tag == "br" and isinstance(last, str):
            merged[-1:] = [trimmed] if (trimmed := last.rstrip(" ")) else []
        elif isinstance(last, Node) and child.tag == last.tag and child.tag in SPANS - {"a"}:
            child = Node(child.tag, _merged([*last.children, *child.children]))
            merged.pop()
        merged.append(child)
    return merged


# --- To HTML ---


def to_html(tree: Node) -> str:
    """The body as the editor keeps it, without space between blocks."""
    return "".join(_html(child) for child in tree.children)


def _html(child: Child) -> str:
    if isinstance(child, str):
        return escape(child, quote=False).replace("\xa0", "&nbsp;")
    if child.tag == "table":
        return _table_html(child)
    if child.tag == "br":
        return "<br>"
    attribute = f' start="{child.start}"' if child.start != 1 else ""
    if child.tag == "cite":
        attribute = f' data-ref="{escape(child.to)}"'
    elif child.tag == "a":
        article = child.to.removeprefix("article:")
        attribute = f' href="{escape(child.to)}"' if article == child.to else f' data-article="{article}"'
    return f"<{child.tag}{attribute}>{to_html(child)}</{child.tag}>"


def _table_html(table: Node) -> str:
    nodes = list(table.nodes())
    caption = "".join(_html(node) for node in nodes if node.tag == "caption")
    rows = [node for node in nodes if node.tag == "tr"]
    heads = rows[:1] if next(rows[0].nodes()).tag == "th" else []
    head = f"<thead>{''.join(map(_html, heads))}</thead>" if heads else ""
    below = "".join(map(_html, rows[len(heads) :]))
    return f"<table>{caption}{head}<tbody>{below}</tbody></table>" if below else f"<table>{caption}{head}</table>"
