"""The body of a JATS file as HTML: sections, paragraphs with what stands in them, lists, boxes, notes."""

import re
from collections.abc import Iterator

from lxml import etree

from articles.transfer.jats import tables
from articles.transfer.jats.inline import Inline
from articles.transfer.jats.tree import child, name, words
from articles.transfer.remarks import Kind, Remark

_SECTIONS = {"sec", "app", "app-group", "ack", "notes", "glossary", "bio", "fn-group", "floats-group", "sig-block"}
_GROUPS = {"table-wrap-group", "fig-group", "disp-formula-group", "verse-group", "statement", "speech", "answer"}
_FORMULAS = {"disp-formula", "chem-struct-wrap"}
_LINES = {"preformat", "code"}
# What stands by itself, also where it is written inside a paragraph.
_BLOCKS = {
    *("list", "def-list", "table-wrap", "table", "array", "fig", "boxed-text", "disp-quote", "supplementary-material"),
    *("media", "p", "sec", *_GROUPS, *_FORMULAS, *_LINES),
}
_COUNTED = {"order": "1", "alpha-lower": "a", "alpha-upper": "A", "roman-lower": "i", "roman-upper": "I"}
_ASIDE = {"object-id", "permissions", "sec-meta", "kwd-group", "subj-group", "alt-text", "long-desc", "ref-list", "hr"}
# What parts that have no title of their own are called on a page.
_NAMES = {"ack": "Acknowledgements", "fn-group": "Notes", "notes": "Notes", "glossary": "Abbreviations"}


