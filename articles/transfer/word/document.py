"""The words of a Word document as plain HTML, which the normaliser then looks through: deleted words stand in `del`."""

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby

from lxml import etree

from articles.transfer.normal.symbols import table_of
from articles.transfer.remarks import Kind, Remark
from articles.transfer.word.fields import Field
from articles.transfer.word.formulas import left_out, to_mathml
from articles.transfer.word.numbering import Numbering
from articles.transfer.word.package import Package, attribute, child, children, is_on, name, value
from articles.transfer.word.styles import Look, Styles
from articles.transfer.word.tables import DELETED, table_html

_MOVED = "it was moved in tracked changes, and stands where it was moved to"
_TRANSPARENT = {"w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdtContent", "w:moveTo", "mc:Choice", "mc:Fallback"}
_SIGNS = {"w:tab": " ", "w:ptab": " ", "w:cr": "<br>", "w:noBreakHyphen": "\u2011"}
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc \d|table of figures")

Piece = tuple[tuple[str, ...], str]  # marks around, outermost first, and HTML


class Document:
    """A document is written block by block; `remarks` grows meanwhile."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(next(iter(package.parts("styles")), None))
        self.numbering = Numbering(next(iter(package.parts("numbering")), None))
        self.notes = {kind: self._by_id(f"{kind}s") for kind in ("footnote", "endnote")}
        self.comments = self._by_id("comments")
        self.remarks: list[Remark] = []
        self.fields: list[Field] = []
        self.cited: list[tuple[str, str, etree._Element]] = []  # notes that the text leads to: id, kind, what it says
        self.printed = {"footnote": 0, "endnote": 0}  # how many have a number of their own
        self.boxes: list[str] = []  # text boxes, which stand after the paragraph that holds them
        self.joined = ""  # of a paragraph whose end was deleted: it goes on in the next
        self.contents: list[str] = []
        self.is_deleted = False

    def _by_id(self, kind: str) -> dict[str, etree._Element]:
        return {attribute(one, "id"): one for part in self.package.parts(kind) for one in part}

    def html(self) -> Iterator[str]:
        """The document in pieces, its notes last."""
        for block in self.package.blocks():
            yield self._block(block)
        if self.joined:
            yield f"<p>{self.joined}</p>"
        for note_id, kind, note in self.cited:
            yield f'<aside id="{note_id}" role="doc-{kind}">{self._blocks(note)}</aside>'
        self._tell_pages()

    def _tell_pages(self) -> None:
        """Say what stands on each page, and what the table of contents was."""
        seen: dict[str, None] = {}
        for part in self.package.parts("header", "footer"):
            seen.update({text: None} if (text := _plain(part)) else {})
        for text in seen:
            self.remarks.append(Remark(Kind.FURNITURE, "At the head or foot of each page", text))
        if self.contents:
            self.remarks.append(Remark(Kind.FURNITURE, "A table of contents", " ".join(self.contents)))

    # --- Blocks ---

    def _blocks(self, element: etree._Element) -> str:
        return "".join(map(self._block, element))

    def _block(self, block: etree._Element) -> str:
        tag = name(block.tag)
        if tag == "w:p":
            return self._paragraph(block)
        if tag == "w:tbl":
            return table_html(block, self._blocks)
        if tag == "w:sdt":
            return self._blocks_of_control(block)
        if tag == "mc:AlternateContent":
            return self._blocks(_chosen(block))
        if tag in _TRANSPARENT or tag == "w:ins":
            return self._blocks(block)
        if tag == "m:oMathPara":
            return f"<p>{self._joined(self._formulas(block))}</p>"
        if tag == "w:altChunk":
            self.remarks.append(
                Remark(Kind.LOST, "A part in another format, which is not read: open and save it in Word")
            )
        return ""

    def _blocks_of_control(self, control: etree._Element) -> str:
        inner = child(control, "w:sdtContent")
        gallery = value(child(child(control, "w:sdtPr"), "w:docPartObj"), "w:docPartGallery")
        if inner is None:
            return ""
        if gallery == "Table of Contents":
            self.contents.append(_plain(inner))
            return ""
        return self._blocks(inner)

    def _paragraph(self, paragraph: etree._Element) -> str:
        properties = child(paragraph, "w:pPr")
        style_id = value(properties, "w:pStyle")
        is_in_contents = self._is_in_contents()
        label = self._label(properties, style_id)
        inner = self.joined + self._joined(self._inline(paragraph, style_id))
        boxes, self.boxes, self.joined = "".join(self.boxes), [], ""
        if _is_end_deleted(properties):
            self.joined = inner
            return boxes
        if is_in_contents or self._is_in_contents() or _CONTENTS.fullmatch(self.styles.name(style_id)):
            self.contents.append(_plain(paragraph))
            return boxes
        return self._written(properties, style_id, label, inner) + boxes

    def _is_in_contents(self) -> bool:
        return any(field.kind == "TOC" for field in self.fields)

    def _written(
        self, properties: etree._Element | None, style_id: str, label: tuple[str, int] | None, inner: str
    ) -> str:
        style, level = self.styles.paragraph(style_id), self._level(properties, style_id)
        if level is not None and re.sub(r"<[^>]*>|\s", "", inner):
            number = f"{escape(label[0])} " if label and label[0] else ""
            return f"<h{level}>{number}{inner}</h{level}>"
        if label:
            return f'<p x-level="{label[1] + 1}" x-label="{escape(label[0])}">{inner}</p>'
        kinds = {"caption": "MsoCaption", "list paragraph": "MsoListParagraph"}
        kind = next((kinds[one] for one in kinds if style.name.startswith(one)), "")
        return f'<p class="{kind}">{inner}</p>' if kind else f"<p>{inner}</p>"

    def _level(self, properties: etree._Element | None, style_id: str) -> int | None:
        """The level of a heading, from 1 to 6; None for what is none."""
        style, outline = self.styles.paragraph(style_id), value(properties, "w:outlineLvl")
        if style.name == "title":
            return 1
        level = int(outline) if outline.isdecimal() else style.outline
        named = _HEADING.fullmatch(style.name)
        level = int(named[1]) - 1 if named and level is None else level
        return None if level is None or level > 8 else min(level, 5) + 1

    def _label(self, properties: etree._Element | None, style_id: str) -> tuple[str, int] | None:
        """What is printed before a paragraph of a list, and its level there."""
        numbers, style = child(properties, "w:numPr"), self.styles.paragraph(style_id)
        number, level = value(numbers, "w:numId") or style.number, value(numbers, "w:ilvl") or style.level
        if not level.isdecimal():
            level = str(self.numbering.level_of_style(number, style_id)) if number in self.numbering.lists else "0"
        if _is_end_deleted(properties):
            return None
        label = self.numbering.label(number, int(level)) if number else None
        return None if label is None else (label, int(level))

    # --- In a line ---

    def _joined(self, pieces: Iterator[Piece]) -> str:
        """Pieces in their marks, neighbours of one kind in the same."""
        written = []
        for marks, group in groupby(pieces, key=lambda piece: piece[0]):
            inner = "".join(html for _marks, html in group)
            opening = "".join(f"<{mark}>" for mark in marks)
            written.append(f"{opening}{inner}{''.join(f'</{mark.split()[0]}>' for mark in reversed(marks))}")
        links = sum(field.closes != "" for field in self.fields)
        for field in self.fields if links else ():
            written.append(field.closes)
            field.closes = ""
        return "".join(written)

    def _inline(self, element: etree._Element, style_id: str) -> Iterator[Piece]:
        for part in element:
            tag = name(part.tag)
            if tag == "w:r":
                yield from self._run(part, style_id)
            elif tag in _INLINE:
                yield from _INLINE[tag](self, part, style_id)
            elif tag in _TRANSPARENT:
                yield from self._inline(part, style_id)

    def _whole(self, part: etree._Element, style_id: str) -> str:
        """What is in an element, with the fields that it opens closed."""
        return self._joined(self._inline(part, style_id))

    def _deleted(self, part: etree._Element, style_id: str) -> Iterator[Piece]:
        why = _MOVED if name(part.tag) == "w:moveFrom" else DELETED
        was, self.is_deleted = self.is_deleted, True
        inner = self._whole(part, style_id)
        self.is_deleted = was
        yield ((f'del x-why="{why}"',), inner)

    def _inserted(self, part: etree._Element, style_id: str) -> Iterator[Piece]:
        yield (("ins",), self._whole(part, style_id))

    def _link(self, part: etree._Element, style_id: str) -> Iterator[Piece]:
        place, address = attribute(part, "anchor"), self.package.relations.get(attribute(part, "id"), ("", ""))[1]
        inner = self._whole(part, style_id)
        to = address + (f"#{place}" if place else "")
        yield (), f'<a href="{escape(to)}">{inner}</a>' if to else inner

    def _simple_field(self, part: etree._Element, style_id: str) -> Iterator[Piece]:
        field = Field(attribute(part, "instr"))
        inner = self._whole(part, style_id) or field.seen()
        yield (), f'<a href="{escape(field.link())}">{inner}</a>' if field.link() else inner

    def _control(self, part: etree._Element, style_id: str) -> Iterator[Piece]:
        inner = child(part, "w:sdtContent")
        if inner is None:
            return
        if is_on(child(part, "w:sdtPr"), "w:showingPlcHdr"):
            yield (), f'<span x-why="it is the prompt of an empty field">{self._whole(inner, style_id)}</span>'
        else:
            yield from self._inline(inner, style_id)

    def _formulas(self, part: etree._Element, _style_id: str = "") -> Iterator[Piece]:
        found = [part] if name(part.tag) == "m:oMath" else list(children(part, "m:oMath"))
        for at, formula in enumerate(found):
            yield (), f"{'<br>' if at else ''}{to_mathml(formula)}"
            for words in left_out(formula):
                self.remarks.append(
                    Remark(Kind.LEFT_OUT, "Left out of a formula, since it is struck or deleted", words)
                )

    def _bookmark(self, part: etree._Element, _style_id: str) -> Iterator[Piece]:
        named = attribute(part, "name")
        if named and named != "_GoBack":
            yield (), f'<span id="{escape(named)}"></span>'

    def _alternative(self, part: etree._Element, style_id: str) -> Iterator[Piece]:
        yield from self._inline(_chosen(part), style_id)

    # --- Runs ---

    def _run(self, run: etree._Element, style_id: str) -> Iterator[Piece]:
        look = self.styles.of_words(style_id, child(run, "w:rPr"))
        is_heading = self._level(None, style_id) is not None
        marks = _marks(look, self.styles.look(style_id) if is_heading else None)
        parts = list(run)
        for at, part in enumerate(parts):
            tag = name(part.tag)
            if tag == "w:fldChar":
                yield from self._field_sign(part)
            elif tag == "w:instrText" and self.fields and not self.fields[-1].has_result:
                self.fields[-1].code += part.text or ""
            elif any(not field.has_result for field in self.fields):
                continue  # the code of a field, or one within it
            elif tag in {"w:footnoteReference", "w:endnoteReference"}:
                follows = "".join(other.text or "" for other in parts[at + 1 :] if name(other.tag) == "w:t")
                is_own = attribute(part, "customMarkFollows") in {"1", "true", "on"}
                yield (), self._note(tag[2:-9], attribute(part, "id"), follows if is_own else "")
                if is_own:
                    return
            elif tag == "w:commentReference" and attribute(part, "id") in self.comments:
                comment = escape(_plain(self.comments[attribute(part, "id")]))
                yield (), f'<span x-why="comment">{comment}</span>'
            elif tag == "mc:AlternateContent":
                for chosen in _chosen(part):
                    yield (), self._picture(chosen)
            elif tag in {"w:drawing", "w:pict", "w:object"}:
                yield (), self._picture(part)
            elif html := self._text(part, tag):
                yield marks, html

    def _text(self, part: etree._Element, tag: str) -> str:
        """A run's own words, as HTML."""
        if tag in {"w:t", "w:delText"}:
            return escape(part.text or "", quote=False)
        if tag == "w:br":
            return "<br>" if attribute(part, "type") in {"", "textWrapping"} else " "
        if tag == "w:sym":
            code = attribute(part, "char")
            is_code = re.fullmatch(r"[0-9A-Fa-f]{1,4}", code)
            return f'<font face="{escape(attribute(part, "font"))}">&#x{code};</font>' if is_code else ""
        if tag == "w:ruby":
            base, above = child(part, "w:rubyBase"), child(part, "w:rt")
            inner = f"{_plain(base)} ({_plain(above)})" if base is not None and above is not None else ""
            return escape(inner, quote=False)
        return _SIGNS.get(tag, "")

    def _field_sign(self, part: etree._Element) -> Iterator[Piece]:
        kind = attribute(part, "fldCharType")
        if kind == "begin":
            self.fields.append(Field(form=child(part, "w:ffData")))
        elif kind == "separate" and self.fields:
            field = self.fields[-1]
            field.has_result = True
            if link := field.link():
                field.closes = "</a>"
                yield (), f'<a href="{escape(link)}">'
        elif kind == "end" and self.fields:
            field = self.fields.pop()
            if field.closes or (not any(not outer.has_result for outer in self.fields) and field.seen()):
                yield (), field.closes or field.seen()

    def _note(self, kind: str, note_id: str, label: str) -> str:
        note = self.notes[kind].get(note_id)
        if note is None:
            return ""
        if self.is_deleted:
            return f" {escape(_plain(note))}"
        if not label:
            self.printed[kind] += 1
            label = str(self.printed[kind])
        self.cited.append((f"{kind}-{len(self.cited) + 1}", kind, note))
        return f'<sup><a href="#{self.cited[-1][0]}" role="doc-noteref">{escape(label.strip())}</a></sup>'

    def _picture(self, part: etree._Element) -> str:
        """A picture by its name, a formula that is one, the words of text boxes and of diagrams."""
        for box in (found for found in part.iter() if name(found.tag) == "w:txbxContent"):
            if not any(name(outer.tag) == "w:txbxContent" for outer in box.iterancestors()):
                fields, self.fields = self.fields, []
                before, self.boxes = self.boxes, []
                inner = self._blocks(box)
                self.boxes = [*before, inner, *self.boxes]
                self.fields = fields
        if any(attribute(found, "ProgID").startswith(("Equation", "MathType")) for found in part.iter()):
            return '<img class="formula" alt="">'
        self._tell_diagrams(part)
        names = [
            attribute(found, "descr") or attribute(found, "title") or attribute(found, "name")
            for found in part.iter()
            if name(found.tag).endswith("docPr")
        ]
        is_picture = any(name(found.tag).rpartition(":")[2] in {"blip", "imagedata"} for found in part.iter())
        return f'<img alt="{escape(next(iter(names), ""))}">' if is_picture else ""

    def _tell_diagrams(self, part: etree._Element) -> None:
        for found in part.iter():
            for key, target in found.items():
                kind, path = self.package.relations.get(str(target), ("", ""))
                if kind in {"diagramData", "chart", "chartEx"} and "}" in str(key):
                    words = " ".join(
                        text.text
                        for text in self.package.parse(path).iter()
                        if name(text.tag) in {"a:t", "v"} and text.text
                    )
                    self.remarks.append(Remark(Kind.LOST, "A diagram, whose words are not in the draft", words))


