"""Links: to our own articles, to the web, and those that lead nowhere from here."""

import re

from lxml.html import HtmlElement

from articles.transfer.blocks import squeezed
from articles.transfer.remarks import Kind, Remark

_ARTICLE = re.compile(r"/articles/(\d{1,9})/[\w-]*/?(?:#[\w-]*)?")


def to_articles(root: HtmlElement, *, own_site: str) -> list[Remark]:
    """Make links to our articles such; those within another site become plain words. Gives those."""
    remarks = []
    for link in list(root.iter("a")):
        address = link.get("href") or ""
        found = _ARTICLE.fullmatch(address.removeprefix(own_site) if own_site else address)
        if found and not link.get("data-article"):
            link.attrib.pop("href")
            link.set("data-article", found[1])
        elif not (link.get("data-article") or re.match(r"https?://|mailto:", address)):
            if squeezed(link) and not address.startswith("#") and address:
                why = "A link within another site is plain words now"
                remarks.append(Remark(Kind.FURNITURE, why, squeezed(link), f"{squeezed(link)} ({address})"))
            link.drop_tag()
    return remarks
