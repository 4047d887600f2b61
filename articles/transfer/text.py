"""Articles out of plain text: blank lines between paragraphs, short lines as headings, bullets, numbered steps.

What is not surely the number of a step or a bullet stays in the words: a line may begin with a dose.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from articles.transfer import printed
from articles.transfer.html import decoded

_RULE = re.compile(r"(=+|-+|~+|\*+)\s*")
_BULLET = re.compile(r"(?P<indent>\s*)[-*•–·◦▪‣⁃●○■□✓✔→➢\uf0b7\uf0a7\uf0d8]\s+(?P<words>\S.*)")
_NUMBERED = re.compile(r"(?P<indent>\s*)\[?(?P<number>\d{1,3})[.)\]]\s+(?P<words>\S.*)")
_REFERENCES = re.compile(r"(references|bibliography|sources):?", re.I)
LONGEST_HEADING = 80  # characters


@dataclass
class _Entry:
    """An entry is a heading, a paragraph or an item of a list. `line` is what its first line was."""

    tag: str
    words: str
    line: str = ""
    number: int = 0
    indent: int = 0


def read(content: bytes, *, name: str = "") -> printed.Reading:
    """The article of a plain text. Raises ArticleFileError for what is no text, and when there is none."""
    text = decoded(content, name=name).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    return printed.read(html(text), name=name)


def html(text: str) -> str:
    """Its blocks as HTML; the first line is the title."""
    return "\n".join(_written(_sure(list(_entries(text)))))


# --- Lines ---


def _entries(text: str) -> Iterator[_Entry]:
    is_first, is_references = True, False
    for lines in _groups(text):
        underlined = len(lines) > 1 and bool(_RULE.fullmatch(lines[1]))
        if is_first or underlined or _is_heading(lines):
            words = lines[0].strip().lstrip("# ")
            level = 1 if is_first else 3 if lines[0].startswith("###") else 2
            yield _Entry(f"h{level}", words)
            is_references = bool(_REFERENCES.fullmatch(words))
            is_first = False
            lines = lines[2 if underlined else 1 :]
        yield from _grouped(lines, is_references=is_references)


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that stand together."""
    for group in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n")):
        if lines := [line.expandtabs(4) for line in group.split("\n") if line.strip()]:
            yield lines


def _is_heading(lines: list[str]) -> bool:
    """A short line by itself that does not end as a sentence does, and is no line of a list or about the article."""
    line = re.sub(r"(?:\s*\[[\d,;\s–-]+\])+$", "", lines[0].strip()) or lines[0].strip()  # it may be cited from
    is_plain = not _BULLET.match(line) and not _NUMBERED.match(line) and ":" not in line.rstrip(":")
    return line.startswith("#") or (
        len(lines) == 1 and len(line) <= LONGEST_HEADING and is_plain and line[-1] not in ".,;?!" and line[0].isupper()
    )


def _grouped(lines: list[str], *, is_references: bool) -> Iterator[_Entry]:
    """The entries of lines that stand together; a line that begins none goes on where the last one ended."""
    last: _Entry | None = None
    before = ":"
    for line in lines:
        found = _begun(line, last, before, is_references=is_references)
        before = line.rstrip()
        if found is None and last is not None:
            joint = "\n" if is_references and last.tag == "p" else " "  # each line may be a reference
            last.words = f"{last.words}{joint}{line.strip()}"
            last.line = f"{last.line} {line.strip()}"
            continue
        if last is not None:
            yield last
        last = found or _Entry("p", line.strip(), line.strip())
    if last is not None:
        yield last


def _begun(line: str, last: _Entry | None, before: str, *, is_references: bool) -> _Entry | None:
    """What a line begins; None for one that goes on. A list begins after the end of a sentence, not within one."""
    bullet, numbered = _BULLET.fullmatch(line), _NUMBERED.fullmatch(line)
    tag = "ul" if bullet else "ol"
    may_begin = before[-1] in ".:;!?" or (last is not None and last.tag == tag)
    if numbered and is_references:
        return _Entry("ol", line.strip(), line.strip())
    if (found := bullet or numbered) and may_begin:
        number = int(numbered["number"]) if numbered else 0
        return _Entry(tag, found["words"].strip(), line.strip(), number, len(found["indent"]))
    is_about = bool(re.match(r"[A-Z][A-Za-z ]{2,30}:\s+\S", line)) and (last is None or last.tag == "p")
    return _Entry("p", line.strip(), line.strip()) if is_about else None


# --- Lists ---


def _sure(entries: list[_Entry]) -> list[_Entry]:
    """With those lines as words again whose number or bullet is not surely one."""
    number = 0
    for at, entry in enumerate(entries):
        before, after = entries[at - 1 : at], entries[at + 1 : at + 2]
        if entry.tag == "ol" and entry.number:
            goes_on = any(other.tag == "ol" and other.number == entry.number + 1 for other in entries[at + 1 : at + 4])
            if entry.number != number + 1 and not goes_on:
                entry.tag, entry.words = "p", entry.line
            else:
                number = entry.number
        elif entry.tag == "ul" and entry.words[0].isdigit():
            beside = [other for other in (*before, *after) if other.tag == "ul"]
            if not beside and not (before and before[0].words.endswith(":")):
                entry.tag, entry.words = "p", entry.line
        elif entry.tag[0] == "h":
            number = 0
    return entries


def _written(entries: list[_Entry]) -> Iterator[str]:
    at = 0
    while at < len(entries):
        entry = entries[at]
        if entry.tag not in {"ul", "ol"}:
            words = escape(entry.words).replace("\n", "<br>")
            yield f"<{entry.tag}>{words}</{entry.tag}>"
            at += 1
            continue
        end = at + 1
        while end < len(entries) and _goes_on(entries[end - 1], entries[end], entry.indent):
            end += 1
        yield _list(entries[at:end])
        at = end


def _goes_on(last: _Entry, entry: _Entry, indent: int) -> bool:
    """Whether an entry is of the list that begins at an indent, or of one within it."""
    if entry.tag not in {"ul", "ol"}:
        return False
    return entry.indent > indent or (entry.tag == last.tag and (not entry.number or entry.number == last.number + 1))


def _list(entries: list[_Entry]) -> str:
    """A list, with those that stand further in within its items."""
    first, items, inner = entries[0], [entries[0].words], [list[_Entry]()]
    for entry in entries[1:]:
        if entry.indent > first.indent:
            inner[-1].append(entry)
        else:
            items.append(entry.words)
            inner.append([])
    start = f' start="{first.number}"' if first.number > 1 else ""
    written = (
        f"<li>{escape(words)}{''.join(_written(within))}</li>" for words, within in zip(items, inner, strict=True)
    )
    return f"<{first.tag}{start}>{''.join(written)}</{first.tag}>"
