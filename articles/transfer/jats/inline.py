"""Words in a line of JATS as HTML: emphasis, links to sources, formulas, notes."""

import re
from collections.abc import Iterator
from html import escape

from lxml import etree

from articles.transfer.jats.tree import JOINED, XLINK, child, name, words
from articles.transfer.remarks import Kind, Remark

_SPANS = {"bold": "strong", "italic": "em", "sub": "sub", "sup": "sup"}
_STRUCK = re.compile(r"line-through")
_TEX_AROUND = re.compile(
    r"\\documentclass.*?\\begin\{document\}|\\end\{document\}|\\usepackage\S*|^\$+|\$+$", re.DOTALL
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


class Inline:
    """Writes lines, and keeps the notes that they lead to until their block is written."""

    def __init__(self, root: etree._Element, remarks: list[Remark]) -> None:
        self.remarks = remarks
        self.ids = {part.get("id"): part for part in root.iter() if part.get("id")}
        self.refs = {part.get("id") for part in root.iter("ref", *_CITATIONS) if part.get("id")}
        self.noted: set[str | None] = set()
        self._waiting: list[str] = []

    def tell(self, kind: Kind, why: str, text: str, place: str = "") -> None:
        """Put a remark about words of the source down; none about nothing."""
        if text or place:
            self.remarks.append(Remark(kind, why, text, place))

    def blocks_of(self, part: etree._Element, level: int) -> Iterator[str]:
        """A block that stands in a line or table."""
        raise NotImplementedError

    def inline(self, element: etree._Element | None) -> str:
        """The words in an element as HTML."""
        return "".join(str(piece) for piece in self.pieces(element, set())) if element is not None else ""

    def pieces(self, element: etree._Element, apart: set[str]) -> Iterator[str | etree._Element]:
        """The words in an element as HTML, in one piece but for the elements of these names, which stand apart."""
        written = escape(element.text or "", quote=False)
        for part in element:
            if name(part) in apart:
                if written.strip():
                    yield written
                yield part
                written = ""
            else:
                span = self._span(part)
                is_apart = name(part) not in JOINED and name(part) not in {"break", "fn", "disp-formula"}
                if span and is_apart and re.search(r"[\w.]$", written):
                    written += " "
                written += span.lstrip() if span.startswith(" [note") and written[-1:].isspace() else span
                if span and is_apart and re.match(r"\w", part.tail or ""):
                    written += " "
            tail = escape(part.tail or "", quote=False)
            written += tail.lstrip() if written[-1:].isspace() and tail[:1].isspace() else tail
        if written.strip() or not apart:
            yield written

    def _span(self, part: etree._Element) -> str:
        tag = name(part)
        if tag in {"xref", "ext-link", "uri", "email"}:
            return self._link(part)
        if tag == "strike" or _STRUCK.search(part.get("style") or ""):
            self.tell(Kind.LEFT_OUT, "Struck out in the source", words(part), words(part.getparent())[:300])
            return ""
        if tag == "break":
            return "<br>"
        if tag == "fn":
            return self._mark(part, words(child(part, "label")))
        if tag in {"inline-formula", "disp-formula", "math", "tex-math"}:
            return self.formula(part)
        if tag in {"inline-graphic", "graphic", "private-char", "glyph-data"}:
            self.tell_picture(part)
            return ""
        if tag == "sup" and self._is_mark_of_notes(part):
            return self.inline(part)
        inside = self.inline(part)
        return f"<{_SPANS[tag]}>{inside}</{_SPANS[tag]}>" if tag in _SPANS else inside

    def tell_picture(self, part: etree._Element) -> None:
        """Say that a picture is lost, and where it stood."""
        where = words(part.getparent())[:300]
        is_inline = name(part) != "graphic"
        why = "A sign or formula that is a picture is lost" if is_inline else "A picture, which articles do not have"
        self.tell(Kind.LOST if is_inline else Kind.LEFT_OUT, why, "", where or part.get(XLINK) or "a picture")

    # --- Links ---

    def _link(self, part: etree._Element) -> str:
        inside, kind = self.inline(part), part.get("ref-type")
        names = (part.get("rid") or "").split()
        if name(part) == "xref":
            target = self.ids.get(names[0]) if names else None
            if kind == "bibr" or any(to in self.refs for to in names):
                return self._citation(part, names, inside)
            if kind in {"fn", None} and target is not None and name(target) == "fn" and _is_note(target):
                return self._mark(target, words(part))
            return inside
        address = (part.get(XLINK) or words(part)).strip()
        if _DOI.fullmatch(address):
            address = f"https://doi.org/{address}"
        return f'<a href="{escape(address)}">{inside}</a>' if re.match(r"https?://\S+$", address) else inside

    def _citation(self, part: etree._Element, names: list[str], inside: str) -> str:
        if not any(to in self.refs for to in names):
            why = "This cites a reference that is not in the list, and is left as words"
            self.tell(Kind.DOUBT, why, words(part), words(part.getparent())[:300])
        return f'<a href="{escape(" ".join(f"#{to}" for to in names) or "#")}">{inside}</a>'

    # --- Notes ---

    def _is_mark_of_notes(self, part: etree._Element) -> bool:
        """Whether a raised part is nothing but marks of notes, which are words on the line."""
        inner = [it for it in part if self._leads_to_note(it)]
        around = (part.text or "") + "".join(it.tail or "" for it in part)
        return bool(inner) and len(inner) == len(part) and not re.search(r"\w", around)

    def _leads_to_note(self, part: etree._Element) -> bool:
        target = self.ids.get((part.get("rid") or "").partition(" ")[0])
        return name(part) == "fn" or (
            name(part) == "xref" and target is not None and name(target) == "fn" and _is_note(target)
        )

    def _mark(self, note: etree._Element, label: str) -> str:
        """The mark of a note in words, and the note itself to stand below its block."""
        key = note.get("id") or f"note-{id(note)}"
        label = label.strip("[]() .") or str(len(self.noted) + 1)
        if key not in self.noted:
            self.noted.add(key)
            lines = [self.inline(line) for line in note if name(line) != "label"] or [self.inline(note)]
            self._waiting.append(f"<p>[note {escape(label)}] {'<br>'.join(lines)}</p>")
            self.tell(
                Kind.CHANGED,
                "A footnote stands below what it is about",
                " ".join(words(it) for it in note if name(it) != "label"),
            )
        return f" [note {escape(label)}]"

    def waiting_notes(self) -> list[str]:
        """The notes to what was written since this was last asked."""
        waiting, self._waiting = self._waiting, []
        return waiting

    # --- Formulas ---

    def formula(self, part: etree._Element) -> str:
        """A formula: MathML for the reader of HTML to put into words, or the words that it has."""
        math = part if name(part) == "math" else next((it for it in part.iter() if name(it) == "math"), None)
        tex = part if name(part) == "tex-math" else next((it for it in part.iter() if name(it) == "tex-math"), None)
        label = child(part, "label")
        before = f"{self.inline(label)} " if label is not None else ""
        if math is not None:
            return before + _mathml(math)
        if tex is not None:
            text = " ".join(_TEX_AROUND.sub(" ", "".join(map(str, tex.itertext()))).strip().strip("$").split())
            self.tell(Kind.CHANGED, "A formula stands as words of TeX: write it again", text)
            return before + escape(text, quote=False)
        return before + "".join(str(it) for it in self.pieces(part, {"label"}) if isinstance(it, str))


_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation")


def _is_note(note: etree._Element) -> bool:
    """Whether a note is one of the text, and not of a table or about the authors."""
    around = {name(outer) for outer in note.iterancestors()}
    return not around & {"table-wrap", "table-wrap-foot", "author-notes", "fig"}


def _mathml(element: etree._Element) -> str:
    """MathML as HTML has it, its words apart."""
    attributes = "".join(
        f' {key}="{escape(value)}"' for key, value in element.attrib.items() if not key.startswith("{")
    )
    inner = escape((element.text or "").strip(), quote=False) + "".join(_mathml(part) for part in element if name(part))
    return f"<{name(element)}{attributes}>{inner}</{name(element)}> "
