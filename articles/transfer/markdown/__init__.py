"""Article files: Pandoc Markdown with YAML front matter (articles/content/README.md describes them)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from articles.transfer.files import ArticleFile, ArticleFileError
from articles.transfer.markdown import frontmatter
from articles.transfer.markdown.tree import HEADINGS, Child, Node, NotHeld, from_html, normal, to_html
from articles.transfer.markdown.writing import write_body

_CITATION = re.compile(r"\[(@[A-Za-z0-9_][A-Za-z0-9_-]*(?:; ?@[A-Za-z0-9_][A-Za-z0-9_-]*)*)\]")
_LOOSE_CITATION = re.compile(r"\[@[^\]]*\]?|@[A-Za-z0-9_{]+")
_ADDRESS = re.compile(r"https?://|mailto:|[/#]")
_SIGN = re.compile(r"[^>]*>[\s>]*(?:=|\d(?!\d*[.)]\s))")  # a quotation that could be "more than"
_ARTICLE = re.compile(r"article:[1-9][0-9]{0,8}")


def read(path: Path | str) -> ArticleFile:
    """Read an article file. Raises ArticleFileError, also for a file that cannot be opened or is not UTF-8."""
    try:
        return read_bytes(Path(path).read_bytes(), path=str(path))
    except OSError as error:
        raise ArticleFileError(str(path), 0, f"The file cannot be opened: {error.strerror}.") from error


def read_bytes(content: bytes, *, path: str = "") -> ArticleFile:
    """The article that the content of an article file says. Raises ArticleFileError, also when it is not UTF-8."""
    try:
        return parse(content.decode("utf-8"), path=path)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ArticleFileError(path, line, "This is not UTF-8. Save the file as UTF-8.") from error


def parse(text: str, *, path: str = "") -> ArticleFile:
    """The article that an article file says. Raises ArticleFileError with the line and what to do."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if odd := re.search("[\x00-\x08\x0b-\x1f\x7f]", text):
        line = text.count("\n", 0, odd.start()) + 1
        raise ArticleFileError(path, line, "This holds a control character that cannot be printed. Take it out.")
    found = re.match(r"---[ \t]*\n(?P<front>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)", text)
    if not found:
        message = "An article file starts with front matter: a line “---”, lines “key: value”, a line “---”."
        raise ArticleFileError(path, 1, message)
    article = frontmatter.read(found["front"], path=path)
    first_line = text.count("\n", 0, found.end()) + 1
    keys = {reference.key for reference in article.references}
    tree = _Body(path, first_line, keys).tree(text[found.end() :])
    return replace(article, body_html=to_html(tree))


def write(article: ArticleFile) -> str:
    """The article as a file. Raises ArticleFileError for a body that Markdown cannot say."""
    try:
        body = write_body(from_html(article.body_html))
    except NotHeld as error:
        raise ArticleFileError("", 0, f"Document {article.document_id}: {error}") from error
    return f"---\n{frontmatter.write(article)}---\n" + (f"\n{body}" if body else "")


# --- Pandoc's inline syntax that CommonMark does not have ---


def _citation(state: StateInline, silent: bool) -> bool:
    """`[@one; @two]`; anything else that starts with @ as a citation would is a mistake, unless it is `\\@`."""
    before, rest = state.src[: state.pos][-1:], state.src[state.pos : state.posMax]
    if found := _CITATION.match(rest):
        kind, contents = "citation", re.findall(r"@([\w-]+)", found[1])
    elif (found := _LOOSE_CITATION.match(rest)) and not (found[0][0] == "@" and before.isalnum()):
        advice = "Write [@key] or [@one; @two], without pages; \\@ for the sign itself."
        kind, contents = "mistake", [f"“{found[0]}” is no citation. {advice}"]
    else:
        return False
    for content in [] if silent else contents:
        state.push(kind, "", 0).content = content
    state.pos += len(found[0])
    return True


_FOREIGN = [
    (
        re.compile(r"~~[^~\s]"),
        "Words struck out are no part of an article. Take them out, or write \\~ for the sign itself.",
    ),
    (
        re.compile(r"\[\^[\w-]+\](?!\()|\^\[[^\]^\\]+\](?!\()"),
        "Footnotes are not part of an article. Write its words where they belong.",
    ),
    (re.compile(r"\[[ xX]\] "), "Boxes to tick are not part of an article. Write \\[ for the sign itself."),
    (re.compile(r"\$[^$]*\\[a-z]+[^$]*\$"), "Formulas in TeX are not part of an article. Write it in words and signs."),
    (re.compile(r"==[^=\s][^=]*=="), "Marked words are not part of an article. Write \\= for the sign itself."),
    (
        re.compile(r"\{[.#][\w-]+[^}]*\}"),
        "Attributes are not part of an article. Take out what stands in the curly brackets.",
    ),
]


