"""What changed between two versions, word by word, in the page as it is read.

Blocks (paragraphs, items, cells, rows, lists) are matched first, then the words in those that changed. A number stays
whole, with its unit: 2.5 mg that became 5 mg is shown as one removed and one added, never as a digit taken away.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby, pairwise

import lxml.html

from . import body

BLOCKS = body.BLOCKS | {"div"}
MARKS = frozenset({"a", "em", "span", "strong", "sub", "sup"})
KEPT_ATTRIBUTES = frozenset({"class", "colspan", "href", "rel", "rowspan", "scope"})  # no ids: both versions have them
KINDS = {"th": "td", "ol": "ul"}  # tags that become each other without becoming another thing
PARTS_OF_TABLE = frozenset({"caption", "table", "tbody", "thead"})

SIMILAR = 0.4  # the share of words that two blocks have in common when one is the other, changed
FEW = 40_000  # pairs of items that difflib compares in a moment; its time grows with their square
MANY = 250_000  # pairs of blocks that are looked at for likeness

# An optional sign, and digits with what joins them (2.5, 1,000, 5–10, 10^9/L, 5%). The word after a bare number is
# taken for its unit: no list of units is complete, and one that is missing from it would split a dose.
_SIGN = r"[<>≤≥≈~±+−-]\s?"
_UNIT = r"[ \u00a0\u202f](?:%|°?[^\W\d_]+(?:/\w+)*)"
_NUMBER = rf"(?:{_SIGN})?\d\w*(?:[.,/^:×·⁄–−-]+\w+)*(?:%|(?<=\d){_UNIT})?"
_WORD = r"\w+(?:['’.^/–-]\w+)*"
TOKEN = re.compile(rf"{_NUMBER}|{_WORD}|\s+|[^\w\s]+?(?={_SIGN}\d|[\w\s]|$)")

SAID = {"del": "removed: ", "ins": "added: "}

_Marks = tuple[str, ...]  # the opening tags around words, outermost first
_Run = tuple[_Marks, str]


def compare(old_html: str, new_html: str) -> str:
    """The new page with what was removed in <del> and what was added in <ins>, each also said in words.

    Without its ins it has the words of the old page, without its del those of the new (`.vh` apart). Takes rendered
    pages or sanitised bodies. Citations are equal when they cite the same references, whatever their numbers.
    """
    return _blocks(_children(_parse(old_html)), _children(_parse(new_html)))


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
    kept = (f' {name}="{escape(value)}"' for name, value in element.items() if name in KEPT_ATTRIBUTES)
    return f"<{element.tag}{''.join(kept)}>"


def _closing(opening: str) -> str:
    return f"</{opening[1:-1].partition(' ')[0]}>"


def _citation(element: lxml.html.HtmlElement, marks: _Marks) -> Token:
    """Its numbers without their links, which lead nowhere in a comparison."""
    keys = tuple(cited.get("data-ref") or cited.text_content() for cited in element.iter("a", "cite"))
    label = escape(element.text_content() or ", ".join(keys), quote=False)
    return Token(("cite", keys or label), ((marks, f'<sup class="cite">{label}</sup>'),))


def _line(runs: Sequence[_Run | Token]) -> Line | None:
    tokens: list[Token] = []
    for is_token, group in groupby(runs, key=lambda run: isinstance(run, Token)):
        items = list(group)
        tokens += items if is_token else _tokens(items)
    while tokens and tokens[0].key == SPACE:
        del tokens[0]
    while tokens and tokens[-1].key == SPACE:
        del tokens[-1]
    words = frozenset("".join(html for _, html in token.pieces) for token in tokens if token.key != SPACE)
    return Line(tuple(tokens), words) if tokens else None


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


def _align(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The positions of equal items that stay in order: difflib for a few, anchors for many."""
    numbers: dict[Hashable, int] = {SPACE: 0}
    a = [numbers.setdefault(item, len(numbers)) for item in old]
    b = [numbers.setdefault(item, len(numbers)) for item in new]
    pairs: list[tuple[int, int]] = []
    stretches = [(0, len(a), 0, len(b))]
    while stretches:
        i, i_end, j, j_end = stretches.pop()
        while i < i_end and j < j_end and a[i] == b[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and a[i_end - 1] == b[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            pairs.append((i_end, j_end))
        if (i_end - i) * (j_end - j) <= FEW:
            matcher = SequenceMatcher(lambda number: number == 0, a[i:i_end], b[j:j_end], autojunk=False)
            for x, y, size in matcher.get_matching_blocks():
                pairs += ((i + x + n, j + y + n) for n in range(size))
        elif anchors := _anchors(a, b, (i, i_end, j, j_end)):
            pairs += anchors
            for (x, y), (next_x, next_y) in pairwise([(i - 1, j - 1), *anchors, (i_end, j_end)]):
                stretches.append((x + 1, next_x, y + 1, next_y))
    return sorted(pairs)


def _anchors(a: Sequence[int], b: Sequence[int], stretch: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """The longest series of items, in order in both, that occur once in each (as in a patience diff)."""
    i, i_end, j, j_end = stretch
    in_a, in_b = Counter(a[i:i_end]), Counter(b[j:j_end])
    where = {number: y for y, number in enumerate(b[j:j_end], j) if in_a[number] == in_b[number] == 1}
    chains: list[tuple[int, int, tuple | None]] = []  # the lowest end of a chain of each length, linked to its start
    for x, number in enumerate(a[i:i_end], i):
        if number in where:
            y = where[number]
            length = bisect_left(chains, y, key=lambda chain: chain[1])
            chains[length : length + 1] = [(x, y, chains[length - 1] if length else None)]
    found = []
    link = chains[-1] if chains else None
    while link:
        found.append((link[0], link[1]))
        link = link[2]
    return found[::-1]


def _stretches(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[bool, slice, slice]]:
    """Both from start to end, as stretches that are equal and stretches that are not."""
    i = j = 0
    for x, y in (*_align(old, new), (len(old), len(new))):
        if x > i or y > j:
            yield False, slice(i, x), slice(j, y)
        if x < len(old):
            yield True, slice(x, x + 1), slice(y, y + 1)
        i, j = x + 1, y + 1


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


def _blocks(olds: Sequence[Line | Block], news: Sequence[Line | Block]) -> str:
    """Two sequences of blocks as one."""
    out = []
    for is_equal, i, j in _stretches([old.key for old in olds], [new.key for new in news]):
        out += [_whole(new) for new in news[j]] if is_equal else _changed_blocks(olds[i], news[j])
    return "\n".join(out)


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
    if isinstance(old, Line) or isinstance(new, Line):
        return _changed_words(old.tokens, new.tokens)
    if old.kind == "tr" and len(old.children) == len(new.children):
        inner = "\n".join(map(_changed, old.children, new.children))  # a cell stays in its column
    else:
        inner = _blocks(old.children, new.children)
    return f"{new.opening}{inner}{_closing(new.opening)}"


def _whole(block: Line | Block, change: str = "") -> str:
    if isinstance(block, Line):
        return _said(block.tokens, change)
    inner = "\n".join(_whole(child, change) for child in block.children)
    return f"{block.opening}{inner}{_closing(block.opening)}"


def _changed_words(old: Sequence[Token], new: Sequence[Token]) -> str:
    removed: list[Token] = []
    added: list[Token] = []
    out = []

    def finish_change() -> None:
        out.extend([_said(removed, "del"), _said(added, "ins")])
        removed.clear()
        added.clear()

    stretches = list(_stretches([token.key for token in old], [token.key for token in new]))
    for place, (is_equal, i, j) in enumerate(stretches):
        is_last = place == len(stretches) - 1
        # White space between two changed words belongs to the change.
        if not is_equal or (
            new[j][0].key == SPACE and (removed or added) and not is_last and not stretches[place + 1][0]
        ):
            removed += old[i]
            added += new[j]
        else:
            finish_change()
            out.append(new[j][0])
    finish_change()
    return "".join(
        _inline(list(group)) if is_token else "".join(group)
        for is_token, group in groupby(out, key=lambda item: isinstance(item, Token))
    )


def _said(tokens: Sequence[Token], change: str) -> str:
    """Words as they are, or removed or added, which a screen reader may not say by itself."""
    if not change or not tokens:
        return _inline(tokens)
    return f'<{change}><span class="vh">{SAID[change]}</span>{_inline(tokens)}</{change}>'


def _inline(tokens: Iterable[Token]) -> str:
    """The HTML of tokens in a row; marks that go on from one to the next are written once."""
    out: list[str] = []
    opened: _Marks = ()
    for marks, html in (*(piece for token in tokens for piece in token.pieces), ((), "")):
        same = 0
        while same < min(len(opened), len(marks)) and opened[same] == marks[same]:
            same += 1
        out += [_closing(opening) for opening in reversed(opened[same:])]
        out += [*marks[same:], html]
        opened = marks
    return "".join(out)
