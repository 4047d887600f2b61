"""The list of references at the end of a printed article, read by the numbers that are printed in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from articles.references.lookup import printed_line
from articles.transfer.blocks import Block, blocks, on_one_line, squeezed
from articles.transfer.citing.sources import Source, Sources, reference_of
from articles.transfer.remarks import Kind, Remark

HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:(?:further reading|notes) (?:and|&) )?(?:key |selected |the |list of |full )?"
    r"(?:references?(?: list)?|bibliography|sources|literature(?: cited)?|works cited|cited literature)"
    r"(?: (?:and|&) (?:notes|further reading|sources))?:?",
    re.I,
)
_NUMBER = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)\]:](?=\s|$|[^\W\d_a-z])|(\d{1,3})$)[.:]?\s*")
_BARE_NUMBER = re.compile(r"(\d{1,3})\s+(?=\S)")
# How a paragraph begins that goes on with the reference before it.
_GOES_ON = re.compile(
    r"(?:available|accessed|retrieved|cited|viewed|last (?:accessed|updated)|https?:|www\.|doi\b|pmid\b|pmcid\b|epub\b"
    r"|isbn\b|(?:comment|erratum|correction|republished|reprinted|retraction) (?:in|of|for|from)\b|[\[(])",
    re.I,
)
_BUTTON = re.compile(
    r"\W*(?:(?:pubmed(?: central)?|pmc|google scholar|cross-?ref|(?:pmc )?(?:free )?(?:full text|article)|view article"
    r"|web of science|scopus|abstract|jump up(?: to)?)\W*)+|[\s↑↩^⤴\ufe0e]+",
    re.I,
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BREAKS = {"p", "div", "li", "dt", "dd", "tr", "pre", "ul", "ol", "blockquote"}


@dataclass
class _Entry:
    """An entry is one reference as it is printed: its number (0: none), its lines, its ids, where its links lead."""

    lines: list[str]
    number: int = 0
    is_counted: bool = False  # the number is the place in a list that starts by itself
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)


@dataclass
class Listed:
    """What a list of references holds, the blocks that are left, and what is to be told."""

    left: list[Block]
    sources: Sources = field(default_factory=Sources)
    remarks: list[Remark] = field(default_factory=list)


def take(found: list[Block]) -> Listed:
    """Take the list of references out of an article's blocks."""
    start, end = _section(found)
    if start is None:
        return Listed(found)
    section = found[start + 1 : end]
    is_bare = not _is_numbered(section)
    read = [(block, [] if block.level else list(_entries(block, is_bare=is_bare))) for block in section]
    last = max((at for at, (_, some) in enumerate(read) if any(entry.number for entry in some)), default=len(read))
    if last < len(read) and not read[last][1][-1].lines:
        last += 1  # its number stands by itself, before it
    beyond = next((at for at in range(last + 1, len(read)) if not _GOES_ON.match(read[at][0].text)), len(read))
    listed = _listed([entry for _, some in read[:beyond] for entry in some])
    after = section[beyond:]
    listed.left = [*found[:start], *found[end:], *after]
    why = "This stood after the references, and stands at the end of the text now"
    listed.remarks += [Remark(Kind.DOUBT, why, place=block.text) for block in after]
    return listed


def _section(found: list[Block]) -> tuple[int | None, int]:
    """Where the section of references starts and ends: the last of that name that holds something."""
    for start in reversed(range(len(found) - 1)):
        block, following = found[start], found[start + 1]
        if not (block.level or block.tag == "p") or not HEADING.fullmatch(block.text):
            continue
        end = _end(found, start)
        if end > start + 1 and (block.level or following.tag in {"ol", "ul"} or _is_numbered(found[start + 1 : end])):
            return start, end
    return None, 0


def _end(found: list[Block], start: int) -> int:
    """Where a list ends: at the next heading, but for small ones within it, the first or before numbers that go on."""
    for at in range(start + 1, len(found)):
        if not found[at].level:
            continue
        is_small = 0 < found[start].level < found[at].level and not re.match(
            "further|see also|note", found[at].text, re.I
        )
        goes_on = at + 1 < len(found) and _first_number(found[at + 1]) > 1
        if not (is_small and (at == start + 1 or goes_on)):
            return at
    return len(found)


def _first_number(block: Block) -> int:
    entries = [] if block.level else list(_entries(block, is_bare=False))
    return entries[0].number if entries else 0


def _is_numbered(found: list[Block]) -> bool:
    return any(_NUMBER.match(block.text) for block in found)


# --- Entries as they are printed ---


def _entries(block: Block, *, is_bare: bool) -> Iterator[_Entry]:
    """The entries in a block. One without a number may go on with the one before."""
    element = block.element
    if block.tag in {"ol", "ul"}:
        yield from _items(element)
    elif block.tag == "table":
        for row in element.iter("tr"):
            cells = [squeezed(cell) for cell in row if cell.tag in {"td", "th"}]
            yield from _numbered([" ".join(cells)], row, is_bare=True)
    elif block.tag == "blockquote":
        for inner in blocks(element):
            yield from _entries(inner, is_bare=is_bare)
    else:
        yield from _numbered(_lines(element), element, is_bare=is_bare)


