"""The references of a JATS file, which it has in parts, or as lines."""

import re
from collections.abc import Iterator

from lxml import etree

from articles.references.lookup import printed_line
from articles.references.lookup.identifiers import doi_of, pmid_of
from articles.references.lookup.markup import formula, plain, script
from articles.transfer.citing.sources import Source, Sources, reference_of
from articles.transfer.files import FileReference
from articles.transfer.jats.tree import XLINK, child, name, words
from articles.transfer.remarks import Kind, Remark

_CITATIONS = {"element-citation", "mixed-citation", "nlm-citation", "citation"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TITLES = ("article-title", "chapter-title", "part-title", "data-title")
_USED = {
    *("person-group", "name", "string-name", "collab", "etal", "anonymous", "source", "year", "month", "day", "season"),
    *("volume", "issue", "supplement", "fpage", "lpage", "page-range", "elocation-id", "pub-id", "ext-link", "uri"),
    *(
        "publisher-name",
        "publisher-loc",
        "edition",
        "label",
        "date",
        "isbn",
        "issn",
        "object-id",
        "size",
        "role",
        *_TITLES,
    ),
}
_ACCESSED = re.compile(r"accessed|cited|viewed|retrieved|updated", re.I)
_NO_NEWS = re.compile(
    r"\W*(?:https?://\S+|doi|pmid|url|available (?:at|from)|in|and|pp?|vol|eds?|editors?|the|\d+)?\W*", re.I
)


def read(root: etree._Element, remarks: list[Remark]) -> Sources:
    """The sources of the article, by their labels; what has no place in a reference is told."""
    sources = Sources()
    taken: set[str] = set()
    for ref in root.iter("ref"):
        number = re.fullmatch(r"\W*(\d{1,3})\W*", words(child(ref, "label")))
        parts = [part for part in ref if name(part) in _CITATIONS] or [ref]
        found: list[FileReference] = []
        for part in _once(parts):
            fields, rest = _fields(part)
            found.append(reference_of(fields, taken))
            taken.add(found[-1].key)
            where = f"Reference {number[1] if number else len(sources.entries) + 1} has no place for this"
            remarks += [Remark(Kind.LEFT_OUT, where, text) for text in rest]
        ids = {it.get("id") for it in (ref, *parts) if it.get("id")}
        sources.entries.append(Source(found, int(number[1]) if number else 0, frozenset(filter(None, ids))))
    remarks += [Remark(Kind.DOUBT, problem) for problem in sources.problems()]
    return sources


def _once(parts: list[etree._Element]) -> list[etree._Element]:
    """The citations of a reference, without the printed forms of those that it has in parts too."""
    parted = [part for part in parts if name(part) in {"element-citation", "nlm-citation"}]
    printed = [part for part in parts if part not in parted]
    return (parted if len(parted) >= len(printed) else printed) if parted and printed else parts


def _fields(cited: etree._Element) -> tuple[dict[str, str], list[str]]:
    """What a citation says, and the words of it for which a reference has no place."""
    title = next((text for it in _TITLES if (text := plain_words(child(cited, it)))), "")
    source = plain_words(child(cited, "source"))
    is_in_parts = name(cited) in {"element-citation", "nlm-citation"} or _issued(cited) or _authors(cited)
    if not (title or (source and is_in_parts)):
        fields = printed_line.take_apart(_line(cited))
        return fields | {key: value for key, value in _ids(cited).items() if value}, []
    source = _book(cited, source) if child(cited, "chapter-title") is not None else source
    publisher = ": ".join(
        filter(None, (plain_words(child(cited, "publisher-loc")), plain_words(child(cited, "publisher-name"))))
    )
    edition = _edition(cited)
    if child(cited, "chapter-title") is not None and publisher:
        source = f"{source}. {publisher}"
    elif not title:
        title, source = f"{source}. {edition}" if edition else source, publisher
    elif not source:
        source = publisher
    issued = _issued(cited)
    accessed = next((text for it in cited if (text := _accessed(it)) and len(f"{issued} [{text}]") <= 40), "")
    issued = f"{issued} [{accessed}]".strip() if accessed else issued
    fields = {
        "authors": _authors(cited),
        "title": title,
        "source": source,
        "issued": issued,
        "volume": words(child(cited, "volume")),
        "issue": " ".join(filter(None, (words(child(cited, "issue")), words(child(cited, "supplement"))))),
        "pages": _pages(cited),
        **_ids(cited),
    }
    return fields, [text for text in _rest(cited) if not accessed or accessed not in text]


def _accessed(part: etree._Element) -> str:
    """When somebody looked at a page, as a comment says it beside the address."""
    text = re.sub(r"https?://\S+", "", words(part)).strip(" .,;()[]")
    return text if name(part) in {"comment", "date-in-citation"} and _ACCESSED.search(text) else ""


def _line(cited: etree._Element) -> str:
    """A citation that is not in parts, as it is printed."""
    text = plain(_marked(cited, but=frozenset({"label"})))
    return re.sub(r"\s+([.,;:)\]])", r"\1", text)


def plain_words(element: etree._Element | None) -> str:
    """The words of a title or name, without its notes, raised ones with signs of their own."""
    return plain(_marked(element)).removesuffix(".") if element is not None else ""


def _marked(element: etree._Element, but: frozenset[str] = frozenset()) -> str:
    """The words of an element, raised and lowered ones with signs of their own, spaces between what stands apart."""
    parts = [element.text or ""]
    for part in element:
        if name(part) in but or name(part) in {"fn", "xref"}:
            parts.append(part.tail or "")
            continue
        if name(part) == "math":
            inner = formula(etree.tostring(part, encoding="unicode", with_tail=False))
        else:
            inner = _marked(part, but)
        if not part.tail and part.getnext() is not None and {name(part), name(part.getnext())} <= _USED:
            inner += " "
        parts.append(script(inner, name(part)) if name(part) in {"sup", "sub"} else inner)
        parts.append(part.tail or "")
    return "".join(parts).replace("<", "&lt;")


def _ids(cited: etree._Element) -> dict[str, str]:
    """DOI, PMID and address, from wherever a citation has them."""
    found = {"doi": "", "pmid": "", "url": ""}
    for part in cited.iter():
        kind = part.get("pub-id-type") or part.get("ext-link-type") or ""
        if name(part) not in {"pub-id", "ext-link", "uri", "object-id", "comment", "self-uri"}:
            continue
        for text in filter(None, (part.get(XLINK), words(part))):
            found["doi"] = found["doi"] or doi_of(text)
            if kind == "pmid" or "pubmed" in text or text.lower().startswith("pmid"):
                found["pmid"] = found["pmid"] or pmid_of(text)
            if re.match(r"https?://\S+$", text) and not doi_of(text) and not pmid_of(text):
                found["url"] = found["url"] or text
    return found


def _pages(cited: etree._Element) -> str:
    first, last = words(child(cited, "fpage")), words(child(cited, "lpage"))
    pages = "-".join(dict.fromkeys(filter(None, (first, last))))
    return pages or words(child(cited, "page-range")) or words(child(cited, "elocation-id"))


def _edition(cited: etree._Element) -> str:
    edition = words(child(cited, "edition"))
    return f"{edition} ed" if re.fullmatch(r"\d+(?:st|nd|rd|th)", edition) else edition


def _book(cited: etree._Element, source: str) -> str:
    """A book in which a chapter stands, with who edited it."""
    editors = ", ".join(_names(cited, are_editors=True))
    return "In: " + ". ".join(filter(None, (f"{editors}, editors" if editors else "", source, _edition(cited))))


def _authors(cited: etree._Element) -> str:
    """Who wrote it; of a book without authors, who edited it."""
    names = list(_names(cited, are_editors=False))
    if names or child(cited, "chapter-title") is not None:
        return ", ".join(names)
    editors = list(_names(cited, are_editors=True))
    return f"{', '.join(editors)}, editors" if editors else ""


def _names(cited: etree._Element, *, are_editors: bool) -> Iterator[str]:
    for part in cited:
        kind = part.get("person-group-type") or "author"
        is_group = name(part) == "person-group"
        if is_group and (kind in {"author", "allauthors", "inventor", "compiler", "curator"}) != are_editors:
            yield from filter(None, map(_name, part))
        elif not is_group and not are_editors and name(part) in {"name", "string-name", "collab", "etal", "anonymous"}:
            yield _name(part)


def _name(part: etree._Element) -> str:
    """A name as Vancouver style prints it: family and initials."""
    tag = name(part)
    if tag == "etal":
        return "et al"
    if tag not in {"name", "string-name"}:
        return plain_words(part).rstrip(".,;") if tag in {"collab", "anonymous"} else ""
    surname, given = child(part, "surname"), words(child(part, "given-names"))
    if surname is None:
        return words(part).rstrip(".,;")
    is_short = given.replace(".", "").replace(" ", "").replace("-", "").isupper() and len(given) < 12
    initials = (
        re.sub(r"[\s.]", "", given) if is_short else "".join(it[0] for it in re.split(r"[\s.-]+", given) if it).upper()
    )
    suffix = words(child(part, "suffix"))
    return " ".join(filter(None, (plain_words(surname), initials, suffix)))


def _issued(cited: etree._Element) -> str:
    date = child(cited, "date") if child(cited, "year") is None else cited
    date = cited if date is None else date
    month = words(child(date, "month"))
    if month.isdecimal() and 0 < int(month) <= 12:
        month = _MONTHS[int(month) - 1]
    day = words(child(date, "day")) if month else ""
    return " ".join(filter(None, (words(child(date, "year")), month[:3] or words(child(date, "season")), day)))


def _rest(cited: etree._Element) -> Iterator[str]:
    """Parts of a citation that no field takes: `Epub ahead of print`, the name of a conference."""
    for part in cited:
        text = words(part)
        if name(part) and name(part) not in _USED and not _NO_NEWS.fullmatch(text):
            yield text
