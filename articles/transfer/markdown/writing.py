"""Markdown from the tree of a body: one way to write each thing, and each sign that would mean more is escaped."""

import re
from dataclasses import dataclass
from string import punctuation

from articles.transfer.markdown.tree import BLOCKS, LISTS, Child, Node

_MARKS = {"strong": "**", "em": "_", "sub": "~", "sup": "^"}
_BULLETS = {"ul": ("-", "*"), "ol": ("1.", "1)")}


def write_body(tree: Node) -> str:
    """The body as Markdown, with a line break at its end; empty for an empty body."""
    lines = _blocks([child for child in tree.children if isinstance(child, Node)])
    return "\n".join(lines) + "\n" if lines else ""


def write_text(text: str) -> str:
    """Plain text as Markdown that reads the same. Its line breaks stay, and an empty line parts two paragraphs."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    lines = ([line.strip() for line in paragraph.split("\n")] for paragraph in paragraphs)
    return "\n\n".join("\\\n".join(_start_escaped(_escaped(line)) for line in paragraph) for paragraph in lines)


# --- Blocks: each a list of lines ---


def _blocks(blocks: list[Node], *, tight: bool = False) -> list[str]:
    """Blocks with an empty line between them, or none if `tight`. Two lists in a row have different bullets."""
    lines: list[str] = []
    last, other = "", 0
    for block in blocks:
        other = 1 - other if block.tag == last else 0
        last = block.tag
        is_apart = not tight or block.start != 1  # such a list would go on with the words before it
        lines += [*([""] if lines and is_apart else []), *_block(block, other)]
    return lines


def _block(block: Node, other: int) -> list[str]:
    if block.tag in LISTS:
        return _list(block, other)
    if block.tag == "table":
        return _table(block)
    if block.tag == "blockquote":
        lines = _blocks(list(block.nodes()))
        if re.match(r"\d(?!\d*[.)]\s)", lines[0]):
            lines[0] = _entity(lines[0][0]) + lines[0][1:]  # or it would read as "more than"
        return [f"> {line}".rstrip() for line in lines]
    if block.tag == "p":
        return _paragraph(block.children)
    title = re.sub(r"(?:^|(?<=\s))#+$", r"\\\g<0>", _line(block.children))
    return [f"{'#' * int(block.tag[1])} {title}"]


def _paragraph(children: list[Child]) -> list[str]:
    return [_start_escaped(line) for line in _line(children).split("\n")]


def _list(block: Node, other: int) -> list[str]:
    items = [_item(item) for item in block.nodes()]
    is_tight = all(tight for _lines, tight in items)
    lines: list[str] = []
    for number, (item, _tight) in enumerate(items, start=block.start):
        bullet = _BULLETS[block.tag][other].replace("1", str(number))
        indent = " " * (len(bullet) + 1)
        lines += [] if is_tight or not lines else [""]
        lines += [(bullet + " " if at == 0 else indent) + line if line else "" for at, line in enumerate(item)]
    return lines


def _item(item: Node) -> tuple[list[str], bool]:
    """The lines of a list's item, and whether it is a line of text with or without lists under it."""
    blocks = [child for child in item.nodes() if child.tag in BLOCKS]
    words = item.children[: len(item.children) - len(blocks)]
    is_line = all(block.tag in LISTS for block in blocks)
    lines = _paragraph(words) if words else []
    gap = [""] if lines and blocks and blocks[0].start != 1 else []
    return [*lines, *gap, *_blocks(blocks, tight=is_line)], is_line


def _table(table: Node) -> list[str]:
    captions = [node for node in table.nodes() if node.tag == "caption"]
    rows = [[_cell(cell) for cell in row.nodes()] for row in table.nodes() if row.tag == "tr"]
    first = next(node for node in table.nodes() if node.tag == "tr")
    if next(first.nodes()).tag != "th":
        rows.insert(0, [""] * len(rows[0]))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, f"|{' --- |' * len(rows[0])}")
    return [*lines, *(line for node in captions for line in ("", f": {_line(node.children)}"))]


def _cell(cell: Node) -> str:
    text = re.sub(r"^:", r"\:", _line(cell.children))
    return text.replace("\\\n", "<br>")


# --- Lines ---


@dataclass
class _Piece:
    """A piece is part of a line: text already escaped, or the sign that opens or closes a span."""

    text: str
    kind: str = "text"


def _line(children: list[Child]) -> str:
    """One line; a line break inside it is a backslash and a new line."""
    pieces = list(_pieces(children))
    for at, piece in enumerate(pieces):
        before, after = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.kind == "open" and before and before.kind == "text" and _glues(before.text[-1], piece, after):
            before.text = before.text[:-1] + _entity(before.text[-1])
        if piece.kind == "close" and after and after.kind == "text" and _glues(after.text[0], piece, before):
            after.text = _entity(after.text[0]) + after.text[1:]
        if piece.text.startswith("[") and before and before.text.endswith("!"):
            before.text = before.text[:-1] + "\\!"
    return "".join(piece.text for piece in pieces)


def _glues(sign: str, mark: _Piece, inside: _Piece | None) -> bool:
    """Whether a sign outside a span keeps its mark from being read as one (CommonMark 6.2, flanking)."""
    if sign in punctuation or sign.isspace() or mark.text in "~^":
        return False
    edge = inside.text[0 if mark.kind == "open" else -1] if inside else ""
    return mark.text == "_" or not (edge.isalnum() and inside is not None and inside.kind == "text")


def _entity(sign: str) -> str:
    return f"&#{ord(sign)};"


def _pieces(children: list[Child], *, in_script: bool = False) -> list[_Piece]:
    pieces: list[_Piece] = []
    for at, child in enumerate(children):
        if isinstance(child, str):
            text = _escaped(child)
            pieces.append(_Piece(re.sub(r"\s", lambda space: _entity(space[0]), text) if in_script else text))
        elif child.tag == "br":
            pieces.append(_Piece("\\\n"))
        elif child.tag == "cite":
            before = children[at - 1] if at else None
            if isinstance(before, Node) and before.tag == "cite":
                pieces[-1].text = f"{pieces[-1].text[:-1]}; @{child.to}]"
            else:
                pieces.append(_Piece(f"[@{child.to}]", "citation"))
        elif child.tag == "a":
            inner = _pieces(child.children, in_script=in_script)
            pieces += [_Piece("[", "link"), *inner, _Piece(f"]({_address(child.to)})", "link")]
        else:
            mark, is_script = _MARKS[child.tag], in_script or child.tag in {"sub", "sup"}
            inner = _pieces(child.children, in_script=is_script)
            pieces += [_Piece(mark, "open"), *inner, _Piece(mark, "close")]
    return pieces


def _escaped(text: str) -> str:
    """Text with a backslash before each sign that Markdown, or Pandoc, would take for more than itself."""
    return re.sub(r"[\\`*_\[\]~^|$@]|<(?=[A-Za-z/!?])|&(?=#|\w)|=(?==)|{(?=[.#])", r"\\\g<0>", text)


def _start_escaped(line: str) -> str:
    """A line of text with a backslash before what would make it a heading, list, quotation, rule or caption."""
    line = re.sub(r"^([#>=:]|[-+](?=[\s:|-]|$))", r"\\\1", line)
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line)


def _address(address: str) -> str:
    escaped = re.sub(r"[<>\\]|&(?=#?\w+;)", r"\\\g<0>", address)
    return address if escaped == address and not re.search(r"[\s()]", address) else f"<{escaped}>"
