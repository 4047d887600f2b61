"""What style sheets and style attributes make of words: struck, hidden, raised, bold, and in which font."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml.html import HtmlElement

LINE = {
    *["a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins"],
    *["kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"],
    "var",
}
_STRUCK = {"del", "s", "strike"}
_BOLD, _ITALIC, _RAISED = {"b", "strong"}, {"i", "em"}, {"sup": "sup", "sub": "sub"}
_READ_ALOUD_ONLY = re.compile(
    r"(?:^|\s)(?:[\w-]*visually-?hidden|sr-only|screen-?reader(?:-text|-only)?)(?:\s|$)", re.I
)
_MSO_DELETED = re.compile(r"(?:^|\s)msoDel(?:\s|$)", re.I)
_WANTED = {
    *["text-decoration", "display", "visibility", "vertical-align", "font-weight", "font-style", "font-family"],
    *["font-size", "mso-hide", "opacity", "color", "clip", "clip-path", "position", "top", "left", "text-indent"],
    *["mso-text-raise", "mso-list", "list-style-type", "font"],
}
_SAME = {"text-decoration-line": "text-decoration", "list-style": "list-style-type"}
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)")
# Google Docs: .lst-kix_x-0 > li:before{content:"(" counter(lst-ctn-kix_x-0,lower-latin) ") "}
_COUNTER = re.compile(
    r'\.([\w-]+)\s*>\s*li:before\s*{\s*content:\s*(?:"([^"]*)"\s*)?counter\([\w-]+,\s*([\w-]+)\)\s*"([^"]*)"'
)
_LENGTH = re.compile(r"([-+]?\d*\.?\d+)(px|pt|em|rem|ex|%)?")
_FAR = {"px": 2.0, "pt": 2.0, "em": 0.15, "rem": 0.15, "ex": 0.3, "%": 10.0}  # what is seen to be off the line
_TINY = {"px": 1.0, "pt": 1.0, "em": 0.08, "rem": 0.08, "%": 8.0}


@dataclass(frozen=True)
class Style:
    """A style is how the words of an element look. `script` is `sup`, `sub` or nothing; `font` a family in lower case.

    `hidden` says why it cannot be seen; empty if it can.
    """

    is_struck: bool = False
    hidden: str = ""
    is_bold: bool = False
    is_italic: bool = False
    script: str = ""
    font: str = ""

    @property
    def marks(self) -> frozenset[str]:
        """The marks that the words have, as elements."""
        found = {"strong": self.is_bold, "em": self.is_italic, self.script: bool(self.script)}
        return frozenset(name for name, has in found.items() if has)


class _Rule(NamedTuple):
    weight: tuple[int, int, int, int]
    path: list[tuple[str, frozenset[str], bool]]  # from the last: tag, classes and id, whether directly inside
    declared: dict[str, str]


class Sheet:
    """A sheet is all that the style elements of one page say."""

    def __init__(self, css: str = "") -> None:
        self.rules: dict[str, list[_Rule]] = {}
        self.found: dict[HtmlElement, dict[str, str]] = {}
        css = re.sub(r"/\*.*?\*/|<!--|-->", "", css, flags=re.DOTALL)
        self.counters = {name: (kind, before, after) for name, before, kind, after in _COUNTER.findall(css)}
        for selectors, block in _rules(re.sub(r"@(?:import|charset|namespace)[^;{]*;", "", css)):
            declared = _declared(block)
            for selector in selectors.split(",") if declared else ():
                self._add(selector.strip(), declared)

    def _add(self, selector: str, declared: dict[str, str]) -> None:
        path: list[tuple[str, frozenset[str], bool]] = []
        is_direct = False
        for part in reversed(re.sub(r"\s*>\s*", " > ", selector).split()):
            if part == ">":
                is_direct = True
                continue
            found = _COMPOUND.fullmatch(part)
            if not found:  # a state, an attribute or a neighbour, which a file cannot be in
                return
            path.append(((found[1] or "*").lower(), frozenset(re.findall(r"[.#][\w-]+", found[2])), is_direct))
            is_direct = False
        if path:
            names = [name for _tag, names, _direct in path for name in names]
            ids = sum(name[0] == "#" for name in names)
            weight = (ids, len(names) - ids, sum(tag != "*" for tag, *_ in path), sum(map(len, self.rules.values())))
            key = min(path[0][1], default=path[0][0])
            self.rules.setdefault(key, []).append(_Rule(weight, path, declared))

    def declared(self, element: HtmlElement) -> dict[str, str]:
        """What is said of an element itself, the strongest for each property."""
        if element in self.found:
            return self.found[element]
        rules: list[_Rule] = []
        if self.rules:
            for key in ("*", element.tag, *_names(element)):
                rules += [rule for rule in self.rules.get(key, ()) if _matches(element, rule.path)]
        declared = [rule.declared for rule in sorted(rules, key=lambda rule: rule.weight)]
        declared.append(_declared(element.get("style") or ""))
        loud = [{name: value for name, value in one.items() if "!important" in value} for one in declared]
        merged = {name: value for one in (*declared, *loud) for name, value in one.items()}
        self.found[element] = {name: value.replace("!important", "").strip() for name, value in merged.items()}
        return self.found[element]

    def style(self, element: HtmlElement, parent: Style) -> Style:
        """The style of an element in one of that style."""
        declared, tag = self.declared(element), str(element.tag)
        font = _font(declared.get("font-family") or element.get("face", "") or _family(declared.get("font", "")))
        return replace(
            parent,
            is_struck=parent.is_struck
            or tag in _STRUCK
            or _MSO_DELETED.search(element.get("class") or "") is not None
            or "line-through" in declared.get("text-decoration", ""),
            hidden=parent.hidden or _hidden(element, declared),
            is_bold=_is_bold(declared, is_so=tag in _BOLD or parent.is_bold),
            is_italic=_is_italic(declared, is_so=tag in _ITALIC or parent.is_italic),
            script=_RAISED.get(tag) or (_script(declared) if tag in LINE else "") or parent.script,
            font=font or parent.font,
        )

    def resets(self, element: HtmlElement, style: Style) -> bool:
        """Whether something within ends a mark that this style has."""
        for part in element.iterdescendants():
            declared = self.declared(part)
            if (style.is_bold and not _is_bold(declared, is_so=True)) or (
                style.is_italic and not _is_italic(declared, is_so=True)
            ):
                return True
        return False


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and what is in their braces; those for a screen of any size too."""
    at = 0
    while (opening := css.find("{", at)) >= 0:
        depth, end = 1, opening + 1
        while end < len(css) and depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        selectors, inner = css[at:opening].strip().rpartition(";")[2].strip(), css[opening + 1 : end - 1]
        if re.fullmatch(r"@media\s+(?:only\s+)?(?:screen|all)\s*|@layer\b.*", selectors, re.DOTALL):
            yield from _rules(inner)
        elif not selectors.startswith("@"):
            yield selectors, inner
        at = end


