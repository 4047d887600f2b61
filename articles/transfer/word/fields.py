"""Word's fields: what they compute is mostly written beside them, and for some it is not."""

import re
from dataclasses import dataclass
from html import escape

from lxml import etree

from articles.transfer.word.package import attribute, child, children, is_on, value


@dataclass
class Field:
    """A field is a code and then, from its separator on, what it came to. `closes` is what its end writes."""

    code: str = ""
    has_result: bool = False
    form: etree._Element | None = None
    closes: str = ""

    @property
    def kind(self) -> str:
        return next(iter(self.code.split()), "").upper()

    def link(self) -> str:
        """The address to which a field leads; empty for one that leads nowhere."""
        found = re.search(
            r'HYPERLINK\s+(?:"([^"]*)"|(?!\\)(\S+))?.*?(?:\\l\s+"([^"]*)")?\s*$', self.code, re.I | re.DOTALL
        )
        if not found or self.kind != "HYPERLINK":
            return ""
        address, place = found[1] or found[2] or "", re.search(r'\\l\s+"([^"]*)"', self.code)
        return address + (f"#{place[1]}" if place else "")

    def seen(self) -> str:
        """What is seen of a field that has no result written beside it, as HTML."""
        if self.kind == "SYMBOL":
            return _symbol(self.code)
        if self.kind == "EQ":
            return f"[formula: {escape(' '.join(self.code.split()))}]"
        if self.kind == "FORMCHECKBOX" and self.form is not None:
            box = child(self.form, "w:checkBox")
            ticked = is_on(box, "w:checked")
            return "☒" if (ticked if ticked is not None else is_on(box, "w:default")) else "☐"
        if self.kind == "FORMDROPDOWN" and self.form is not None:
            choices = child(self.form, "w:ddList")
            entries = (
                [attribute(entry, "val") for entry in children(choices, "w:listEntry")] if choices is not None else []
            )
            at = value(choices, "w:result") or value(choices, "w:default") or "0"
            return escape(entries[int(at)]) if at.isdecimal() and int(at) < len(entries) else ""
        return ""


def _symbol(code: str) -> str:
    """`SYMBOL 179 \\f "Symbol"`"""
    number, font = re.search(r"SYMBOL\s+(0x[0-9a-f]+|\d+)", code, re.I), re.search(r'\\f\s+"?([^"\\]+)"?', code)
    if not number:
        return ""
    at = int(number[1], 0)
    if r"\u" in code or not font:
        return f"&#{at};" if 31 < at < 0x110000 else ""
    return f'<font face="{escape(font[1].strip())}">&#{0xF000 + at if at < 256 else at};</font>'