_INLINE: dict[str, Callable[[Document, etree._Element, str], Iterator[Piece]]] = {
    "w:del": Document._deleted,
    "w:moveFrom": Document._deleted,
    "w:ins": Document._inserted,
    "w:hyperlink": Document._link,
    "w:fldSimple": Document._simple_field,
    "w:sdt": Document._control,
    "m:oMath": Document._formulas,
    "m:oMathPara": Document._formulas,
    "w:bookmarkStart": Document._bookmark,
    "mc:AlternateContent": Document._alternative,
}


def _marks(look: Look, heading: Look | None) -> tuple[str, ...]:
    """The elements around words of a look. What a heading's style says of all its words marks none of them."""
    has = {
        "s": look.has("strike") or look.has("dstrike"),
        "span hidden": look.has("vanish") or 0 < look.size <= 2,
        "strong": look.has("b") and not (heading and heading.has("b")),
        "em": look.has("i") and not (heading and heading.has("i")),
        look.script: look.script in {"sup", "sub"},
        f'font face="{escape(look.font)}"': bool(table_of(look.font.lower())),
    }
    return tuple(mark for mark, is_so in has.items() if is_so)


def _is_end_deleted(properties: etree._Element | None) -> bool:
    """Whether tracked changes deleted or moved the end of a paragraph, so that it goes on in the next."""
    marks = child(properties, "w:rPr")
    return any(child(marks, deleted) is not None for deleted in ("w:del", "w:moveFrom"))


def _chosen(alternatives: etree._Element) -> etree._Element:
    """The newer of two ways in which Word writes the same thing."""
    found = child(alternatives, "mc:Choice")
    other = child(alternatives, "mc:Fallback")
    return found if found is not None else other if other is not None else alternatives


def _plain(element: etree._Element) -> str:
    """The words of paragraphs on one line."""
    gaps = {"w:p", "w:tab", "w:br", "w:cr"}
    parts = (
        (part.text or "") if name(part.tag) == "w:t" else " "
        for part in element.iter()
        if name(part.tag) in {"w:t", *gaps}
    )
    return " ".join("".join(parts).split())