class Body(Inline):
    """Writes the parts of one file. Notes wait until the block that they are about is written."""

    def __init__(self, root: etree._Element, remarks: list[Remark]) -> None:
        super().__init__(root, remarks)
        self.root = root

    def blocks(self, element: etree._Element, level: int, but: etree._Element | None = None) -> Iterator[str]:
        """What is in an element, whose own title has this level; no level lets titles be lines in bold."""
        for part in element:
            if part is not but:
                yield from self.blocks_of(part, level)
                yield from self.waiting_notes()

    def blocks_of(self, part: etree._Element, level: int) -> Iterator[str]:
        """One part of an element, with its words or with a remark about them."""
        tag = name(part)
        if tag == "title":
            yield from self._title(part, level)
        elif tag in {"p", "attrib", "verse-line", "speaker", "subtitle", "term-head", "def-head"}:
            yield from self._paragraph(part, level)
        elif tag in _SECTIONS:
            yield from self.blocks(part, min(level + 1, 6) if level else 0)
        elif tag == "label":
            yield from self._label(part)
        elif tag == "caption":
            yield from self.blocks(part, 0)
        elif tag in _BLOCKS:
            yield from self._block(part, level)
        elif tag == "fn":
            yield from self._note(part)
        elif tag in _ASIDE:
            self._aside(part)
        elif tag in {"graphic", "inline-graphic"}:
            self.tell_picture(part)
        elif tag:
            yield from self._other(part, level)

    def _title(self, part: etree._Element, level: int) -> Iterator[str]:
        label = child(part.getparent(), "label")
        text = f"{self.inline(label)} " if label is not None else ""
        if words(part):
            yield (
                f"<h{level}>{text}{self.inline(part)}</h{level}>"
                if level
                else f"<p><strong>{text}{self.inline(part)}</strong></p>"
            )

    def _label(self, part: etree._Element) -> Iterator[str]:
        """A label that stands by itself: with a title it is written there, and an appendix is called by it."""
        around = part.getparent()
        if child(around, "title") is None:
            tag = "h2" if name(around) == "app" else "p"
            yield f"<{tag}>{self.inline(part)}</{tag}>"

    def _paragraph(self, part: etree._Element, level: int) -> Iterator[str]:
        """A paragraph. What stands by itself in it parts it in two."""
        for piece in self.pieces(part, _BLOCKS):
            if isinstance(piece, str):
                yield f"<p>{piece.strip()}</p>"
            else:
                yield from self.blocks_of(piece, level)

    def _block(self, part: etree._Element, level: int) -> Iterator[str]:
        tag = name(part)
        if tag == "list":
            yield from self._list(part)
        elif tag == "def-list":
            yield from self._definitions(part)
        elif tag in {"table-wrap", "table", "array"}:
            yield from tables.table(part, self)
        elif tag in {"disp-quote", "boxed-text"}:
            yield f"<blockquote>{''.join(self.blocks(part, 0))}</blockquote>"
        elif tag == "fig":
            yield from self._figure(part)
        elif tag in {"supplementary-material", "media"}:
            self.tell(Kind.LEFT_OUT, "A file that comes with the source, which articles do not have", words(part))
        elif tag in _FORMULAS:
            yield f"<p>{self.formula(part)}</p>"
        elif tag in _LINES:
            yield f"<p>{self.inline(part).strip().replace(chr(10), '<br>')}</p>"
        else:
            yield from self.blocks(part, 0)

    def _list(self, part: etree._Element) -> Iterator[str]:
        title = child(part, "title")
        if title is not None:
            yield f"<p><strong>{self.inline(title)}</strong></p>"
        items = [item for item in part if name(item) == "list-item"]
        labels = [words(child(item, "label")) for item in items]
        counted = _COUNTED.get(part.get("list-type") or "")
        start = self._start(part, labels)
        if start and (counted or all(labels)):
            kind = f' type="{counted}"' if counted and counted != "1" else ""
            first = f' start="{start}"' if start != 1 else ""
            opening, labels = f"<ol{kind}{first}>", [""] * len(items)
        else:
            opening = "<ol>" if counted and not any(labels) else "<ul>"
            labels = [label if re.search(r"\w", label) else "" for label in labels]
        written = [self._item(item, label) for item, label in zip(items, labels, strict=True)]
        yield f"{opening}{''.join(f'<li>{item}</li>' for item in written)}</{opening[1:3]}>"

    def _start(self, part: etree._Element, labels: list[str]) -> int:
        """The number of the first item, if the items count on from it: by their labels, or on from another list."""
        numbers = [int(found[1]) if (found := re.fullmatch(r"\W*(\d{1,3})\W*", label)) else 0 for label in labels]
        if any(labels):
            return numbers[0] if numbers == list(range(numbers[0], numbers[0] + len(numbers))) else 0
        before = self.ids.get(part.get("continued-from") or "")
        if before is None:
            return 1 if part.get("list-type") in _COUNTED else 0
        theirs = [item for item in before if name(item) == "list-item"]
        return self._start(before, [words(child(item, "label")) for item in theirs]) + len(theirs)

    def _item(self, item: etree._Element, label: str) -> str:
        written = "".join(self.blocks(item, 0, but=child(item, "label")))
        if not label:
            return written
        return written.replace("<p>", f"<p>{label} ", 1) if written.startswith("<p>") else f"<p>{label}</p>{written}"

    def _definitions(self, part: etree._Element) -> Iterator[str]:
        for before in part:
            if name(before) in {"title", "label", "term-head", "def-head"}:
                yield from self.blocks_of(before, 0)
        items = [item for item in part if name(item) == "def-item"]
        written = "".join(f"<li>{''.join(self._definition(item))}</li>" for item in items)
        yield f"<ul>{written}</ul>" if items else ""
        for inner in part:
            if name(inner) == "def-list":
                yield from self._definitions(inner)

    def _definition(self, item: etree._Element) -> Iterator[str]:
        for part in item:
            if name(part) == "term":
                yield f"<p>{self.inline(part)}</p>"
            else:
                yield from self.blocks(part, 0) if name(part) == "def" else self.blocks_of(part, 0)

    def _figure(self, part: etree._Element) -> Iterator[str]:
        """A figure: its label and caption are words of the article, its picture is told."""
        label, caption = child(part, "label"), child(part, "caption")
        title = child(caption, "title") if caption is not None else None
        head = " ".join(self.inline(it) for it in (label, title) if it is not None and words(it))
        if head:
            yield f"<p><strong>{head}</strong></p>"
        yield from self.blocks(caption, 0, but=title) if caption is not None else ()
        for inner in part:
            if name(inner) not in {"label", "caption", "graphic", "media", "object-id", "alt-text", "long-desc"}:
                yield from self.blocks_of(inner, 0)
        self.tell(
            Kind.LEFT_OUT, "A figure is a picture, which articles do not have", "", words(label) or words(caption)[:100]
        )

    def _note(self, part: etree._Element) -> Iterator[str]:
        """A note that the text has not led to."""
        if part.get("id") not in self.noted:
            label = words(child(part, "label"))
            written = "".join(self.blocks(part, 0, but=child(part, "label")))
            yield written.replace("<p>", f"<p>{label} ", 1) if label else written

    def _aside(self, part: etree._Element) -> None:
        if name(part) == "ref-list":
            for inner in part:
                if name(inner) not in {"ref", "title", "label", "ref-list"}:
                    self.tell(Kind.LEFT_OUT, "Words in the list of references", words(inner))
        else:
            self.tell(Kind.FURNITURE, f"No words of the article (<{name(part)}>)", words(part))

    def _other(self, part: etree._Element, level: int) -> Iterator[str]:
        """Something that JATS has and this does not know: its blocks, or its words as a paragraph."""
        if any(name(inner) in _BLOCKS or name(inner) in _SECTIONS for inner in part):
            yield from self.blocks(part, min(level + 1, 6) if level else 0)
        elif words(part):
            yield f"<p>{self.inline(part)}</p>"

    # --- What stands behind the body ---

    def back(self, part: etree._Element) -> Iterator[str]:
        """A part of the back matter, under a heading of its own."""
        tag = name(part)
        if tag in _ASIDE:
            self._aside(part)
            return
        is_group = tag == "app-group"
        written = list(self.blocks(part, 1 if is_group else 2)) if tag in _SECTIONS else list(self.blocks_of(part, 1))
        is_named = is_group or tag == "sec" or any(name(it) in {"title", "label"} for it in part)
        if any(written) and not is_named and tag in _SECTIONS:
            yield f"<h2>{_NAMES.get(tag, 'Notes')}</h2>"
        yield from written
