"""What a JATS file says of the article before it begins: title, abstracts, and whether it may and should be used."""

from collections.abc import Iterator
from html import escape

from lxml import etree

from articles.transfer.jats.body import Body
from articles.transfer.jats.references import plain_words
from articles.transfer.jats.tree import XLINK, child, name, words
from articles.transfer.remarks import Kind, Remark

# What an article is, or what leads from it to another, that says that it must not be used as it is; the worst first.
_RETRACTED = "The source was retracted"
_WARNINGS = {
    "retraction-forward": _RETRACTED,
    "retracted-article": "The source is the notice of a retraction, and not the article",
    "retraction": "The source is the notice of a retraction, and not the article",
    "partial-retraction-forward": "A part of the source was retracted",
    "partial-retraction": "The source is the notice of a retraction, and not the article",
    "removal-forward": "The source was removed by its publisher",
    "withdrawal-forward": "The source was withdrawn",
    "withdrawal": "The source was withdrawn",
    "concern-forward": "An expression of concern was published about the source",
    "expression-of-concern-forward": "An expression of concern was published about the source",
    "object-of-concern": "The source is an expression of concern about another article",
    "expression-of-concern": "The source is an expression of concern about another article",
    "correction-forward": "The source was corrected: take the corrections over",
    "corrected-article": "The source is a correction of another article, and not the article",
    "correction": "The source is a correction of another article, and not the article",
    "erratum": "The source is a correction of another article, and not the article",
    "addendum-forward": "Something was added to the source later",
    "addended-article": "The source is an addition to another article",
    "updated-article": "The source updates another article",
    "update-forward": "The source was updated: take the newer one",
    "preprint": "",
}
_PEOPLE = "Not taken over, since an import is in the name of an account"
_FURNITURE = {
    "contrib-group": _PEOPLE,
    "aff": _PEOPLE,
    "article-id": "An id of the source",
    "article-categories": "What the source is filed under",
    "pub-date": "When the source was published",
    "history": "The history of the source",
    "volume": "Where the source was published",
    "issue": "Where the source was published",
    "fpage": "Where the source was published",
    "lpage": "Where the source was published",
    "elocation-id": "Where the source was published",
    "funding-group": "Who paid for the source",
    "kwd-group": "Keywords of the source",
    "conference": "The conference of the source",
    "counts": "Counts of the source",
    "custom-meta-group": "What the source says of itself",
    "self-uri": "An address of the source",
    "title-group": "Another title of the source",
}


def warnings(root: etree._Element) -> list[Remark]:
    """Whether the source was retracted, corrected or doubted, the worst first; and its licence."""
    found: list[tuple[str, str]] = [(root.get("article-type") or "", "")]
    for link in root.findall("./front//related-article") + root.findall("./front//related-object"):
        kind = link.get("related-article-type") or link.get("document-type") or ""
        found.append((kind, " ".join(filter(None, (words(link), link.get(XLINK), link.get("id") and "")))))
    title = words(root.find("./front/article-meta/title-group/article-title"))
    if title.lower().startswith(("retracted", "withdrawn")):
        found.append(("retraction-forward", title))
    order = list(_WARNINGS)
    known = sorted({it for it in found if _WARNINGS.get(it[0])}, key=lambda it: order.index(it[0]))
    remarks = [Remark(Kind.WARNING, _WARNINGS[kind], place=place) for kind, place in known]
    remarks += [
        Remark(Kind.DOUBT, f"The source names a related article ({kind})", place=place)
        for kind, place in found[1:]
        if kind not in _WARNINGS
    ]
    return [*dict.fromkeys(remarks), *_licence(root)]


def _licence(root: etree._Element) -> list[Remark]:
    """What the source says of who may use it."""
    found = root.findall("./front/article-meta/permissions") + root.findall("./front/article-meta/copyright-statement")
    remarks = []
    for part in found:
        address = next((link for link in (it.get(XLINK) for it in part.iter("license")) if link), "")
        place = " ".join(filter(None, (words(part), address)))
        why = "Licence of the source: use it only as far as this allows"
        remarks.append(Remark(Kind.DOUBT, why, words(part), place))
    return remarks


def front(root: etree._Element, body: Body) -> Iterator[str]:
    """The title and the abstracts as HTML; all else in front of the article is told."""
    meta = root.find("./front/article-meta")
    if meta is None:
        return
    title = meta.find(".//article-title")
    if title is not None:
        yield f"<h1>{escape(plain_words(title))}</h1>"
    subtitle = meta.find("./title-group/subtitle")
    if subtitle is not None and words(subtitle):
        yield f"<p>{body.inline(subtitle)}</p>"
    for part in meta:
        yield from _part(part, body)


def _part(part: etree._Element, body: Body) -> Iterator[str]:
    tag = name(part)
    if tag in {"abstract", "trans-abstract"}:
        heading = child(part, "title")
        yield f"<h2>{body.inline(heading) if heading is not None else 'Abstract'}</h2>"
        yield from body.blocks(part, 2, but=heading)
    elif tag == "author-notes":
        for note in part:
            is_interest = "conflict" in (note.get("fn-type") or "") or "coi" in (note.get("fn-type") or "")
            why = "What its authors declare" if is_interest else "A note about its authors"
            body.tell(Kind.LEFT_OUT if is_interest else Kind.FURNITURE, why, words(note))
    elif tag == "title-group":
        for other in part:
            if name(other) not in {"article-title", "subtitle"}:
                body.tell(Kind.FURNITURE, _FURNITURE[tag], words(other))
    elif tag == "contrib-group":
        for person in part:
            body.tell(Kind.FURNITURE, _PEOPLE, words(person))
    elif tag == "supplementary-material":
        yield from body.blocks_of(part, 2)
    elif tag not in {"permissions", "copyright-statement", "related-article", "related-object"}:
        body.tell(Kind.FURNITURE, _FURNITURE.get(tag, "What the source says of itself"), words(part))
