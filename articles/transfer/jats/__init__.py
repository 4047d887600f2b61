"""Articles out of JATS XML, the format of PubMed Central (https://jats.nlm.nih.gov/publishing/1.3/)."""

import re
from collections.abc import Iterator
from html.entities import name2codepoint

from lxml import etree

from articles.transfer import printed
from articles.transfer.files import ArticleFileError
from articles.transfer.jats import references
from articles.transfer.jats.body import Body
from articles.transfer.jats.front import front, warnings
from articles.transfer.jats.tree import choose, place_floats, set_apart
from articles.transfer.remarks import Remark

# Names that journals' DTDs take from HTML, such as &nbsp;: no DTD is loaded, so they are written as numbers.
_NAMED = re.compile(rb"&(\w+);")


def _numbered(name: re.Match[bytes]) -> bytes:
    code = name2codepoint.get(name[1].decode(errors="replace"))
    is_xml = name[1] in {b"amp", b"lt", b"gt", b"quot", b"apos"}
    return name[0] if is_xml or code is None else f"&#{code};".encode()


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a JATS file. Raises ArticleFileError when it is no XML, or another kind of it."""
    root = _root(content, name)
    remarks = set_apart(root)
    choose(root)
    remarks += place_floats(root)
    sources = references.read(root, remarks)
    html = "\n".join(_html(root, remarks))
    return printed.read(html, sources=sources, remarks=[*warnings(root), *remarks], name=name)


def _root(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_NAMED.sub(_numbered, content), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        raise ArticleFileError(name, line, "This is no well-formed XML. Export it again.") from error
    declared = root.getroottree().docinfo.internalDTD
    if (declared is not None and list(declared.iterentities())) or list(root.iter(etree.Entity)):
        raise ArticleFileError(name, 0, "It has entities of its own making. Export it with plain characters.")
    if etree.QName(root).localname == "pmc-articleset":
        root = next((child for child in root if etree.QName(child).localname == "article"), root)
    if etree.QName(root).localname != "article":
        raise ArticleFileError(name, 0, "This is XML, but not of JATS: its outermost element is not <article>.")
    return root


def _html(root: etree._Element, remarks: list[Remark]) -> Iterator[str]:
    body = Body(root, remarks)
    yield from front(root, body)
    for part in root.findall("./body"):
        yield from body.blocks(part, 1)
    for part in root.findall("./back/*"):
        yield from body.back(part)
    for name in ("floats-group", "floats-wrap"):
        for part in root.findall(f"./{name}"):
            yield from body.blocks(part, 2)
