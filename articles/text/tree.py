"""Sanitised HTML as a tree, and what an editor meant by it."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from lxml import etree

from articles.text import raised
from articles.text.allowlist import INLINE
from articles.text.formats import FORMAT, ON_THE_LINE


def parse(html: str) -> etree._Element:
    """Sanitised HTML as a tree. It is well-formed, so that no parser needs to guess, save for two habits of HTML."""
    xml = html.replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    return etree.fromstring(f"<body>{xml}</body>", etree.XMLParser(resolve_entities=False, no_network=True))


Node: TypeAlias = "str | etree._Element"


def content(element: etree._Element) -> Iterator[Node]:
    """The words and elements directly in an element, in order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Those nodes, with an inline element that holds blocks replaced by its content."""
    for node in nodes:
        if not isinstance(node, str) and node.tag in INLINE and any(child.tag not in INLINE for child in node.iter()):
            yield from flat(content(node))
        else:
            yield node


def paragraphs(nodes: Iterable[Node]) -> Iterator[list[Node] | etree._Element]:
    """Blocks as elements; paragraphs, and words that stand loose between blocks, as lists of nodes. None is blank."""
    loose: list[Node] = []
    for node in (*flat(nodes), None):
        if isinstance(node, str) or (node is not None and node.tag in INLINE):
            loose.append(node)
            continue
        if not is_blank(loose):
            yield loose
        loose = []
        if node is not None and not is_blank([node]):
            yield list(content(node)) if node.tag == "p" else node


def is_blank(nodes: Iterable[Node]) -> bool:
    """Whether nothing in those nodes would be seen."""
    nodes = list(nodes)
    return not plain(nodes) and not any(has_citation(node) for node in nodes if not isinstance(node, str))


def has_citation(element: etree._Element) -> bool:
    return next(element.iter("cite"), None) is not None


def plain(nodes: Iterable[Node], *, text_format: int = FORMAT) -> str:
    """The words in those nodes, on one line."""

    def pieces(nodes: Iterable[Node]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, str):
                yield node
            elif node.tag in raised.TABLES and text_format > ON_THE_LINE:
                words = "".join(pieces(content(node)))
                yield raised.written(words, str(node.tag), is_nested=holds_raised(node))
            else:
                gap = " " if node.tag == "br" or node.tag not in INLINE else ""
                yield from (gap, *pieces(content(node)), gap)

    return " ".join("".join(pieces(nodes)).split())


def holds_raised(element: etree._Element) -> bool:
    """Whether something raised or lowered stands in it."""
    return any(child.tag in raised.TABLES for child in element.iterdescendants())