def _declared(block: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in block.split(";"))
    found = ((name.strip().lower(), value.strip()) for name, _, value in pairs)
    named = ((_SAME.get(name, name), value) for name, value in found)
    return {
        name: value if name in {"font-family", "font"} else value.lower() for name, value in named if name in _WANTED
    }


def _names(element: HtmlElement) -> set[str]:
    classes = {f".{name}" for name in (element.get("class") or "").split()}
    return classes | ({f"#{element.get('id')}"} if element.get("id") else set())


def _matches(element: HtmlElement, path: list[tuple[str, frozenset[str], bool]]) -> bool:
    (tag, names, is_direct), *rest = path
    if not (tag in {"*", element.tag} and names <= _names(element)):
        return False
    around = element.iterancestors()
    return not rest or any(
        _matches(found, rest) for found in ([next(around, None)] if is_direct else around) if found is not None
    )


def _is_bold(declared: dict[str, str], *, is_so: bool) -> bool:
    weight = declared.get("font-weight", "")
    if not weight:
        return is_so or bool(re.search(r"\b(?:bold|[6-9]00)\b", declared.get("font", "")))
    return (
        weight in {"bold", "bolder"} or (weight.isdecimal() and int(weight) >= 600) or (weight == "inherit" and is_so)
    )


def _is_italic(declared: dict[str, str], *, is_so: bool) -> bool:
    slant = declared.get("font-style", "")
    if not slant:
        return is_so or bool(re.search(r"\b(?:italic|oblique)\b", declared.get("font", "")))
    return slant.startswith(("italic", "oblique")) or (slant == "inherit" and is_so)


def _script(declared: dict[str, str]) -> str:
    align = declared.get("vertical-align", "")
    if align in {"super", "sub"}:
        return "sup" if align == "super" else "sub"
    top = declared.get("top", "") if declared.get("position") == "relative" else ""
    raised = _length(align) or _length(declared.get("mso-text-raise", "")) or -_length(top)
    return "" if not raised else "sup" if raised > 0 else "sub"


def _length(text: str) -> float:
    """A length that is seen; 0 for one that is not, or none."""
    found = _LENGTH.fullmatch(text)
    return float(found[1]) if found and abs(float(found[1])) >= _FAR.get(found[2] or "px", 2.0) else 0.0


def _font(families: str) -> str:
    return families.split(",")[0].strip(" \"'").lower()


def _family(font: str) -> str:
    """The families that the shorthand `font: bold 12pt/1.5 Symbol` names."""
    found = re.search(r"[\d.]+(?:px|pt|em|rem|%)(?:/\S+)?\s+(.+)", font)
    return found[1] if found else ""


def _hidden(element: HtmlElement, declared: dict[str, str]) -> str:
    if _READ_ALOUD_ONLY.search(element.get("class") or ""):
        return "it is only read aloud"
    if element.get("hidden") is not None or (element.tag == "dialog" and element.get("open") is None):
        return "it is hidden"
    size = _LENGTH.fullmatch(declared.get("font-size", ""))
    far = _LENGTH.match(
        declared.get("left", "")
        if declared.get("position") in {"absolute", "fixed"}
        else declared.get("text-indent", "")
    )
    is_hidden = (
        declared.get("display") == "none"
        or declared.get("visibility") in {"hidden", "collapse"}
        or declared.get("mso-hide") == "all"
        or bool(size and float(size[1]) <= (_TINY.get(size[2] or "px", 0)))
        or bool(re.fullmatch(r"0?\.?0+%?", declared.get("opacity", "")))
        or declared.get("color") == "transparent"
        or bool(re.match(r"rect\(\s*[01](?:px)?\b", declared.get("clip", "")))
        or declared.get("clip-path", "").startswith(("inset(50%", "inset(100%"))
        or bool(far and float(far[1]) <= -999)
    )
    return "it is hidden" if is_hidden else ""