def _foreign(state: StateInline, silent: bool) -> bool:
    """What other kinds of Markdown mean by more than its signs, and what would otherwise come in as those."""
    rest = state.src[state.pos : state.posMax]
    for pattern, message in _FOREIGN if rest[0] in "~[^$={" else ():
        is_box = pattern.pattern.startswith(r"\[[ ")
        if (found := pattern.match(rest)) and not (is_box and state.pos):
            if not silent:
                state.push("mistake", "", 0).content = message
            state.pos += len(found[0])
            return True
    return False


def _scripts(state: StateInline, silent: bool) -> bool:
    """`H~2~O` and `10^9^`: below or above the line, without a space inside."""
    sign, start, end = state.src[state.pos], state.pos, state.posMax
    if sign not in "~^" or silent:
        return False
    state.pos += 1
    while state.pos < end and state.src[state.pos] != sign:
        state.md.inline.skipToken(state)
    close = state.pos
    if close >= end or close == start + 1 or re.search(r"\s", state.src[start:close]):
        state.pos = start
        return False
    kind = "sub" if sign == "~" else "sup"
    state.pos, state.posMax = start + 1, close
    state.push(f"{kind}_open", kind, 1)
    state.md.inline.tokenize(state)
    state.push(f"{kind}_close", kind, -1)
    state.pos, state.posMax = close + 1, end
    return True


def _parser() -> MarkdownIt:
    """CommonMark with pipe tables, citations, and scripts. HTML is recognised so that it can be refused."""
    md = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    md.inline.ruler.before("link", "citation", _citation)
    md.inline.ruler.after("emphasis", "scripts", _scripts)
    md.inline.ruler.before("citation", "foreign", _foreign)
    md.normalizeLink = md.normalizeLinkText = lambda url: url  # type: ignore[method-assign,assignment]  # how the library lets it be set
    return md


_MARKDOWN = _parser()
_BLOCKS = {"paragraph": "p", "bullet_list": "ul", "list_item": "li", "blockquote": "blockquote", "table": "table"}
_ROWS = {"tr": "tr", "th": "th", "td": "td"}
_SPANS = {"strong": "strong", "em": "em", "sub": "sub", "sup": "sup"}
_REFUSED = {
    "html_block": "HTML is not part of an article. Write Markdown, or \\< for the sign itself.",
    "html_inline": "HTML is not part of an article. Write Markdown, or \\< for the sign itself.",
    "image": "Pictures are not part of an article yet. Take it out.",
    "code_inline": "Code is not part of an article. Write \\` for the sign itself.",
    "code_block": "A line that starts with four spaces reads as code. Take them out.",
    "fence": "Code is not part of an article. Take the fence out.",
    "hr": "A rule is not part of an article. Take it out, or write \\--- for the signs themselves.",
}


