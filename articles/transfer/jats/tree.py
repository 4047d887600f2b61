"""The tree of a JATS file: names without namespaces, one of several forms of a thing, floats where they belong."""

from collections.abc import Iterator

from lxml import etree

from articles.transfer.remarks import Kind, Remark

XLINK = "{http://www.w3.org/1999/xlink}href"
# Of several forms of one thing, the first of these that is there; a picture only when there is nothing else.
_FORMS = (
    *("element-citation", "mixed-citation", "nlm-citation", "table", "array", "math", "textual-form", "p", "tex-math"),
    *("chem-struct", "code", "preformat", "graphic", "inline-graphic", "media"),
)
_HOLDERS = {"body", "sec", "app", "boxed-text", "abstract", "ack", "notes", "disp-quote"}
_FLOATS = ("floats-group", "floats-wrap")
# What may be a part of a word; all else stands apart from what is beside it.
JOINED = {
    *(
        "bold",
        "italic",
        "sub",
        "sup",
        "underline",
        "overline",
        "monospace",
        "roman",
        "sans-serif",
        "sc",
        "strike",
        "xref",
    ),
    *("ext-link", "uri", "email", "named-content", "styled-content", "abbrev", "inline-formula", "math", "fixed-case"),
    *("target", "milestone-start", "milestone-end", "private-char", "inline-graphic", "chem-struct", "tex-math", "x"),
}
_OTHERS = {"sub-article", "response"}  # articles within the article: letters, decisions, translations


def name(element: etree._Element) -> str:
    """What an element is called, whatever its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def words(element: etree._Element | None) -> str:
    """The words of an element on one line, those of its parts apart, but for parts of words such as e<i>Life</i>."""
    return " ".join("".join(_texts(element)).split()) if element is not None else ""


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        around = "" if name(part) in JOINED or not name(part) else " "
        yield around
        yield from _texts(part) if name(part) else ()
        yield around
        yield part.tail or ""


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """The first child of one of these names."""
    return next((part for part in element if name(part) in names), None)


def set_apart(root: etree._Element) -> list[Remark]:
    """Take out of the file what is another article in it, since its ids and references are not those of this one."""
    remarks = []
    for part in [part for part in root.iter() if name(part) in _OTHERS]:
        if part.getparent() is None or any(name(around) in _OTHERS for around in part.iterancestors()):
            continue
        kind = part.get("article-type") or part.get("response-type") or ""
        why = "A translation of the article" if kind == "translation" else "Letters or decisions about the article"
        remarks.append(Remark(Kind.FURNITURE, f"{why}, and no part of it", words(part)))
        part.getparent().remove(part)
    return remarks


def choose(root: etree._Element) -> None:
    """Leave one form of each thing that the file has in several."""
    for holder in [part for part in root.iter() if name(part).endswith("alternatives")]:
        forms = [part for part in holder if isinstance(part.tag, str)]
        if holder.getparent() is None or not forms:
            continue
        best = min(forms, key=lambda form: _FORMS.index(name(form)) if name(form) in _FORMS else len(_FORMS))
        chosen = [form for form in forms if name(form) == name(best)] if name(best) == "table" else [best]
        for form in chosen:
            form.tail = None
            holder.addprevious(form)
        chosen[-1].tail = holder.tail
        holder.getparent().remove(holder)


def place_floats(root: etree._Element) -> list[Remark]:
    """Move each table and figure that stands at the end of the file behind the block that first refers to it."""
    first: dict[str, etree._Element] = {}
    for part in ("abstract", "body", "back"):
        for link in root.iter("xref"):
            around = {name(parent) for parent in link.iterancestors()}
            if part in around and not around & set(_FLOATS):
                for to in (link.get("rid") or "").split():
                    first.setdefault(to, link) if part != "abstract" else None
    last: dict[etree._Element, etree._Element] = {}
    remarks = []
    for group in [part for part in root if name(part) in _FLOATS]:
        for thing in list(group):
            link = next((first[part.get("id")] for part in thing.iter() if part.get("id") in first), None)
            block = _block(link) if link is not None else None
            if block is None:
                label = words(child(thing, "label")) or words(child(thing, "caption")) or name(thing)
                why = "Nothing in the text refers to this, so it stands at the end"
                remarks.append(Remark(Kind.DOUBT, why, place=label[:200]))
                continue
            after = last.get(block, block)
            tail, after.tail = after.tail, None
            after.addnext(thing)
            thing.tail = tail
            last[block] = thing
    return remarks


def _block(link: etree._Element) -> etree._Element | None:
    """The outermost block around something that still stands in its own section."""
    for part in link.iterancestors():
        parent = part.getparent()
        if parent is not None and name(parent) in _HOLDERS and name(part) not in _HOLDERS and name(part) != "title":
            return part
        if parent is not None and name(part) == "title":
            return part
    return None
