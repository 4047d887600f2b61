"""Footnotes and endnotes: no citations. Each stands below the block that it is about, with its mark in words."""

import copy
import re

import lxml.html
from lxml.html import HtmlElement

from articles.references.lookup import printed_line
from articles.transfer.blocks import HEADINGS, PARAGRAPHS, meant, squeezed
from articles.transfer.normal import leaving
from articles.transfer.remarks import Kind, Remark

_NOTE = re.compile(r"_?(?:sd)?(?:foot-?note|end-?note|ftnt|ftn|edn|fn|note)[-_:.]*\d{1,4}(?:sym)?", re.I)
_ROLES = {"doc-noteref", "noteref"}
_NOTE_ROLES = {"doc-footnote", "doc-endnote"}
_HOLDERS = {"li", "div", "aside", "dd", "section", *PARAGRAPHS}
_LONGEST_MARK = 6  # characters: what is longer is words that lead somewhere
_ONE_NOTE = re.compile(r"mso-element:\s*(?:footnote|endnote)\s*(?:;|$)", re.I)
_REFERENCES = re.compile(r"(?:\d+\.?\s*)?(?:.*\band\s+)?(?:references|bibliography|sources|literature)\b.*", re.I)
_ENDS = ("edn", "endnote")


def over(root: HtmlElement) -> list[Remark]:
    """Put the footnotes of a page where they belong. Gives each, to be told."""
    targets = {name: part for part in root.iter() for name in (part.get("id"), part.get("name")) if name}
    marks = [(link, part) for link in root.iter("a") if (part := _target(link, targets)) is not None]
    notes = {part: _holder(part) for _link, part in marks}
    if _are_references([(link, notes[part]) for link, part in marks]):
        return _to_references(root, marks, notes)
    remarks: list[Remark] = []
    below: dict[HtmlElement, list[HtmlElement]] = {}
    placed: set[HtmlElement] = set()
    for link, part in marks:
        label, holder = squeezed(link).strip("[]() ") or "*", notes[part]
        block = _block(link)
        if link.get("role") not in _ROLES:  # a word processor prints its marks without writing them
            remarks.append(
                Remark(Kind.CHANGED, "The mark of a footnote is words now", meant(link), leaving.place(link))
            )
        _say_mark(link, label)
        if holder in placed or block is holder or any(around is holder for around in block.iterancestors()):
            continue
        placed.add(holder)
        paragraphs = _paragraphs(holder, label)
        below.setdefault(block, []).extend(paragraphs)
        words = " ".join(map(squeezed, paragraphs))
        remarks.append(Remark(Kind.CHANGED, "A footnote stands below what it is about", words))
        _drop(holder)
    for block, paragraphs in below.items():
        for paragraph in reversed(paragraphs):
            tail, block.tail = block.tail, None
            block.addnext(paragraph)
            paragraph.tail = (paragraph.tail or "") + (tail or "")
    return remarks


def _target(link: HtmlElement, targets: dict[str, HtmlElement]) -> HtmlElement | None:
    """Where the mark of a footnote leads; None for any other link."""
    to = link.get("href") or ""
    part = targets.get(to[1:]) if to.startswith("#") else None
    if part is None or part is link or len(squeezed(link)) > _LONGEST_MARK:
        return None
    is_marked = {link.get("role"), link.get("epub:type")} & _ROLES or "footnote" in (link.get("class") or "").lower()
    is_back = (part.get("id") or part.get("name") or "").lower().endswith(("anc",))
    if is_back or not (is_marked or _NOTE.fullmatch(to[1:])):
        return None
    return part if part.get("role") in _NOTE_ROLES or not _is_reference(part) else None


def _is_reference(part: HtmlElement) -> bool:
    """Whether something stands under a heading of references."""
    outer = part
    while outer is not None:
        for before in outer.itersiblings(preceding=True):
            if before.tag in HEADINGS:
                return bool(_REFERENCES.fullmatch(squeezed(before)))
        outer = outer.getparent()
    return False


def _holder(part: HtmlElement) -> HtmlElement:
    """The element that holds all of one note."""
    holder = (
        part if part.tag in _HOLDERS else next((found for found in part.iterancestors() if found.tag in _HOLDERS), part)
    )
    for found in holder.iterancestors("div", "aside"):
        if _ONE_NOTE.search(found.get("style") or "") or re.fullmatch(
            r"sdfootnote\d+|sdendnote\d+", found.get("id") or ""
        ):
            return found
    return holder


