"""The way through the normaliser, step by step."""

import re
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from articles.transfer.blocks import squeezed
from articles.transfer.normal import footnotes, formulas, leaving, lists, ours, tables
from articles.transfer.normal.marks import Walk
from articles.transfer.normal.styles import LINE, Sheet
from articles.transfer.remarks import Kind, Remark
from articles.transfer.word import formulas as omml

_UNSEEN = {"script", "style", "template", "link", "meta"}
_LINES = {"div", "section", "article", "aside", "header", "footer", "main", "center", "figcaption", "legend", "dialog"}
_LINES |= {"details", "summary", "fieldset", "address", "figure", "hgroup", "dl"}
_IN_LINE = LINE | {"br", "img", "wbr"}
_MEANT = {"a", "cite", "strong", "em", "sub", "sup"}
_SEEN = {"img", "cite"}
_QUOTES = {"q": ("“", "”")}


@dataclass
class Normal:
    """A page in normal form, and what there is to tell of it."""

    root: HtmlElement
    remarks: list[Remark]

    @property
    def body(self) -> HtmlElement:
        body = self.root.find("body")
        return body if body is not None else self.root


def normalise(html: str, *, keeps_citations: bool = False) -> Normal:
    """A document or a piece of one, in normal form; with the citations of ours in it when they are right here.

    A reader that knows more than HTML can say puts it into attributes: `x-why` an element does not come in, and of a
    paragraph of a list its `x-level` and the `x-label` that is printed before it.
    """
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\0", ""))
    root = lxml.html.document_fromstring(_with_formulas(html))
    sheet = Sheet("\n".join(style.text or "" for style in root.iter("style")))
    remarks = _sources_of_formulas(root)
    for element in [found for found in root.iter() if not isinstance(found.tag, str) or found.tag in _UNSEEN]:
        if element.getparent() is not None:
            element.drop_tree()
    for words in formulas.replace(root):
        plain = re.sub(r"<[^>]*>", "", words.replace("<sup>", "^"))
        remarks.append(Remark(Kind.CHANGED, "A formula stands as words: compare it", plain))
    ours.drop_signs(root)
    remarks += leaving.drop_comments(root)
    lists.count(root, sheet)
    lists.take_marks(root, sheet)
    walk, made = Walk(sheet), lists.Lists()
    walk.through(root)
    remarks += [*walk.remarks, *leaving.drop_fields(root), *leaving.drop_furniture(root)]
    remarks += footnotes.over(root)
    made.over(root)
    remarks += [*made.remarks, *tables.over(root), *([] if keeps_citations else ours.over(root))]
    _tidy(root)
    _stand_apart(root)
    return Normal(root, remarks)


def _with_formulas(html: str) -> str:
    """HTML with the formulas that Word hides from browsers in it, in place of the pictures that it shows them."""
    if "msEquation" not in html:
        return html
    html = re.sub(r"<!(?:--)?\[if !msEquation\](?:--)?>.*?<!(?:--)?\[endif\](?:--)?>", "", html, flags=re.DOTALL)
    hidden = r"<!--\[if gte msEquation \d+\]>(.*?)<!\[endif\]-->"
    return re.sub(hidden, lambda found: omml.from_html(found[1]), html, flags=re.DOTALL)


def _sources_of_formulas(root: HtmlElement) -> list[Remark]:
    """Formulas that only a script would draw, in the words of TeX, beside where they would be drawn."""
    remarks = []
    for script in [found for found in root.iter("script") if (found.get("type") or "").startswith("math/tex")]:
        words = " ".join((script.text or "").split())
        remarks.append(Remark(Kind.CHANGED, "A formula stands as words of TeX: write it again", words, words))
        script.tag, script.text = "span", words
    return remarks


def _tidy(root: HtmlElement) -> None:
    """Quotation marks as signs, and no styles, which nothing is left to say."""
    for element in list(root.iter()):
        if element.tag in _QUOTES:
            opening, closing = _QUOTES[element.tag]
            element.text = opening + (element.text or "")
            if len(element):
                element[-1].tail = (element[-1].tail or "") + closing
            else:
                element.text += closing
            element.tag = "span"
        if element.tag == "pre":
            _break_lines(element)
        for name in ("style", "face", "x-why", "lang", "dir", "cite", "datetime", "title", "size", "color"):
            element.attrib.pop(name, None)


def _stand_apart(root: HtmlElement) -> None:
    """Lines that a page sets below each other are paragraphs, so that no two run together; those without words go, and
    so does what surrounds words and says nothing of them."""
    for holder in [found for found in root.iter() if found.tag in _LINES or found.tag == "body"]:
        _hold_loose(holder)
    for element in reversed(list(root.iter())):
        if element.getparent() is None or element.tag in {"html", "head", "body"}:
            continue
        if element.tag in _LINES and not any(
            part.tag not in LINE | {"br", "img"} for part in element.iterdescendants()
        ):
            element.tag = "p"
        if element.tag == "p" and not squeezed(element) and not any(part.tag in _SEEN for part in element.iter()):
            _drop_line(element)
        elif (element.tag in LINE or ":" in element.tag) and element.tag not in _MEANT and not element.keys():
            element.drop_tag()


def _drop_line(element: HtmlElement) -> None:
    """Take out an empty line, but not the places in it that links lead to."""
    if any(part.get("id") or part.get("name") for part in element.iter()):
        element.drop_tag()
    else:
        element.drop_tree()


def _break_lines(element: HtmlElement) -> None:
    """The lines of what was typed as lines, with breaks between them."""
    for part in list(element.iter()):
        if part is not element and "\n" in (part.tail or ""):
            first, *others = (part.tail or "").split("\n")
            part.tail = first
            for line in reversed(others):
                part.addnext(_break(line))
        if "\n" in (part.text or ""):
            first, *others = (part.text or "").removeprefix("\n").split("\n")
            part.text = first
            for at, line in enumerate(others):
                part.insert(at, _break(line))
    last = element[-1] if len(element) else None
    if last is not None and last.tag == "br" and not (last.tail or "").strip():
        element.remove(last)


def _break(after: str) -> HtmlElement:
    made = lxml.html.Element("br")
    made.tail = after
    return made


def _hold_loose(holder: HtmlElement) -> None:
    """Words that stand loose beside blocks, in paragraphs of their own, so that they run into nothing."""
    if all(child.tag in _IN_LINE or ":" in child.tag for child in holder):
        return
    loose: list[HtmlElement] = []
    text, holder.text = holder.text or "", None
    for child in [*holder, None]:
        is_inline = child is not None and (child.tag in _IN_LINE or ":" in child.tag)
        if child is not None and is_inline:
            loose.append(child)
            continue
        if text.strip() or any(squeezed(part) or part.tag == "img" for part in loose):
            made = lxml.html.Element("p")
            made.text = text
            if child is None:
                holder.append(made)
            else:
                child.addprevious(made)
            made.extend(loose)
        loose = []
        if child is not None:
            text, child.tail = child.tail or "", None
