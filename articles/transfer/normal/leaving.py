"""What does not come in: struck, deleted and hidden words, comments, fields of a form. Each is told with its place."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from articles.text import raised
from articles.transfer.blocks import BLOCKS, HEADINGS, LEFT_OUT, meant, spelled, squeezed
from articles.transfer.remarks import Kind, Remark

_PLACE = 90  # characters of a sentence on each side
_FIELDS = {"input", "select", "textarea", "button", "meter", "progress", "output", "datalist"}
_MEDIA = {"audio", "video", "canvas", "map", "embed"}
_LONG_FORM = 2000  # characters
_FORMULA = re.compile(r"\b(?:tex|latex|math|mwe|formula|equation)", re.I)
_TEX = re.compile(r"\\(?:frac|displaystyle|sqrt|times|cdot|text|mathrm)")
_COMMENT_CLASSES = re.compile(r"(?:^|\s)(?:msocomtxt|msocomanchor|MsoCommentReference)(?:\s|$)", re.I)
_COMMENT_STYLE = re.compile(r"mso-element:\s*comment\b|mso-comment-reference", re.I)


def remark(element: HtmlElement, why: str, kind: Kind = Kind.LEFT_OUT) -> Remark | None:
    """What to tell of an element that is left out; nothing of one without words."""
    words = meant(element)
    return Remark(kind, why, words, place(element)) if words else None


def place(element: HtmlElement, *, own: str | None = None) -> str:
    """The sentence in which an element stands, with its own words in it, or those instead."""
    around = next((found for found in element.iterancestors() if found.tag in {*BLOCKS, "li", "td", "th", "div"}), None)
    if around is None or element.tag in {*BLOCKS, "li", "tr", "td", "th"}:
        return ""
    before, after, has_come = "", "", False
    for part in _texts(around, element):
        if part is None:
            has_come = True
        elif has_come:
            after += part
        else:
            before += part
    before, after = re.sub(r"\s+", " ", before)[-_PLACE:], re.sub(r"\s+", " ", after)[:_PLACE]
    start = max((found.end() for found in re.finditer(r"[.?!]\s+(?=[A-Z(“]|$)", before)), default=0)
    end = re.search(r"[.?!](?=\s|$)", after)
    if own is None:
        is_raised = next(element.iterancestors("sup", "sub"), None) is not None or element.tag in {"sup", "sub"}
        own = meant(element) if is_raised else re.sub(r"\s+", " ", "".join(spelled(element)))
    else:
        own = f" {own} "
    return " ".join(f"{before[start:]}{own}{after[: end.end() if end else None]}".split())


def _texts(around: HtmlElement, element: HtmlElement) -> Iterator[str | None]:
    """The text before an element and after it; None where it stands."""
    yield around.text or ""
    for child in around:
        if child is element:
            yield None
        elif child.tag in {"sup", "sub"} and not any(part is element for part in child.iter()):
            yield raised.written(squeezed(child), str(child.tag)) if squeezed(child) else ""
        elif isinstance(child.tag, str):
            yield from _texts(child, element)
        yield child.tail or ""


def drop(element: HtmlElement) -> None:
    """Take an element out. A cell stays, empty, so that no column moves."""
    if element.tag in {"td", "th"}:
        for child in list(element):
            element.remove(child)
        element.text = None
    elif element.getparent() is not None:
        element.drop_tree()


# --- Before anything is looked at ---


def drop_comments(root: HtmlElement) -> list[Remark]:
    """Take out comments of Word and Google Docs with their marks. Gives what they said."""
    remarks = []
    for element in list(root.iter()):
        if _is_inside(element, root) and isinstance(element.tag, str) and (what := _comment(element)):
            words = re.sub(r"^\[\w{1,6}\]\s*", "", squeezed(element))
            if what == "text" and words:
                remarks.append(
                    Remark(Kind.LEFT_OUT, "A comment, which is no part of the text", words, place(element, own=""))
                )
            drop(element)
    return remarks


def _comment(element: HtmlElement) -> str:
    """Whether this is the `text` of a comment, or a `mark` of one."""
    style, classes, to = element.get("style") or "", element.get("class") or "", element.get("href") or ""
    if _COMMENT_STYLE.search(style) and element.tag == "div":
        return "text"
    if "comment" in (element.get("x-why") or ""):
        return "text"
    if to.startswith("#cmnt_ref"):  # Google Docs: the mark beside the text leads back
        return "mark"
    if element.tag == "div" and any((link.get("href") or "").startswith("#cmnt_ref") for link in element.iter("a")):
        return "text" if len(element.findall(".//div")) == 0 else ""
    if element.tag == "sup" and any((link.get("href") or "").startswith("#cmnt") for link in element.iter("a")):
        return "mark"
    is_mark = _COMMENT_CLASSES.search(classes) or to.startswith("#cmnt")
    return "text" if is_mark and "msocomtxt" in classes.lower() else "mark" if is_mark else ""


def drop_fields(root: HtmlElement) -> list[Remark]:
    """Take out the fields of forms, and what plays or draws. Gives what stood in them."""
    remarks = []
    for element in [found for found in root.iter() if found.tag in _FIELDS | _MEDIA]:
        if not _is_inside(element, root):
            continue
        words = _in_field(element)
        if words in {"☒", "☐"}:
            element.tail = words + (element.tail or "")
            element.drop_tree()
            continue
        if words and element.get("type") not in {"hidden", "submit", "button", "reset"}:
            what = (
                "A field of a form"
                if element.tag in _FIELDS
                else f"Something that articles do not have (<{element.tag}>)"
            )
            remarks.append(Remark(Kind.LEFT_OUT, what, words, place(element, own=words)))
        drop(element)
    return remarks


def drop_furniture(root: HtmlElement) -> list[Remark]:
    """Take out menus and the like, and pictures. Gives what was in them; a formula that is a picture is lost."""
    remarks = []
    for element in [found for found in root.iter() if found.tag in LEFT_OUT]:
        if element.tag == "form" and (holds_headings(element) or len(squeezed(element)) > _LONG_FORM):
            element.tag = "div"  # some sites put a whole page into one
        elif _is_inside(element, root):
            why = f"Left out, since it is no part of an article (<{element.tag}>)"
            remarks += [found] if (found := remark(element, why, Kind.FURNITURE)) else []
            drop(element)
    for image in list(root.iter("img")):
        name = " ".join((image.get("alt") or "").split())
        if _FORMULA.search(f"{image.get('class') or ''} {image.get('src') or ''}") or _TEX.search(name):
            named = f"[formula: {name}]" if name else "[formula]"
            why = "A formula that is a picture stands as [formula]: write it in words"
            remarks.append(Remark(Kind.LOST, why, named, place(image)))
            image.tail = named + (image.tail or "")
        else:
            remarks.append(Remark(Kind.FURNITURE, "An image", name or (image.get("src") or "")[:80]))
        image.drop_tree()
    return remarks


def holds_headings(element: HtmlElement) -> bool:
    return any(part.tag in HEADINGS for part in element.iterdescendants())


def _in_field(element: HtmlElement) -> str:
    """What is seen in a field: what is typed or ticked, or the choices."""
    if element.tag == "input":
        if element.get("type") in {"checkbox", "radio"}:
            return "☒" if element.get("checked") is not None else "☐"
        return " ".join((element.get("value") or element.get("placeholder") or "").split())
    if element.tag == "select":
        chosen = [option for option in element.iter("option") if option.get("selected") is not None]
        return ", ".join(map(squeezed, chosen or element.iter("option")))
    return squeezed(element)


def _is_inside(element: HtmlElement, root: HtmlElement) -> bool:
    return element is root or any(found is root for found in element.iterancestors())