def _items(element: HtmlElement) -> Iterator[_Entry]:
    """The items of a list, each with the lists in it, by the numbers that are printed in words or counted."""
    items = [(item, _lines(item)) for item in element if item.tag == "li"]
    is_printed = any(lines for _, lines in items) and all(_NUMBER.match(lines[0]) for _, lines in items if lines)
    number, is_counted = _whole(element.get("start"), 1), element.get("start") is None
    for item, lines in items:
        if item.get("value"):
            number, is_counted = _whole(item.get("value"), number), False
        if is_printed:
            yield from _numbered(lines, item)
        elif lines:
            yield _Entry(lines, number if element.tag == "ol" else 0, is_counted, _ids(item), _links(item))
        number += 1


def _numbered(lines: list[str], element: HtmlElement, *, is_bare: bool = False) -> Iterator[_Entry]:
    """Lines as entries: one for each that begins with a number, with the lines that follow it."""
    found: list[_Entry] = []
    for line in lines:
        number = _NUMBER.match(line) or (_BARE_NUMBER.match(line) if is_bare else None)
        if number or not found:
            rest = line[number.end() :] if number else line
            printed = next(int(part) for part in number.groups() if part) if number else 0
            found.append(_Entry([rest] if rest else [], printed))
        else:
            found[-1].lines.append(line)
    if len(found) == 1 and len(lines) > 1 and all(_is_whole(printed_line.take_apart(line)) for line in lines):
        found = [_Entry([line]) for line in found[0].lines] if not found[0].number else found
    if len(found) == 1:
        found[0].ids, found[0].links = _ids(element), _links(element)
    yield from found


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*\d{1,3}\s*", text) else otherwise


def _lines(element: HtmlElement) -> list[str]:
    """The words of an element by lines, without those of buttons. A raised number at their head is that of a list."""
    lines = [""]

    def walk(part: HtmlElement) -> None:
        if part.tag == "a" and _BUTTON.fullmatch(squeezed(part)):
            return
        if part.tag in {"sup", "sub"}:
            raised = on_one_line(part)
            is_number = raised.translate(_DIGITS).isdecimal() and not lines[-1].strip()
            lines[-1] += f"[{raised.translate(_DIGITS)}] " if is_number else raised
            return
        lines[-1] += part.text or ""
        for child in part:
            if child.tag == "br" or child.tag in _BREAKS:
                lines.append("")
            walk(child)
            if child.tag in _BREAKS:
                lines.append("")
            lines[-1] += child.tail or ""

    walk(element)
    return [words for words in (" ".join(words.split()) for words in lines) if words]


def _ids(element: HtmlElement) -> set[str]:
    """By what links name an element: its ids, those of all in it, and of what holds nothing else."""
    around = [element]
    while (parent := around[-1].getparent()) is not None and squeezed(parent) == squeezed(element):
        around.append(parent)
    return {
        name for part in [*around, *element.iterdescendants()] for name in (part.get("id"), part.get("name")) if name
    }


def _links(element: HtmlElement) -> list[str]:
    return [link.get("href", "") for link in element.iter("a") if re.match(r"https?://", link.get("href") or "")]


# --- Entries as sources ---


def _listed(entries: list[_Entry]) -> Listed:
    listed = Listed([])
    merged = _merged(entries)
    for entry in merged:
        fields, rest = _fields(entry)
        taken = [reference.key for reference in listed.sources.references]
        source = Source([reference_of(fields, taken)], entry.number, frozenset(entry.ids))
        listed.sources.entries.append(source)
        name = f"Reference {entry.number or len(listed.sources.entries)}"
        if not (fields.get("source") or fields.get("issued") or fields.get("url")):
            why = f"{name} could not be taken apart, so all of it is its title"
            listed.remarks.append(Remark(Kind.CHANGED, why, " ".join(entry.lines)))
        listed.remarks += [Remark(Kind.LEFT_OUT, f"{name} has no place for this", words) for words in rest]
    listed.remarks += [Remark(Kind.DOUBT, problem) for problem in listed.sources.problems()]
    return listed


def _merged(entries: list[_Entry]) -> list[_Entry]:
    """The entries, those without a number joined to the one before where others have numbers, or where they say so.

    A list that starts by itself after another goes on where that one ended.
    """
    has_numbers = any(entry.number for entry in entries)
    merged: list[_Entry] = []
    ahead = 0
    for entry in entries:
        if merged and not entry.number and (has_numbers or (entry.lines and _GOES_ON.match(entry.lines[0]))):
            before = merged[-1]
            before.lines += entry.lines
            before.ids |= entry.ids
            before.links += entry.links
            continue
        if entry.is_counted and entry.number == 1:
            ahead = max((before.number for before in merged), default=0)
        if entry.is_counted:
            entry.number += ahead
        merged.append(entry)
    return [entry for entry in merged if entry.lines]


def _fields(entry: _Entry) -> tuple[dict[str, str], list[str]]:
    """What an entry says, and the lines of it for which a reference has no place."""
    fields, rest = printed_line.take_apart(entry.lines[0]), []
    if len(entry.lines) > 1 and not _is_whole(fields):
        fields = printed_line.take_apart(" ".join(entry.lines))
    else:
        for line in entry.lines[1:]:
            more = printed_line.identifiers(line)
            fields = more | fields
            rest += [] if more else [line]
    for link in entry.links:
        known = printed_line.identifiers(link)
        fields |= {name: value for name, value in known.items() if not fields.get(name) and _is_new(fields, name)}
    return fields, rest


def _is_whole(fields: dict[str, str]) -> bool:
    return bool(fields.get("title") and fields.get("source") and fields.get("issued"))


def _is_new(fields: dict[str, str], name: str) -> bool:
    """Whether an address says more than a DOI or PMID does already."""
    return name != "url" or not (fields.get("doi") or fields.get("pmid"))
