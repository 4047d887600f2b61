"""What was copied from a page of ours: its citations are numbers of another article, its links lead to articles."""

import re

from lxml.html import HtmlElement

from articles.transfer.blocks import squeezed
from articles.transfer.normal import leaving
from articles.transfer.remarks import Kind, Remark

_ARTICLE = re.compile(r"/articles/(\d{1,9})/[\w-]*/?(?:#[\w-]*)?")
_CITED = "A citation of another article was left out: cite the source again here"


def over(root: HtmlElement, *, own_site: str = "") -> list[Remark]:
    """Take out citations of ours and the links to notes; links to our articles become those. Gives what went out."""
    remarks = []
    for element in list(root.iter("sup", "cite")):
        classes = (element.get("class") or "").split()
        if element.getparent() is None or not ({"cite", "hl-ref"} & {*classes} or element.get("data-ref")):
            continue
        if "hl-ref" not in classes:
            keys = [part.get("data-ref") for part in element.iter() if part.get("data-ref")]
            words = squeezed(element) or ", ".join(f"[{key}]" for key in keys)
            remarks.append(Remark(Kind.LEFT_OUT, _CITED, words, leaving.place(element)))
        element.drop_tree()
    for link in root.iter("a"):
        address = (link.get("href") or "").removeprefix(own_site) if own_site else link.get("href") or ""
        if found := _ARTICLE.fullmatch(address):
            link.set("data-article", found[1])
            link.attrib.pop("href")
    return remarks
