"""HTML of whatever make as blocks in their order: headings, paragraphs, lists, tables, quotations."""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

from articles.references.lookup.markup import script
from articles.text import raised

HEADINGS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPHS = {"p", "pre", "address", "dt", "dd", "figcaption", "legend", "summary"}
WHOLE = {"ul", "ol", "table", "blockquote"}  # written with all that is in them
BLOCKS = {*HEADINGS, *PARAGRAPHS, *WHOLE}
LEFT_OUT = {"nav", "form", "noscript", "iframe", "object", "svg", "button", "select"}  # no part of an article


@dataclass
class Block:
    """A block is one of the elements that a page is made of. A `div` and its like are none: what is in them is."""

    tag: str
    element: HtmlElement

    @property
    def level(self) -> int:
        """Of a heading, from 1; 0 for anything else."""
        return HEADINGS.get(self.tag, 0)

    @property
    def text(self) -> str:
        return meant(self.element)


def blocks(element: HtmlElement) -> Iterator[Block]:
    """The blocks in an element. Text that stands between blocks is a paragraph."""
    loose = lxml.html.Element("p")
    for child in [_text(element.text), *(part for inner in element for part in (inner, _text(inner.tail)))]:
        is_block = child.tag in BLOCKS
        if is_block or holds_blocks(child):
            yield from _loose(loose)
            loose = lxml.html.Element("p")
            if (child.tag in PARAGRAPHS and holds_blocks(child)) or not is_block:
                yield from blocks(child)
            else:
                yield Block("p" if child.tag in PARAGRAPHS else child.tag, child)
        else:
            child = copy.deepcopy(child)
            child.tail = None
            loose.append(child)
    yield from _loose(loose)


def _loose(paragraph: HtmlElement) -> Iterator[Block]:
    if squeezed(paragraph):
        yield Block("p", paragraph)


def _text(text: str | None) -> HtmlElement:
    span = lxml.html.Element("span")
    span.text = text
    return span


def holds_blocks(element: HtmlElement) -> bool:
    """Whether blocks stand in it."""
    return any(
        part.tag in HEADINGS or part.tag in WHOLE or part.tag in PARAGRAPHS for part in element.iterdescendants()
    )


def squeezed(element: HtmlElement) -> str:
    """The words of an element on one line; those of different blocks do not run together."""
    parts = [str(part) for part in element.xpath(".//text()")]
    return " ".join((" " if holds_blocks(element) or element.tag in WHOLE else "").join(parts).split())


def meant(element: HtmlElement) -> str:
    """The words of an element on one line, raised ones told apart: 10⁹, not 109."""
    if holds_blocks(element) or element.tag in {*WHOLE, "thead", "tbody", "tr"}:
        return squeezed(element)
    around = (element, *element.iterancestors("sup", "sub"))
    tag = next((str(found.tag) for found in around if found.tag in {"sup", "sub"}), "")
    words = " ".join("".join(spelled(element)).split())
    return raised.written(words, tag) if tag and words else words


def spelled(element: HtmlElement) -> Iterator[str]:
    """The text of an element in pieces, raised ones told apart."""
    yield element.text or ""
    for child in element:
        inner = "".join(spelled(child)) if isinstance(child.tag, str) else ""
        yield raised.written(inner, str(child.tag)) if child.tag in {"sup", "sub"} and inner.strip() else inner
        yield child.tail or ""


def on_one_line(element: HtmlElement) -> str:
    """The words of an element on one line, as a title prints them: 10⁹ stays 10⁹, HbA1c is HbA1c."""

    def walk(part: HtmlElement) -> str:
        inner = (part.text or "") + "".join(walk(child) + (child.tail or "") for child in part)
        inner = f" {inner} " if part.tag == "br" or part.tag in BLOCKS else inner
        return script(inner, str(part.tag)) if part.tag in {"sup", "sub"} else inner

    return " ".join(walk(element).split())


def words(text: str) -> Counter[str]:
    """Every word and number in a text, as often as it stands there."""
    return Counter(re.findall(r"\w+", text.lower()))