def _block(link: HtmlElement) -> HtmlElement:
    """The outermost table or list around a mark, or its paragraph."""
    around = list(link.iterancestors())
    whole = [found for found in around if found.tag in {"table", "ul", "ol", "blockquote"}]
    lines = [found for found in around if found.tag in HEADINGS or found.tag in PARAGRAPHS or found.tag == "div"]
    return whole[-1] if whole else lines[0] if lines else link


def _say_mark(link: HtmlElement, label: str) -> None:
    """A mark as words, which no number can be taken for a citation."""
    while (
        (outer := link.getparent()) is not None and outer.tag in {"sup", "span"} and squeezed(outer) == squeezed(link)
    ):
        if (outer.text or "").strip() or len(outer) > 1:
            break
        link = outer
    made = lxml.html.Element("span")
    before = link.getprevious()
    text = (before.tail if before is not None else link.getparent().text) or ""
    made.text = f"{'' if text[-1:].isspace() else ' '}[note {label}]"
    made.tail = link.tail
    link.getparent().replace(link, made)


def _paragraphs(holder: HtmlElement, label: str) -> list[HtmlElement]:
    """What a note says, each paragraph of it, the first after its mark in words."""
    holder = copy.deepcopy(holder)
    for back in list(holder.iter("a")):
        if (back.get("href") or "").startswith("#") and len(squeezed(back).strip("[]()^ .↩︎↑")) <= len(label) + 1:
            back.drop_tree()
    found = [part for part in holder.iter() if part.tag in PARAGRAPHS and squeezed(part)]
    if not found or len("".join(map(_letters, found))) != len(_letters(holder)):
        found = [holder]
    made = []
    for at, part in enumerate(found):
        paragraph = lxml.html.Element("p")
        paragraph.text = part.text
        paragraph.extend(list(part))
        if not at:
            _take_label(paragraph, label)
            paragraph.text = f"[note {label}] {(paragraph.text or '').lstrip()}"
        made.append(paragraph)
    return made


def _letters(element: HtmlElement) -> str:
    return "".join(squeezed(element).split())


def _take_label(paragraph: HtmlElement, label: str) -> None:
    first = next((part for part in paragraph.iter() if (part.text or "").strip()), None)
    if first is not None and squeezed(paragraph) != label:
        first.text = re.sub(rf"^\s*[\[(]?{re.escape(label)}[\])]?[.:]?(?=\s|$)", "", first.text or "")
        if first is not paragraph and not (first.text or "").strip() and first.tag in {"sup", "span"}:
            first.drop_tree()


def _drop(holder: HtmlElement) -> None:
    outer = holder.getparent()
    holder.drop_tree()
    while outer is not None and outer.tag not in {"body", "html"} and not squeezed(outer) and not len(outer):
        outer, empty = outer.getparent(), outer
        empty.drop_tree()


# --- Endnotes by which a word processor lists sources ---


def _are_references(marks: list[tuple[HtmlElement, HtmlElement]]) -> bool:
    """Whether all notes are endnotes, and each of them reads as a reference."""
    holders = {holder for _link, holder in marks}
    names = [(link.get("href") or "")[1:].lstrip("_").lower() for link, _holder in marks]
    if not holders or not all(name.startswith(_ENDS) for name in names):
        return False
    taken = [printed_line.take_apart(re.sub(r"^\[?\w{1,4}\]?\.?\s+(?=\w)", "", squeezed(holder))) for holder in holders]
    return all(fields.get("issued") and fields.get("source") for fields in taken)


def _to_references(
    root: HtmlElement, marks: list[tuple[HtmlElement, HtmlElement]], notes: dict[HtmlElement, HtmlElement]
) -> list[Remark]:
    """Make a list of references of endnotes; the links to them stay, and are its citations."""
    body = root.find(".//body") if root.tag == "html" else root
    heading, items = lxml.html.Element("h2"), lxml.html.Element("ol")
    heading.text = "References"
    headings = [part.tag for part in root.iter() if part.tag in HEADINGS and part.tag != "h1"]
    heading.tag = min(headings, default="h1")
    for part in dict.fromkeys(part for _link, part in marks):
        item = lxml.html.Element("li")
        item.set("id", next((link.get("href") or "")[1:] for link, target in marks if target is part))
        label = next(squeezed(link).strip("[]() ") for link, target in marks if target is part)
        paragraph = _paragraphs(notes[part], label)[0]
        paragraph.text = (paragraph.text or "").removeprefix(f"[note {label}] ")
        item.extend([paragraph])
        items.append(item)
        _drop(notes[part])
    body.extend([heading, items])
    why = "Endnotes that read as references are taken as its references, and their marks as citations"
    return [Remark(Kind.DOUBT, why, squeezed(items))]
