"""What is in a Word file: a zip of XML parts that name each other (ISO/IEC 29500, in its two sets of namespaces)."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

MOST = 50_000_000  # bytes that a document may unpack to: a small file can hold a very large one

_OFFICE = ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
_SHORT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    **{f"{base}math": "m" for base in _OFFICE},
    **{f"{base}relationships": "r" for base in _OFFICE},
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:office:office": "o",
}
_names: dict[str, str] = {}


class TooLarge(Exception):
    """Unpacked, the document would be larger than MOST."""


def name(tag: object) -> str:
    """The name of an element or attribute with a short prefix, as `w:p`, whichever namespaces the file has."""
    if not isinstance(tag, str):
        return ""
    if tag not in _names:
        space, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
        short = f"{_SHORT[space]}:{local}" if space in _SHORT else local
        if len(_names) > 5_000:  # a file may invent names
            return short
        _names[tag] = short
    return _names[tag]


def attribute(element: etree._Element, wanted: str) -> str:
    """An attribute by its local name, whatever its namespace; empty if it is not there."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == wanted), "")


def child(element: etree._Element | None, wanted: str) -> etree._Element | None:
    """The first child of that name."""
    return next(children(element, wanted), None) if element is not None else None


def children(element: etree._Element, *wanted: str) -> Iterator[etree._Element]:
    return (found for found in element if name(found.tag) in wanted)


def value(element: etree._Element | None, wanted: str) -> str:
    """What a property of that name is set to (`w:val`); empty if there is none."""
    found = child(element, wanted)
    return attribute(found, "val") if found is not None else ""


def is_on(element: etree._Element | None, wanted: str) -> bool | None:
    """Whether a property that is on or off is on; None if nothing is said."""
    found = child(element, wanted)
    return None if found is None else attribute(found, "val") not in {"0", "false", "off", "none"}


class Package:
    """A package is one opened file. Raises BadZipFile, KeyError and XMLSyntaxError for a broken one."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        if sum(part.file_size for part in self.zip.infolist()) > MOST:
            raise TooLarge
        types = self._relations("")
        self.main = next(target for kind, target in types.values() if kind == "officeDocument")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: kind and path, or address, by id."""
        folder, file = posixpath.split(part)
        try:
            root = self.parse(posixpath.join(folder, "_rels", f"{file}.rels"))
        except KeyError:
            return {}
        found = {}
        for relation in root:
            target, kind = relation.get("Target") or "", (relation.get("Type") or "").rpartition("/")[2]
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id") or ""] = (kind, target)
        return found

    @cached_property
    def relations(self) -> dict[str, tuple[str, str]]:
        """What the document refers to."""
        return self._relations(self.main)

    def parts(self, *kinds: str) -> list[etree._Element]:
        """The parts of those kinds that the document refers to, such as `styles`."""
        names = dict.fromkeys(target for kind, target in self.relations.values() if kind in kinds)
        there = set(self.zip.namelist())
        return [self.parse(target) for target in names if target in there]

    def parse(self, part: str) -> etree._Element:
        return etree.fromstring(self.zip.read(part), _parser())

    def blocks(self) -> Iterator[etree._Element]:
        """The blocks of the document one by one. Each is emptied when the next is asked for."""
        with self.zip.open(self.main) as stream:
            walk = etree.iterparse(
                stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
            )
            depth, body = 0, 0
            for event, element in walk:
                depth += 1 if event == "start" else -1
                if event == "start" and not body and name(element.tag) == "w:body":
                    body = depth
                elif event == "end" and body and depth == body:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
