"""Articles out of plain text: blank lines between paragraphs, short lines as headings, bullets, numbered references."""

import re
from collections.abc import Iterator
from html import escape

from articles.transfer import printed
from articles.transfer.html import decoded

_RULE = re.compile(r"(=+|-+|~+|\*+)\s*")
_BULLET = re.compile(r"\s*[-*•–·◦▪]\s+(?P<words>\S.*)")
_NUMBERED = re.compile(r"\s*\[?\d{1,3}[.)\]]\s+\S")
_REFERENCES = re.compile(r"(references|bibliography|sources):?", re.I)
LONGEST_HEADING = 80  # characters


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a plain text. Raises ArticleFileError for what is no text, and when there is none."""
    text = decoded(content, name=name).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    return printed.read("\n".join(_html(text)), name=name)


def _html(text: str) -> Iterator[str]:
    """Its blocks as HTML; the first line is the title."""
    is_first, is_references = True, False
    for lines in _groups(text):
        underlined = len(lines) > 1 and bool(_RULE.fullmatch(lines[1]))
        if is_first or underlined or _is_heading(lines):
            words = lines[0].strip().lstrip("# ")
            level = 1 if is_first else 3 if lines[0].startswith("###") else 2
            yield f"<h{level}>{escape(words)}</h{level}>"
            is_references = bool(_REFERENCES.fullmatch(words))
            is_first = False
            lines = lines[2 if underlined else 1 :]
        if lines:
            yield from _blocks(lines, is_references=is_references)


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that stand together."""
    for group in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n")):
        if lines := [line for line in group.split("\n") if line.strip()]:
            yield lines


def _is_heading(lines: list[str]) -> bool:
    """A short line by itself that does not end as a sentence does, and is no line of a list or about the article."""
    line = re.sub(r"(?:\s*\[[\d,;\s–-]+\])+$", "", lines[0].strip()) or lines[0].strip()
    is_plain = not _BULLET.match(line) and not _NUMBERED.match(line) and ":" not in line.rstrip(":")
    return line.startswith("#") or (
        len(lines) == 1 and len(line) <= LONGEST_HEADING and is_plain and line[-1] not in ".,;?!" and line[0].isupper()
    )


def _blocks(lines: list[str], *, is_references: bool) -> Iterator[str]:
    """Paragraphs, bullets and numbered lines; a line that begins none of these goes on where the last one ended."""
    kind, items = "", [""]
    for line in lines:
        bullet = _BULLET.fullmatch(line)
        starts = "ul" if bullet else "ol" if _NUMBERED.match(line) else ""
        if starts or (not kind and _is_about(line)):
            if starts != kind or not starts:
                yield _block(kind, items)
                kind, items = starts, []
            items.append(bullet["words"] if bullet else line.strip())
        else:
            joint = "\n" if is_references and not kind else " "
            items[-1:] = [f"{items[-1]}{joint}{line.strip()}".strip()] if items else [line.strip()]
    yield _block(kind, items, keeps_numbers=is_references)


def _is_about(line: str) -> bool:
    return bool(re.match(r"[A-Z][A-Za-z ]{2,30}:\s+\S", line))


def _block(kind: str, items: list[str], *, keeps_numbers: bool = False) -> str:
    if not kind and keeps_numbers:
        return "".join(f"<p>{escape(item).replace(chr(10), '<br>')}</p>" for item in items if item)
    if not kind:
        return "".join(f"<p>{escape(item)}</p>" for item in items if item)
    if kind == "ol" and not keeps_numbers:
        items = [re.sub(r"^\[?\d{1,3}[.)\]]\s+", "", item) for item in items]
    return f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{kind}>"
