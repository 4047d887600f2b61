"""What was copied from a page of ours: its citations are numbers of another article."""

from lxml.html import HtmlElement

from articles.transfer.blocks import squeezed
from articles.transfer.normal import leaving
from articles.transfer.remarks import Kind, Remark

_CITED = "A citation of another article was left out: cite the source again here"


def drop_signs(root: HtmlElement) -> None:
    """Take out the signs around raised words, `^(` and `)`, which a page of ours has beside their elements."""
    for sign in [found for found in root.iter("span") if "sign" in (found.get("class") or "").split()]:
        if squeezed(sign) in {"^(", "_(", ")"}:
            sign.drop_tree()


def over(root: HtmlElement) -> list[Remark]:
    """Take out citations of ours, and the links to a member's notes. Gives the citations."""
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
    return remarks
