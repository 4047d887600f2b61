"""Formulas as a line of words that reads aloud as the formula does: (140 − age) / 72, x<sup>2</sup>, √(a + b)."""

import re
from collections.abc import Callable
from html import escape

from lxml.html import HtmlElement, fragment_fromstring

from articles.transfer.blocks import holds_blocks

_SPACED = set("+-−×÷*/=<>≤≥≠≈≡±∓→←⇒⇔∝∈∪∩≪≫~∼·⋅") | {"&lt;", "&gt;", "<=", ">=", "!=", "==", ":="}
_UNSEEN = {"\u2061": "", "\u2062": " × ", "\u2063": ", ", "\u2064": " + "}
_GROUPS = {"mrow", "mstyle", "mpadded", "merror", "mstack", "maction", "semantics", "math", "mtd", "menclose"}
_LEFT_OUT = {"annotation", "annotation-xml", "mprescripts", "none", "mphantom", "malignmark", "maligngroup"}
_ACCENTS = {"¯": "\u0304", "‾": "\u0304", "―": "\u0304", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˙": "\u0307"}
_ACCENTS |= {"→": "\u20d7", "¨": "\u0308", "\u0305": "\u0304", "\u0302": "\u0302", "\u0303": "\u0303"}
_ATOM = re.compile(r"(?:[^\W_]|[.,%°′])+(?:<su[bp]>[^<]*</su[bp]>)*|[(\[|√].*[)\]|]", re.DOTALL)
_CONTAINERS = re.compile(r"(?:^|\s)(?:katex(?:-display)?|MathJax\w*|mwe-math-element|mjx-container)(?:\s|$)")
_POWER = re.compile(r"(?<=[\w)])\^(?:\{([^{}\\]*)\}|(\w))")
_INDEX = re.compile(r"(?<=\w)_(?:\{([^{}\\]*)\}|(\w))")


def in_words(formula: HtmlElement) -> str:
    """A formula in MathML as HTML: one line of words, raised and lowered ones marked. Empty if nothing is in it."""
    written = _row(list(formula)) or escape(_text(formula))
    return re.sub(r"\s+", " ", written).strip() or escape((formula.get("alttext") or "").strip())


def replace(root: HtmlElement) -> list[str]:
    """Put each formula of a page into words. Gives the words of each, with its marks."""
    for holder in [found for found in root.iter() if _is_container(found)]:
        if holder.getparent() is not None:
            _take_twin(holder)
    written = []
    for formula in list(root.iter("math")):
        if any(True for _ in formula.iterancestors("math")):
            continue
        words = in_words(formula)
        _put(formula, words)
        if words:
            written.append(words)
    return written


def _is_container(element: HtmlElement) -> bool:
    if element.tag not in {"span", "div", "mjx-container"} or holds_blocks(element):
        return False
    return element.tag == "mjx-container" or bool(_CONTAINERS.search(element.get("class") or ""))


def _take_twin(holder: HtmlElement) -> None:
    """Of a formula that a page holds twice, once to see and once to read, leave the one that can be read."""
    formula = next(holder.iter("math"), None)
    if formula is not None:
        formula.drop_tree()
        _put(holder, in_words(formula))
        return
    source = next((part for part in holder.iter() if "katex-mathml" in (part.get("class") or "")), None)
    if source is not None:
        words = _INDEX.sub(_marked("sub"), _POWER.sub(_marked("sup"), escape(_text(source))))
        _put(holder, words)


def _marked(tag: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f"<{tag}>{found[1] or found[2]}</{tag}>"


def _put(element: HtmlElement, html: str) -> None:
    """A piece of HTML in the place of an element."""
    span = fragment_fromstring(html, create_parent="span")
    span.tail = element.tail
    element.getparent().replace(element, span)


def _text(element: HtmlElement) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


# --- Of each part: what it says. Text is escaped where it is taken ---


def _row(parts: list[HtmlElement]) -> str:
    """Parts side by side, with space around what joins them, and brackets where a fraction would run into another."""
    parts = [part for part in parts if isinstance(part.tag, str) and part.tag not in _LEFT_OUT]
    written: list[str] = []
    for at, part in enumerate(parts):
        words = _part(part)
        spoken = (re.sub(r"<[^>]*>", "", one).rstrip() for one in reversed(written))
        before = next(filter(None, spoken), "")  # of several letters side by side the last: they are one name
        if part.tag == "mo":
            is_sign = words in {"+", "−", "±", "∓"} and (not before or before[-1] in "([{=<>≤≥×÷*/,+−;")
            words = f" {words} " if words in _SPACED and not is_sign else f"{words} " if words in {",", ";"} else words
        elif part.tag == "mfrac" and (_touches(parts, at - 1, "/÷^") or _touches(parts, at + 1, "^")):
            words = f"({words})"
        elif _run_together(before, words):
            words = f" {words}"  # 140 age, not 140age; 4ac stays
        written.append(words)
    return "".join(written)


def _run_together(before: str, words: str) -> bool:
    """Whether a word or number would be read as a part of the one before it."""
    last, first = re.search(r"(?:\d+|[^\W\d_]+)$", before), re.match(r"\d+|[^\W\d_]+", words)
    if not (last and first):
        return False
    if first[0].isdecimal():
        return last[0][-1:].isdecimal() or len(last[0]) > 1
    return len(first[0]) > 1 or (len(last[0]) > 1 and not last[0].isdecimal())


def _touches(parts: list[HtmlElement], at: int, signs: str) -> bool:
    """Whether a neighbour would be read with a fraction: a factor, or a sign that binds as tightly."""
    if not 0 <= at < len(parts) or parts[at].tag == "mspace":
        return False
    text = _text(parts[at])
    return text in signs if parts[at].tag == "mo" else parts[at].tag != "mtext" and not text.endswith(tuple("=+−-×*·⋅"))


def _part(part: HtmlElement) -> str:
    tag, inner = str(part.tag).rpartition(":")[2], [child for child in part if isinstance(child.tag, str)]
    if tag in {"mi", "mn", "mtext", "ms", "mo"} and not inner:
        return _token(tag, _text(part) if tag != "mtext" else re.sub(r"\s+", " ", part.text or ""))
    if tag == "mspace":
        return " "
    if tag in _GROUPS or tag not in _WRITERS:
        return _row(inner) or escape(_text(part))
    return _WRITERS[tag](part, inner)


def _token(tag: str, text: str) -> str:
    if tag == "mo" and text == "-":
        text = "−"
    return escape("".join(_UNSEEN.get(sign, sign) for sign in text), quote=False)


def _grouped(part: HtmlElement) -> str:
    """A part that stands as one: in brackets, unless it is one word or number."""
    words = _part(part).strip()
    return words if _ATOM.fullmatch(words) and not _splits(words) else f"({words})"


def _splits(words: str) -> bool:
    """Whether brackets at both ends are not a pair, as in (a) + (b)."""
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign in "([") - (sign in ")]")
        if words[0] in "([" and not depth and at < len(words) - 1:
            return True
    return False


def _fraction(part: HtmlElement, inner: list[HtmlElement]) -> str:
    if len(inner) < 2:
        return _row(inner)
    if (part.get("linethickness") or "").rstrip("ptxem") == "0":
        return f"({_part(inner[0])} over {_part(inner[1])})"
    return f"{_grouped(inner[0])} / {_grouped(inner[1])}"


def _scripts(part: HtmlElement, inner: list[HtmlElement]) -> str:
    """What is below and above: a power, an index, the ends of a sum, an accent."""
    tag = str(part.tag).rpartition(":")[2]
    base, *others = inner or [part]
    if tag == "mover" and len(others) == 1 and len(_text(base)) == 1 and _text(others[0]) in _ACCENTS:
        return escape(_text(base)) + _ACCENTS[_text(others[0])]
    names = {"msup": ["sup"], "mover": ["sup"], "msub": ["sub"], "munder": ["sub"]}.get(tag, ["sub", "sup"])
    marked = "".join(
        f"<{name}>{words}</{name}>" for name, other in zip(names, others, strict=False) if (words := _flat(other))
    )
    is_sum = len(_text(base)) == 1 and not _text(base).isalnum()
    words = _part(base).strip()
    is_closed_here = words.endswith((")", "]")) and sum((it in "([") - (it in ")]") for it in words) < 0
    written = escape(_text(base)) if is_sum else words if is_closed_here else _grouped(base)
    return written + marked + (" " if is_sum and base.tag == "mo" else "")


def _flat(part: HtmlElement) -> str:
    """A power or index: what stands in it raised or lowered again is said with a sign instead."""
    words = re.sub(r"<sup>(.*?)</sup>", r"^(\1)", re.sub(r"<sub>(.*?)</sub>", r"_(\1)", _part(part).strip()))
    return words.replace(" / ", "/")


def _prescripts(_part_: HtmlElement, inner: list[HtmlElement]) -> str:
    """`mmultiscripts`, as of isotopes: the signs before the base stand before it."""
    at = next((at for at, part in enumerate(inner) if part.tag == "mprescripts"), len(inner))
    before, after = inner[at + 1 :], inner[1:at]
    return _pairs(before) + _part(inner[0]) + _pairs(after)


def _pairs(parts: list[HtmlElement]) -> str:
    marked = zip(parts, ["sub", "sup"] * len(parts), strict=False)
    return "".join(f"<{name}>{words}</{name}>" for part, name in marked if (words := _flat(part)))


def _root(part: HtmlElement, inner: list[HtmlElement]) -> str:
    if str(part.tag).endswith("mroot") and len(inner) == 2:
        return f"<sup>{_flat(inner[1])}</sup>√({_part(inner[0]).strip()})"
    return f"√({_row(inner).strip()})"


def _fenced(part: HtmlElement, inner: list[HtmlElement]) -> str:
    opening, closing = part.get("open", "("), part.get("close", ")")
    between = (part.get("separators", ",").strip() or " ")[0]
    return escape(opening) + f"{escape(between)} ".join(_part(child) for child in inner) + escape(closing)


def _matrix(_part_: HtmlElement, inner: list[HtmlElement]) -> str:
    """Rows with a semicolon between them, cells with a comma."""
    rows = [[_part(cell).strip() for cell in row if isinstance(cell.tag, str)] for row in inner]
    return "; ".join(", ".join(filter(None, row)) for row in rows)


_WRITERS = {
    "mfrac": _fraction,
    **dict.fromkeys(["msup", "msub", "msubsup", "munder", "mover", "munderover"], _scripts),
    "mmultiscripts": _prescripts,
    **dict.fromkeys(["msqrt", "mroot"], _root),
    "mfenced": _fenced,
    "mtable": _matrix,
}
