"""What changed between two versions, word by word, in the page as it is read.

Blocks (paragraphs, items, cells, rows, lists) are matched first, then the words in those that changed. A number stays
whole, with its unit: 2.5 mg that became 5 mg is shown as one removed and one added, never as a digit taken away.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from operator import itemgetter

import lxml.html

from articles.text.alignment import stretches
from articles.text.allowlist import BLOCKS as BODY_BLOCKS
from articles.text.formats import in_present_format
from articles.text.html import closing

BLOCKS = BODY_BLOCKS | {"div"}
MARKS = frozenset({"a", "em", "span", "strong", "sub", "sup"})
# No ids: both versions have them. The last three let the keyboard scroll a wide table.
ALLOWED_ATTRIBUTES = frozenset(
    {"class", "colspan", "href", "rel", "rowspan", "scope", "tabindex", "role", "aria-label"}
)
KINDS = {"th": "td", "ol": "ul"}  # tags that become each other without becoming another thing
PARTS_OF_TABLE = frozenset({"caption", "table", "tbody", "thead"})

SIMILAR = 0.4  # the share of words that two blocks have in common when one is the other, changed
MANY = 250_000  # pairs of blocks that are looked at for likeness

# An optional sign, and digits with what joins them (2.5, 1,000, 5–10, 10⁻⁹/L, 5%). The word after a bare number is
# taken for its unit: no list of units is complete, and one that is missing from it would split a dose.
_SIGN = r"[<>≤≥≈~±+−-]\s?"
_UNIT = r"[ \u00a0\u202f](?:%|°?[^\W\d_]+(?:/\w+)*)"
_NUMBER = rf"(?:{_SIGN})?\d\w*(?:[.,/^:×·⁄–−⁻-]+\w+)*[⁺⁻]?(?:%|(?<=[\d⁰¹²³⁴-⁹]){_UNIT})?"
_WORD = r"\w+(?:['’.^/–-]\w+)*"
TOKEN = re.compile(rf"{_NUMBER}|{_WORD}|\s+|[^\w\s]+?(?={_SIGN}\d|[\w\s]|$)")

SPOKEN = {"del": "removed: ", "ins": "added: "}

_Marks = tuple[str, ...]  # the opening tags around words, outermost first
_Run = tuple[_Marks, str]


def compare(old_html: str, new_html: str) -> str:
    """The new page with what was removed in <del> and what was added in <ins>, each also said in words.

    Without its ins it has the words of the old page, without its del those of the new (`.vh` apart). Takes rendered
    pages or sanitised bodies. Citations are equal when they cite the same references, whatever their numbers.
    """
    return "\n".join(blocks(old_html, new_html))


def blocks(old_html: str, new_html: str) -> list[str]:
    """The same comparison, block by block: paragraphs, headings, lists, tables."""
    old, new = (_children(_parse(in_present_format(html))) for html in (old_html, new_html))
    return _compared(old, new)


# What is compared


@dataclass(frozen=True)
class Token:
    """A token is a word, a number with its unit, white space, a line break or a citation. It is never split."""

    key: Hashable  # equal for what is the same to a reader
    pieces: tuple[_Run, ...]  # escaped HTML, with the marks around it


@dataclass(frozen=True)
class Line:
    """A line is the words in a row inside one block."""

    tokens: tuple[Token, ...]
    words: frozenset[str]
    kind: str = "line"

    @property
    def key(self) -> Hashable:
        return tuple(token.key for token in self.tokens)


@dataclass(frozen=True)
class Block:
    """A block is an element that holds lines and other blocks."""

    opening: str
    children: "tuple[Line | Block, ...]"
    words: frozenset[str]
    kind: str

    @property
    def key(self) -> Hashable:
        return (self.opening, *(child.key for child in self.children))


SPACE = " "  # the key of white space, whatever its marks


def _parse(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(html, create_parent="div")


def _children(element: lxml.html.HtmlElement) -> tuple[Line | Block, ...]:
    """The blocks in an element, and the words beside them as lines."""
    runs: list[_Run | Token] = []
    found: list[Line | Block] = []
    for item in (*_content(element, ()), None):
        if isinstance(item, tuple | Token):
            runs.append(item)
            continue
        found += filter(None, [_line(runs), item])
        runs.clear()
    return tuple(found)


def _content(element: lxml.html.HtmlElement, marks: _Marks) -> Iterator[_Run | Token | Block]:
    """Words with their marks, line breaks, citations and blocks, in order."""
    yield marks, element.text or ""
    for child in element:
        if child.tag in BLOCKS:
            yield _block(child)
        elif child.tag == "br":
            yield Token("br", ((marks, "<br>"),))
        elif child.tag == "cite" or child.get("class") == "cite":
            yield _citation(child, marks)
        elif isinstance(child.tag, str):  # not a comment
            yield from _content(child, (*marks, _opening(child)) if child.tag in MARKS else marks)
        yield marks, child.tail or ""


def _block(element: lxml.html.HtmlElement) -> Block:
    children = _children(element)
    words: frozenset[str] = frozenset().union(*(child.words for child in children))
    return Block(_opening(element), children, words, KINDS.get(element.tag, element.tag))


def _opening(element: lxml.html.HtmlElement) -> str:
    attributes = (f' {name}="{escape(value)}"' for name, value in element.items() if name in ALLOWED_ATTRIBUTES)
    return f"<{element.tag}{''.join(attributes)}>"


def _citation(element: lxml.html.HtmlElement, marks: _Marks) -> Token:
    """Its numbers without their links, which lead nowhere in a comparison."""
    keys = tuple(cited.get("data-ref") or cited.text_content() for cited in element.iter("a", "cite"))
    label = escape(element.text_content() or ", ".join(keys), quote=False)
    return Token(("cite", keys or label), ((marks, f'<sup class="cite">{label}</sup>'),))


def _line(runs: Sequence[_Run | Token]) -> Line | None:
    tokens: list[Token] = []
    words: list[_Run] = []
    for run in (*runs, None):
        if isinstance(run, tuple):
            words.append(run)
            continue
        tokens += _tokens(words)
        tokens += [run] if run else []
        words = []
    while tokens and tokens[0].key == SPACE:
        del tokens[0]
    while tokens and tokens[-1].key == SPACE:
        del tokens[-1]
    words_of_line = frozenset("".join(html for _, html in token.pieces) for token in tokens if token.key != SPACE)
    return Line(tuple(tokens), words_of_line) if tokens else None


def _tokens(runs: Iterable[_Run]) -> Iterator[Token]:
    """Words in whatever marks: 10<sup>9</sup>/L is one token."""
    runs = [(marks, re.sub(r"[ \t\r\n]+", " ", words)) for marks, words in runs if words]
    text = "".join(words for _, words in runs)
    starts, at = [], 0
    for _, words in runs:
        starts.append(at)
        at += len(words)
    first = 0
    for match in TOKEN.finditer(text):
        while first + 1 < len(runs) and starts[first + 1] <= match.start():
            first += 1
        pieces = []
        for (marks, words), start in zip(runs[first:], starts[first:], strict=True):
            if start >= match.end():
                break
            pieces.append((marks, escape(words[max(match.start() - start, 0) : match.end() - start], quote=False)))
        if match[0].isspace():
            yield Token(SPACE, ((pieces[0][0], " "),))
        else:
            # A non-breaking space looks like any other.
            yield Token(tuple((marks, re.sub(r"\s", " ", html)) for marks, html in pieces), tuple(pieces))


# How it is matched


def _likeness(old: Line | Block, new: Line | Block) -> float:
    """From 0 to 1; 0 as well if too unlike for one to be the other, changed."""
    if old.kind != new.kind:
        return 0
    if old.kind in PARTS_OF_TABLE or not (old.words or new.words):
        return 1
    share = 2 * len(old.words & new.words) / (len(old.words) + len(new.words))
    return share if share >= SIMILAR else 0


def _couples(olds: Sequence[Line | Block], news: Sequence[Line | Block]) -> list[tuple[int, int]]:
    """Which block became which, in order: the choice that is alike in sum the most (near their places, if many)."""
    if not olds or not news:
        return []
    reach = MANY // max(len(olds), len(news))
    middles = [i * len(news) // len(olds) for i in range(len(olds))]
    best: list[dict[int, float]] = [{} for _ in range(len(olds) + 1)]  # from each pair of places to the end
    for i in reversed(range(len(olds))):
        for j in range(min(len(news) - 1, middles[i] + reach), max(-1, middles[i] - reach - 1), -1):
            like = _likeness(olds[i], news[j])
            both = like + best[i + 1].get(j + 1, 0) if like else 0
            best[i][j] = max(both, best[i + 1].get(j, 0), best[i].get(j + 1, 0))
    couples = []
    i = j = 0
    while i < len(olds) and j < len(news):
        here = best[i].get(j, 0)
        if here == best[i + 1].get(j, 0):
            i += 1
        elif here == best[i].get(j + 1, 0):
            j += 1
        else:
            couples.append((i, j))
            i, j = i + 1, j + 1
    return couples


# How it is shown


def _compared(olds: Sequence[Line | Block], news: Sequence[Line | Block]) -> list[str]:
    """Two sequences of blocks as one."""
    out: list[str] = []
    for part in stretches([old.key for old in olds], [new.key for new in news]):
        was, now = olds[part.old], news[part.new]
        out += map(_whole, now) if part.is_equal else _changed_blocks(was, now)
    return out


def _changed_blocks(olds: Sequence[Line | Block], news: Sequence[Line | Block]) -> Iterator[str]:
    i = j = 0
    for x, y in (*_couples(olds, news), (len(olds), len(news))):
        yield from (_whole(old, "del") for old in olds[i:x])
        yield from (_whole(new, "ins") for new in news[j:y])
        if x < len(olds):
            yield _changed(olds[x], news[y])
        i, j = x + 1, y + 1


def _changed(old: Line | Block, new: Line | Block) -> str:
    """One block that became another of its kind."""
    if isinstance(old, Line) and isinstance(new, Line):
        return _changed_words(old.tokens, new.tokens)
    if isinstance(old, Line) or isinstance(new, Line):
        return _whole(old, "del") + _whole(new, "ins")
    if old.kind == "tr" and len(old.children) == len(new.children):
        inner = "\n".join(map(_changed, old.children, new.children))  # a cell stays in its column
    else:
        inner = "\n".join(_compared(old.children, new.children))
    return f"{new.opening}{inner}{closing(new.opening)}"


def _whole(block: Line | Block, change: str = "") -> str:
    if isinstance(block, Line):
        return _marked(block.tokens, change)
    inner = "\n".join(_whole(child, change) for child in block.children)
    return f"{block.opening}{inner}{closing(block.opening)}"


def _changed_words(old: Sequence[Token], new: Sequence[Token]) -> str:
    """The words of a line; where they differ, what was removed and then what was added."""
    parts = list(stretches([token.key for token in old], [token.key for token in new], junk=SPACE))
    is_same = [part.is_equal for part in parts]
    for n, (before, part, after) in enumerate(zip(parts, parts[1:], parts[2:], strict=False), 1):
        if new[part.new.start].key == SPACE and not (before.is_equal or after.is_equal):
            is_same[n] = False  # white space between two changes belongs to them
    out = []
    for are_same, group in groupby(zip(is_same, parts, strict=True), key=itemgetter(0)):
        joined = [part for _, part in group]
        was = old[joined[0].old.start : joined[-1].old.stop]
        now = new[joined[0].new.start : joined[-1].new.stop]
        out += [_inline(now)] if are_same else [_marked(was, "del"), _marked(now, "ins")]
    return "".join(out)


def _marked(tokens: Sequence[Token], change: str) -> str:
    """Words as they are, or removed or added, which a screen reader may not say by itself."""
    if not change or not tokens:
        return _inline(tokens)
    return f'<{change}><span class="vh">{SPOKEN[change]}</span>{_inline(tokens)}</{change}>'


def _inline(tokens: Iterable[Token]) -> str:
    """The HTML of tokens in a row; marks that go on from one to the next are written once."""
    out: list[str] = []
    opened: _Marks = ()
    for marks, html in (*(piece for token in tokens for piece in token.pieces), ((), "")):
        same = 0
        while same < min(len(opened), len(marks)) and opened[same] == marks[same]:
            same += 1
        out += [closing(opening) for opening in reversed(opened[same:])]
        out += [*marks[same:], html]
        opened = marks
    return "".join(out)
