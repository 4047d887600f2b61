"""Word's formulas (OMML) in MathML, the way that they are put into words everywhere."""

import re
from html import escape

from lxml import etree

from articles.transfer.word.package import child, children, is_on, name, value

_PIECES = re.compile(r"(?P<mn>\d+(?:[.,]\d+)*)|(?P<mi>[^\W\d_]\w*)|(?P<space>\s+)|(?P<mo>.)", re.DOTALL)
_DELETED = {"w:del", "w:moveFrom"}
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_SIGNS = {"-": "−"}
_PARTS = {
    "f": ("mfrac", "num", "den"),
    "sSup": ("msup", "e", "sup"),
    "sSub": ("msub", "e", "sub"),
    "sSubSup": ("msubsup", "e", "sub", "sup"),
    "limLow": ("munder", "e", "lim"),
    "limUpp": ("mover", "e", "lim"),
    "rad": ("mroot", "e", "deg"),
}


def to_mathml(formula: etree._Element) -> str:
    """A formula of `m:oMath`."""
    return f"<math>{_inner(formula)}</math>"


def left_out(formula: etree._Element) -> list[str]:
    """What of a formula is deleted or struck, and is not in its words."""
    gone = (part for part in formula.iter() if name(part.tag) in _DELETED or _is_struck(part))
    return [words for part in gone if (words := "".join(str(text) for text in part.itertext()).strip())]


def _is_struck(run: etree._Element) -> bool:
    properties = child(run, "w:rPr")
    return any(is_on(properties, f"w:{one}") for one in ("strike", "dstrike", "vanish"))


def from_html(comment: str) -> str:
    """The formulas in what Word writes into HTML for itself, beside a picture of them, as MathML."""
    inner = re.sub(r"</?(?!m:)[A-Za-z][^>]*>", "", comment)
    spaces = f'<x xmlns:m="{MATH}">{inner}</x>'
    root = etree.fromstring(spaces, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    return (
        "<br>".join(to_mathml(found) for found in root.iter() if name(found.tag) == "m:oMath")
        if root is not None
        else ""
    )


def _inner(element: etree._Element | None) -> str:
    return "".join(map(_part, element)) if element is not None else ""


def _row(element: etree._Element | None, part: str) -> str:
    return f"<mrow>{_inner(child(element, f'm:{part}'))}</mrow>"


def _part(part: etree._Element) -> str:
    tag = name(part.tag).removeprefix("m:")
    if tag == "r":
        return _run(part)
    if tag in _DELETED:
        return ""
    if tag == "rad" and not _inner(child(part, "m:deg")):
        return f"<msqrt>{_inner(child(part, 'm:e'))}</msqrt>"
    if tag == "f" and value(child(part, "m:fPr"), "m:type") == "noBar":
        return f'<mfrac linethickness="0">{_row(part, "num")}{_row(part, "den")}</mfrac>'
    if tag in _PARTS:
        made, *parts = _PARTS[tag]
        return f"<{made}>{''.join(_row(part, one) for one in parts)}</{made}>"
    if tag.endswith("Pr"):
        return ""
    return _WRITERS[tag](part) if tag in _WRITERS else _inner(part)


def _run(run: etree._Element) -> str:
    """Words of a formula, cut into numbers, names and signs."""
    if _is_struck(run):
        return ""
    parts = [part for part in run if name(part.tag) in {"m:t", "w:t"}]
    text = "".join(part.text or "" for part in parts) if parts else "".join(str(part) for part in run.itertext())
    if child(child(run, "m:rPr"), "m:nor") is not None:
        return f"<mtext>{escape(text)}</mtext>"
    written = []
    for found in _PIECES.finditer(text):
        kind, sign = found.lastgroup or "mo", _SIGNS.get(found[0], found[0])
        written.append("<mspace></mspace>" if kind == "space" else f"<{kind}>{escape(sign)}</{kind}>")
    return "".join(written)


def _nary(part: etree._Element) -> str:
    sign = value(child(part, "m:naryPr"), "m:chr") or "∫"
    return f"<munderover><mo>{escape(sign)}</mo>{_row(part, 'sub')}{_row(part, 'sup')}</munderover>{_row(part, 'e')}"


def _brackets(part: etree._Element) -> str:
    properties = child(part, "m:dPr")
    opening, closing, between = (
        value(properties, f"m:{one}") if child(properties, f"m:{one}") is not None else usual
        for one, usual in (("begChr", "("), ("endChr", ")"), ("sepChr", "|"))
    )
    inner = f"<mo>{escape(between)}</mo>".join(_inner(found) for found in children(part, "m:e"))
    return f"<mrow><mo>{escape(opening)}</mo>{inner}<mo>{escape(closing)}</mo></mrow>"


def _accent(part: etree._Element) -> str:
    tag = name(part.tag).removeprefix("m:")
    sign = "¯" if tag == "bar" else value(child(part, f"m:{tag}Pr"), "m:chr") or "^"
    return f"<mover>{_row(part, 'e')}<mo>{escape(sign)}</mo></mover>"


def _function(part: etree._Element) -> str:
    return f"{_row(part, 'fName')}<mspace></mspace>{_row(part, 'e')}"


def _before(part: etree._Element) -> str:
    scripts = f"<mprescripts></mprescripts>{_row(part, 'sub')}{_row(part, 'sup')}"
    return f"<mmultiscripts>{_row(part, 'e')}{scripts}</mmultiscripts>"


def _table(rows: list[list[etree._Element]]) -> str:
    cells = ("".join(f"<mtd>{_inner(cell)}</mtd>" for cell in row) for row in rows)
    return f"<mtable>{''.join(f'<mtr>{row}</mtr>' for row in cells)}</mtable>"


_WRITERS = {
    "nary": _nary,
    "d": _brackets,
    **dict.fromkeys(["acc", "bar", "groupChr"], _accent),
    "func": _function,
    "sPre": _before,
    "m": lambda part: _table([list(children(row, "m:e")) for row in children(part, "m:mr")]),
    "eqArr": lambda part: _table([[row] for row in children(part, "m:e")]),
    "phant": lambda part: _inner(child(part, "m:e")) if value(child(part, "m:phantPr"), "m:show") != "0" else "",
}
