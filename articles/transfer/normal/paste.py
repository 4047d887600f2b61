"""What is pasted into a draft, as its editor takes it."""

from dataclasses import dataclass

from lxml.html import HtmlElement, tostring

from articles.text import sanitise
from articles.transfer.blocks import PARAGRAPHS, WHOLE, blocks, holds_blocks
from articles.transfer.normal import links
from articles.transfer.normal.normaliser import normalise
from articles.transfer.normal.styles import LINE
from articles.transfer.remarks import Remark

_HELD = {*WHOLE, *PARAGRAPHS, "li", "tr", "td", "th", "caption", "thead", "tbody", "br"}
_HOLDERS = {"div", "section", "article", "main", "aside", "header", "footer", "figure", "details", "center", "dl"}
_MARKS = {"a", "strong", "em", "sub", "sup"}


@dataclass
class Pasted:
    """What was pasted as the editor takes it, and what there is to tell of it, in the order of the words."""

    html: str
    remarks: list[Remark]


def pasted(html: str, *, own_site: str = "", keeps_citations: bool = False) -> Pasted:
    """What a clipboard holds, in normal form. `own_site` is our address, as `https://example.org`."""
    if not html.strip():
        return Pasted("", [])
    normal = normalise(html, keeps_citations=keeps_citations)
    remarks = [*normal.remarks, *links.to_articles(normal.body, own_site=own_site)]
    body = normal.body
    _unwrap(body)
    found = list(blocks(body))
    top = min((block.level for block in found if block.level), default=2)
    down = 1 if top == 1 else 0  # the highest heading is a section, not the title
    written = []
    for block in found:
        tag = f"h{max(2, min(3, block.level + down))}" if block.level else block.tag
        if block.text or block.element.find(".//cite") is not None:
            block.element.tag = tag
            written.append(tostring(block.element, encoding="unicode", with_tail=False))
    return Pasted(sanitise("".join(written)), remarks)


def _unwrap(body: HtmlElement) -> None:
    """Take out what only holds other things, and breaks between them."""
    for element in reversed(list(body.iterdescendants())):
        tag = str(element.tag)
        if tag == "br" and _is_between_blocks(element):
            element.drop_tree()
        elif tag in _HOLDERS:
            if holds_blocks(element) or element.getparent().tag in LINE:
                element.drop_tag()
            else:
                element.tag = "p"
        elif tag in LINE - _MARKS and tag != "cite":
            element.drop_tag()


def _is_between_blocks(line_break: HtmlElement) -> bool:
    beside = (line_break.getprevious(), line_break.getnext())
    is_alone = not (line_break.tail or "").strip()
    return (
        is_alone
        and all(other is None or other.tag in _HELD - {"br"} for other in beside)
        and any(other is not None for other in beside)
    )
