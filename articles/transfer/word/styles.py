"""How Word's words look: what styles say, what they are based on, and what stands at the words themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from articles.transfer.word.package import attribute, child, children, is_on, value

# Properties that are off and on: set in a paragraph's style and a character's, they undo each other.
_TOGGLES = {"b": "w:b", "i": "w:i", "strike": "w:strike", "vanish": "w:vanish"}


@dataclass(frozen=True)
class Look:
    """A look is what formatting says of words. What it says nothing of is None, or empty."""

    flags: Mapping[str, bool | None] = field(default_factory=dict)
    script: str = ""
    font: str = ""
    size: int = 0  # in half points

    def over(self, other: "Look") -> "Look":
        """This look where it says something, and else the other."""
        flags = {**other.flags, **{key: is_set for key, is_set in self.flags.items() if is_set is not None}}
        return Look(flags, self.script or other.script, self.font or other.font, self.size or other.size)

    def toggled(self, other: "Look") -> "Look":
        """The look of a character's style within a paragraph of the other: what both switch on is off."""
        both = {key: bool(self.flags.get(key)) != bool(other.flags.get(key)) for key in _TOGGLES}
        return Look(
            {**other.flags, **self.flags, **both},
            self.script or other.script,
            self.font or other.font,
            self.size or other.size,
        )

    def has(self, flag: str) -> bool:
        return bool(self.flags.get(flag))


def look(properties: etree._Element | None) -> Look:
    """What `w:rPr` says."""
    if properties is None:
        return _NONE
    flags = {key: is_on(properties, tag) for key, tag in _TOGGLES.items()} | {"dstrike": is_on(properties, "w:dstrike")}
    script = {"superscript": "sup", "subscript": "sub", "baseline": "none"}.get(value(properties, "w:vertAlign"), "")
    raised = value(properties, "w:position")
    if not script and raised.lstrip("-").isdecimal() and abs(int(raised)) >= 4:
        script = "sub" if raised.startswith("-") else "sup"
    fonts, size = child(properties, "w:rFonts"), value(properties, "w:sz")
    font = (
        next(filter(None, (attribute(fonts, kind) for kind in ("ascii", "hAnsi", "cs"))), "")
        if fonts is not None
        else ""
    )
    return Look(flags, script, font, int(size) if size.isdecimal() else 0)


_NONE = Look()
_LATENT = {"listparagraph": "list paragraph"}  # a style that is only named has its id without spaces


@dataclass(frozen=True)
class Paragraph:
    """What a style says of paragraphs: name in lower case, level (a heading's, from 0), list and level there."""

    name: str = ""
    outline: int | None = None
    number: str = ""
    level: str = ""


class Styles:
    """The styles of one document."""

    def __init__(self, root: etree._Element | None) -> None:
        self.found: dict[str, etree._Element] = {}
        self.looks: dict[str, Look] = {}
        self.paragraphs: dict[str, Paragraph] = {}
        self.default = ""
        if root is None:
            return
        for style in children(root, "w:style"):
            self.found[attribute(style, "styleId")] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}:
                self.default = attribute(style, "styleId")

    def _chain(self, style_id: str) -> list[etree._Element]:
        """A style and those that it is based on."""
        chain: list[etree._Element] = []
        while style_id in self.found and self.found[style_id] not in chain and len(chain) < 20:
            chain.append(self.found[style_id])
            style_id = value(chain[-1], "w:basedOn")
        return chain

    def look(self, style_id: str) -> Look:
        """What a style says of words."""
        if style_id not in self.looks:
            made = _NONE
            for style in reversed(self._chain(style_id)):
                made = look(child(style, "w:rPr")).over(made)
            self.looks[style_id] = made
        return self.looks[style_id]

    def of_words(self, paragraph: str, properties: etree._Element | None) -> Look:
        """How words look in a paragraph of that style."""
        base, character = self.look(paragraph or self.default), value(properties, "w:rStyle")
        if character:
            base = self.look(character).toggled(base)
        return look(properties).over(base) if properties is not None else base

    def paragraph(self, style_id: str) -> Paragraph:
        """What a style says of paragraphs."""
        if style_id not in self.paragraphs:
            self.paragraphs[style_id] = self._paragraph(style_id)
        return self.paragraphs[style_id]

    def _paragraph(self, style_id: str) -> Paragraph:
        label, outline, number, level = "", None, "", ""
        for style in self._chain(style_id or self.default):
            label = label or value(style, "w:name").lower()
            properties = child(style, "w:pPr")
            found = value(properties, "w:outlineLvl")
            outline = int(found) if outline is None and found.isdecimal() else outline
            numbering = child(properties, "w:numPr")
            number, level = number or value(numbering, "w:numId"), level or value(numbering, "w:ilvl")
        label = label or _LATENT.get(style_id.lower(), re.sub(r"(\d)$", r" \1", style_id.lower()))
        return Paragraph(label, outline if outline is None or outline < 9 else None, number, level)

    def name(self, style_id: str) -> str:
        style = self.found.get(style_id)
        return value(style, "w:name").lower() if style is not None else ""