class _Body:
    """A body is one pass over the text of a file: it knows the line, and which references there are."""

    def __init__(self, path: str, first_line: int, keys: set[str]) -> None:
        self.path, self.first_line, self.keys = path, first_line, keys
        self.line = 0

    def error(self, message: str) -> ArticleFileError:
        return ArticleFileError(self.path, self.line + self.first_line, message)

    def tree(self, source: str) -> Node:
        self.lines = source.split("\n")
        try:
            return normal(Node("body", self.blocks(SyntaxTreeNode(_MARKDOWN.parse(source)).children)))
        except NotHeld as error:
            raise self.error(str(error)) from error

    def blocks(self, nodes: list[SyntaxTreeNode]) -> list[Child]:
        blocks: list[Child] = []
        for node in nodes:
            if node.map:
                self.line = node.map[0]
            if node.type == "paragraph" and node.children[0].content.startswith(": "):
                self.caption(node, blocks[-1:])
            else:
                blocks.append(self.block(node))
        return blocks

    def block(self, node: SyntaxTreeNode) -> Node:
        if node.type in _REFUSED:
            raise self.error(_REFUSED[node.type])
        if node.type == "heading" and node.tag not in HEADINGS:
            raise self.error(f"This is a heading of level {node.tag[1]}. Write ## for a section, ### inside one.")
        if node.type == "heading":
            return Node(node.tag, self.inline(node))
        if node.type == "paragraph":
            if "\n: " in node.children[0].content:
                raise self.error(
                    "A line that starts with “: ” defines a term elsewhere. Write \\: for the sign itself."
                )
            return Node("p", self.inline(node))
        if node.type == "blockquote" and _SIGN.match(self.lines[self.line]):
            raise self.error("A quotation here starts with a figure. Write \\> 65 for the sign, or a word first.")
        if node.type == "table":
            return self.table(node)
        if node.type == "ordered_list":
            start = int(node.attrs.get("start", 1))
            if not 0 < start < 10_000:
                raise self.error("A numbered list starts with 1 to 9999. Number it again, or write 0\\. for the sign.")
            self._check_numbers(node, start)
            return Node("ol", self.blocks(node.children), start=start)
        return Node(_BLOCKS[node.type], self.blocks(node.children))

    def _check_numbers(self, node: SyntaxTreeNode, start: int) -> None:
        """Refuse numbers that would be printed as others: 1, 2, 5 as 1, 2, 3. A list of ones counts by itself."""
        numbers = [int(item.info) for item in node.children]
        for item, number, printed in zip(node.children, numbers, count(start), strict=False):
            if number != printed and set(numbers) != {1}:
                self.line = item.map[0] if item.map else self.line
                message = f"This item is number {number} and would be printed as {printed}. Number the list in order,"
                raise self.error(f"{message} or put words between two lists.")

    def table(self, node: SyntaxTreeNode) -> Node:
        rows = [row for part in node.children for row in part.children]
        width = len(rows[0].children)
        table = Node("table")
        for row in rows:
            self.line = row.map[0] if row.map else self.line
            given = _cells(self.lines[self.line])
            if len(given) > width:
                raise self.error(f"This row has {len(given)} cells, its table {width}. Write \\| for the sign itself.")
            if len(given) == 1 < width and given[0].startswith(": "):
                raise self.error("Leave an empty line between a table and its caption.")
            table.children.append(Node("tr", [Node(cell.type, self.inline(cell)) for cell in row.children]))
        return table

    def caption(self, node: SyntaxTreeNode, before: list[Child]) -> None:
        """Give its caption to the table before it."""
        table = before[0] if before else None
        if not isinstance(table, Node) or table.tag != "table" or next(table.nodes()).tag == "caption":
            raise self.error("A line that starts with “: ” names the table before it. Write \\: for the sign itself.")
        first, *others = self.inline(node)
        table.children.insert(0, Node("caption", [str(first).removeprefix(":"), *others]))

    def inline(self, node: SyntaxTreeNode) -> list[Child]:
        is_cell = node.type in {"td", "th"}
        for part in node.children:
            links = sum(found.type in {"link", "image"} and found.markup != "autolink" for found in part.walk())
            if len(re.findall(r"(?<!\\)\]\(", _CITATION.sub("", part.content))) > links:
                raise self.error("A link here is not read as one. Check its brackets and address; cite outside it.")
        return [child for part in node.children for child in self.spans(part.children, is_cell=is_cell)]

    def spans(self, nodes: list[SyntaxTreeNode], *, is_cell: bool) -> Iterator[Child]:
        for node in nodes:
            if node.type == "text":
                yield node.content
            elif node.type in {"softbreak", "hardbreak"}:
                self.line += 1
                yield Node("br") if node.type == "hardbreak" else " "
            elif node.type == "html_inline" and is_cell and re.fullmatch(r"<br ?/?>", node.content):
                yield Node("br")
            elif node.type in _REFUSED:
                raise self.error(_REFUSED[node.type])
            elif node.type == "mistake":
                raise self.error(node.content)
            elif node.type == "citation":
                yield self.citation(node.content)
            elif node.type == "link":
                yield Node("a", list(self.spans(node.children, is_cell=is_cell)), to=self.address(node))
            else:
                yield Node(_SPANS[node.type], list(self.spans(node.children, is_cell=is_cell)))

    def citation(self, key: str) -> Node:
        if key not in self.keys:
            message = f"“{key}” is cited but is not in the references. Add it there, or mend its name."
            raise self.error(message)
        return Node("cite", to=key)

    def address(self, node: SyntaxTreeNode) -> str:
        address = str(node.attrs.get("href", ""))
        if not (_ARTICLE.fullmatch(address) or _ADDRESS.match(address)):
            raise self.error(f"“{address}” is no address. Write https://… or article:29155.")
        if "title" in node.attrs:
            raise self.error("A link has no title here. Take out the words in quotes after its address.")
        return address


def _cells(line: str) -> list[str]:
    """The cells of a table's row as it is written, in a list or quotation or outside."""
    line = re.sub(r"^(?:[\s>]|[-*+]\s|\d+[.)]\s)+", "", line).strip()
    cells = re.split(r"(?<!\\)\|", line)
    return [cell.strip() for cell in cells[not cells[0].strip() : len(cells) - (not cells[-1].strip())]]
