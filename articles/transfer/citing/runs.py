"""Lines of written HTML as flat text, in which each tag and each mark that leads to a source is one character.

So one pattern finds `[1]`, `<strong>[1]</strong>` and `[<a>1</a>–<a>4</a>]` alike. The characters are of Unicode's last
private plane; those that a text brings itself are kept as they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from articles.text.html import Token, tokens

_INLINE = {"a", "br", "cite", "em", "strong", "sub", "sup"}
_FIRST, _SIZE = 0x100000, 0x2000  # the first character, and how many there are of each kind
# Kinds of characters: a mark of numbers, a mark of words, the beginning of something raised or of another span, the end
# of either, and whatever else stands in a line.
MARK, WORDS, RAISED, OPENS, ENDS, OTHER = _KINDS = [
    f"[{chr(_FIRST + at * _SIZE)}-{chr(_FIRST + (at + 1) * _SIZE - 1)}]" for at in range(6)
]
TAGS = f"(?:{RAISED}|{OPENS}|{ENDS})"
_NEAR = 400  # characters beside a mark that are looked at
_OURS = re.compile(f"[{chr(_FIRST)}-\U0010ffff]")
_CITES = re.compile(r'<a data-cites="([\d ]*)">')
_EDGES = re.compile(r"([\s\[(,;]*)(.*?)([\s\]),;]*)", re.DOTALL)


@dataclass(frozen=True)
class Link:
    """A link is what leads to a source: its words, and where in the list of sources it leads; nowhere is elsewhere."""

    text: str
    places: tuple[int, ...]


@dataclass
class Run:
    """A run is what stands on one line: in a paragraph, cell, heading or item."""

    text: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def add(self, kind: str, source: str, link: Link | None = None) -> None:
        """Something that is one character here, and is written as this source."""
        sign = chr(_FIRST + _KINDS.index(kind) * _SIZE + len(self.sources) % _SIZE)
        self.sources[sign] = source
        if link:
            self.links[sign] = link
        self.text += sign

    def add_words(self, words: str) -> None:
        """Words of the text. A character that could be taken for one of ours stands for itself."""
        at = 0
        for found in _OURS.finditer(words):
            self.text += words[at : found.start()]
            self.add(OTHER, found[0])
            at = found.end()
        self.text += words[at:]

    def plain(self, start: int = 0, end: int | None = None) -> str:
        """The words from here to there, without tags."""
        return _OURS.sub(lambda sign: self.links[sign[0]].text if sign[0] in self.links else "", self.text[start:end])

    def sentence(self, start: int, end: int) -> str:
        """The sentence in which this stands, for whoever is to find it."""
        before, after = self.before(start), self.plain(end, end + _NEAR)
        before = re.split(r"(?<=[.?!])\s+(?=[^\W\d_])", before)[-1][-120:]
        found = re.match(r".*?(?:[.?!](?=\s)|$)", after, re.DOTALL)
        return " ".join(f"{before}{self.plain(start, end)}{found[0][:120] if found else ''}".split())

    def before(self, at: int) -> str:
        """The words before a place, as many as matter to it."""
        return self.plain(max(0, at - _NEAR), at)

    def unciting(self) -> list[tuple[int, int]]:
        """The stretches that are lowered or links to other pages, in which no number is a citation."""
        stretches, opened = [], list[int]()
        for found in _OURS.finditer(self.text):
            source = self.sources.get(found[0], "")
            if re.match("<(?:sub|a)\\b", source):
                opened.append(found.start())
            elif source in {"</sub>", "</a>"} and opened:
                stretches.append((opened.pop(), found.start()))
        return stretches


def links(html: str) -> Iterator[Link]:
    """What leads to a source in written HTML, in order."""
    for line in runs(html, is_mark=lambda link: True):
        yield from line.links.values() if isinstance(line, Run) else ()


def runs(html: str, *, is_mark: Callable[[Link], bool]) -> Iterator[Run | str]:
    """The lines of written HTML, and the tags between them. `is_mark` says whether a link is one of numbers only."""
    run, found, at = Run(), list(tokens(html)), 0
    while at < len(found):
        token = found[at]
        if token.name and token.name not in _INLINE:
            if run.text:
                yield run
                run = Run()
            yield token.source
        elif cites := _CITES.fullmatch(token.source):
            end = next(there for there in range(at, len(found)) if found[there].source == "</a>")
            _add_link(run, found[at + 1 : end], tuple(map(int, cites[1].split())), is_mark)
            at = end
        else:
            _add(run, token)
        at += 1
    if run.text:
        yield run


def _add(run: Run, token: Token) -> None:
    if not token.name:
        run.add_words(token.text)
    elif token.source == "<sup>" and run.sources.get(run.text[-1:]) == "</sup>":
        run.text = run.text[:-1]  # two raised parts side by side are one
    elif token.name in {"br", "cite"}:
        run.add(OTHER, token.source)
    else:
        run.add(ENDS if token.is_end else RAISED if token.name == "sup" else OPENS, token.source)


def _add_link(run: Run, inner: list[Token], places: tuple[int, ...], is_mark: Callable[[Link], bool]) -> None:
    """Add a link with all that is in it. Brackets and commas at the edges of a mark are put outside it."""
    words = "".join(token.text for token in inner if not token.name)
    edges = _EDGES.fullmatch(words)
    mark = Link(edges[2] if edges else words, places)
    if not edges or not places or not is_mark(mark):
        run.add(WORDS if places else OTHER, "".join(token.source for token in inner), Link(words, places))
        return
    is_raised = any(token.source == "<sup>" for token in inner)
    if is_raised:
        run.add(RAISED, "<sup>")
    run.add_words(edges[1])
    run.add(MARK, escape(mark.text, quote=False), mark)
    run.add_words(edges[3])
    if is_raised:
        run.add(ENDS, "</sup>")


def written(run: Run, edits: list[tuple[int, int, str]]) -> str:
    """The run as HTML, each of these stretches (in order, apart) replaced by citations.

    A citation is raised itself, so one inside something raised, lowered or linked is put after it.
    """
    parts: list[str] = []
    waiting: list[str] = []
    depth, at = 0, 0
    for start, end, cited in [*edits, (len(run.text), len(run.text), "")]:
        unpaired = _unpaired(run, run.text[start:end])
        waiting.append(cited)
        for sign in run.text[at:start] + unpaired:
            source = run.sources.get(sign, "")
            parts.append(source or escape(sign, quote=False))
            depth += bool(re.match("<(?:sup|sub|a)\\b", source)) - (source in {"</sup>", "</sub>", "</a>"})
            if source.startswith("</") and depth < 1:
                parts += waiting[:-1]
                del waiting[:-1]
        if depth < 1:
            parts += waiting
            waiting.clear()
        at = end
    return re.sub(r"<(sup|sub|em|strong)>(\s*)</\1>", r"\2", "".join(parts + waiting))


def _unpaired(run: Run, text: str) -> str:
    """The tags of a stretch that open or end outside it."""
    left: list[str] = []
    for sign in text:
        if re.match(ENDS, sign) and left and not re.match(ENDS, left[-1]):
            left.pop()
        elif re.match(TAGS, sign):
            left.append(sign)
    return "".join(left)
