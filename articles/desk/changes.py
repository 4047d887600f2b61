"""What a version changes in the one before it: section by section for the desk, and in plain words for mails."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from articles.fields import COMPARED, Field, Kind
from articles.models import Version
from articles.references.changes import changed_references
from articles.references.printed import plain
from articles.text.allowlist import BLOCKS
from articles.text.compare import blocks, compare
from articles.text.html import Token, tokens

_CHANGE = re.compile(r"<(?:ins|del)>")
BEFORE = "Before the first heading"
AROUND = 8  # words that are shown before and after a change in a mail
MOST_LINES = 40  # of a mail


@dataclass(frozen=True)
class Part:
    """A part is one section of a comparison: its heading and its blocks as HTML, and whether anything changed in it."""

    heading: str
    html: str
    is_changed: bool

    @property
    def title(self) -> str:
        """The words of its heading as they are now, or as they were if it was taken out."""
        words = re.sub(r'<span class="vh">.*?</span>|</?ins>', "", self.heading)
        now = re.sub(r"<del>.*?</del>", "", words)
        return _plain(now) or _plain(re.sub(r"</?del>", "", words)) or BEFORE


def parts(old_page: str, new_page: str) -> list[Part]:
    """Two rendered pages as one, section by section. Joined with line breaks they are the whole comparison."""
    found: list[list[str]] = [[]]
    for block in blocks(old_page, new_page):
        if block.startswith("<h2"):
            found.append([])
        found[-1].append(block)
    return [_part(section) for section in found if section]


def _part(section: list[str]) -> Part:
    heading = section[0] if section[0].startswith("<h2") else ""
    html = "\n".join(section[1:] if heading else section)
    return Part(heading, html, bool(_CHANGE.search(heading + html)))


def before(version: Version) -> Version | None:
    """The version that readers saw before this one, if any."""
    earlier = Version.objects.released().filter(article=version.article_id, number__lt=version.number)
    return earlier.prefetch_related("references").order_by("-number").first()


def in_words(old: Version, new: Version) -> list[str]:
    """What changed from one version to another as lines of plain text; a line without indent names a section."""
    lines = list(_lines(old, new))
    rest = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], f"… and {rest} more lines, all in the comparison"] if rest > 1 else lines


def _lines(old: Version, new: Version) -> Iterator[str]:
    for field in COMPARED:
        yield from _changed(field.label, blocks(_html(field, old), _html(field, new)))
    heading = ""
    for block in blocks(old.page, new.page):
        if block.startswith("<h2"):
            heading = _plain(block)
        yield from _changed(heading or BEFORE, [block])
    for change in changed_references(old, new):
        was, now = (plain(item) if item else "" for item in (change.old, change.new))
        yield from _changed("References", [compare(escape(was), escape(now))])


def _html(field: Field, version: Version) -> str:
    """A field as HTML, each line of it a paragraph."""
    value = getattr(version, field.name)
    return "".join(f"<p>{escape(line)}</p>" for line in (value if field.kind == Kind.LIST else value.splitlines()))


def _changed(where: str, found: list[str]) -> Iterator[str]:
    for block in found:
        if _CHANGE.search(block):
            yield f"{where}: {_near(_plain(block))}"


def _plain(html: str) -> str:
    """The words of a comparison, its changes in brackets: [removed: 2.5 mg] [added: 5 mg]."""
    marked = "".join(map(_marked, tokens(html)))
    outside = re.sub(r"\[(removed: |added: )\s+", r" [\1", re.sub(r"\s+\]", "] ", marked))
    return " ".join(outside.replace("][", "] [").split())


def _marked(token: Token) -> str:
    """A token as plain text: changes and numbers of citations in brackets, and a gap where a block ends."""
    if token.name in {"ins", "del"} or (token.name == "sup" and token.is_aside):
        return "]" if token.is_end else "["
    if token.name:
        return " " if token.name == "br" or (token.is_end and token.name in BLOCKS) else ""
    return token.text


def _near(words: str) -> str:
    """Only what stands near a change."""
    pieces = re.split(r"(\[(?:removed|added): .*?\])", words)
    last = len(pieces) - 1
    return "".join(
        _cut(piece, is_first=n == 0, is_last=n == last) if n % 2 == 0 else piece for n, piece in enumerate(pieces)
    )


def _cut(words: str, *, is_first: bool, is_last: bool) -> str:
    listed = re.findall(r"\s*\S+\s*", words)
    if is_first:
        return words if len(listed) <= AROUND else "… " + "".join(listed[-AROUND:])
    if is_last:
        return words if len(listed) <= AROUND else "".join(listed[:AROUND]) + "…"
    return words if len(listed) <= 2 * AROUND else "".join([*listed[:AROUND], "… ", *listed[-AROUND:]])
