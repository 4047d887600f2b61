"""The body of an article: what may stand in it, and how the page that readers see is made from it.

`sanitise` holds the one allowlist. `render` numbers the citations, completes tables, gives headings their ids, and
writes the page and its canonical text in the same walk, so that the two cannot disagree.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import nh3
from django.utils.text import slugify
from lxml import etree

INLINE = frozenset({"a", "br", "cite", "em", "strong", "sub", "sup"})
BLOCKS = frozenset(
    ["blockquote", "caption", "h2", "h3", "li", "ol", "p", "table", "tbody", "td", "th", "thead", "tr", "ul"]
)
ALLOWLIST = {
    "tags": INLINE | BLOCKS,
    "attributes": {
        "a": {"href", "data-article"},
        "cite": {"data-ref"},
        "th": {"scope", "colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    "clean_content_tags": {"script", "style", "template", "title"},
    "url_schemes": {"http", "https", "mailto"},
    "link_rel": None,
}
# What stands in for tags that are not allowed, so that words which stood apart do not run together.
RENAMED = {
    "b": "strong",
    "i": "em",
    "h1": "h2",
    "h4": "h3",
    "h5": "h3",
    "h6": "h3",
    **dict.fromkeys(["address", "article", "aside", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"], "p"),
    **dict.fromkeys(["header", "hr", "main", "nav", "pre", "section"], "p"),
}
ATTRIBUTE_VALUES = {
    "data-article": re.compile(r"[0-9]{1,9}"),
    "data-ref": re.compile(r".+"),
    "scope": re.compile(r"(col|row)(group)?"),
    "colspan": re.compile(r"[2-9]|[1-9][0-9]"),
    "rowspan": re.compile(r"[2-9]|[1-9][0-9]"),
}
MAX_DEPTH = 40

# Ids that the pages around a body use: h12 is a mark, n12 a note, ref-3 a reference, c3-1 its first citation.
RESERVED_ID = re.compile(
    r"(h|n)\d+|ref-\d+|c\d+-\d+|about|add-note|contents|discussion|feedback|glance|main|menu|my-notes|notes|q"
    r"|references|see-also|title|versions"
)

_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG_NAME = re.compile(r"(</?)(\w+)")
_TOKEN = re.compile(r"<[^>]*>|[^<]+")  # of HTML from nh3, which escapes < and > in attributes too
# Control characters break XML and typst; invisible ones (soft hyphen, zero-width space, BOM) break searches and quotes.
_JUNK = {
    **dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), 0x2028, 0x2029], " "),
    **dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF]),
}
# Kept only where it holds a number and its unit together.
_LOOSE_NBSP = re.compile(r"(?<!\d)[\u00a0\u202f]|[\u00a0\u202f](?!\S)")
_SPACES = re.compile(r"[ \t\n]+")


def sanitise(html: str) -> str:
    """The given HTML with only what an article may hold, in Unicode NFC. Sanitising it again changes nothing."""
    html = nh3.clean(_SURROGATE.sub("\ufffd", html), **{**ALLOWLIST, "tags": ALLOWLIST["tags"] | RENAMED.keys()})
    html = _TAG_NAME.sub(lambda tag: tag[1] + RENAMED.get(tag[2], tag[2]), html)
    for _ in range(10):  # what is left when tags go may be nested as no parser would nest it: two passes settle it
        cleaned = _tidy(nh3.clean(html, attribute_filter=_attribute, **ALLOWLIST))
        if cleaned == html:
            break
        html = cleaned
    return html


def _attribute(_tag: str, name: str, value: str) -> str | None:
    allowed = ATTRIBUTE_VALUES.get(name)
    return value if allowed is None or allowed.fullmatch(value) else None


def _tidy(html: str) -> str:
    """Clean HTML with its citations emptied, a cite that names no reference unwrapped, and nothing nested endlessly."""
    closing: list[str] = []  # of the open elements; empty for one whose tags are left out
    kept = []
    for part in _TOKEN.findall(html):
        is_inside = "</cite>" in closing
        if part.startswith("</"):
            part = closing.pop()
            is_inside = "</cite>" in closing
        elif part.startswith("<") and part != "<br>":
            stays = part != "<cite>" and len(closing) < MAX_DEPTH
            closing.append(f"</{_TAG_NAME.match(part)[2]}>" if stays else "")
            part = part if stays else ""
        if not is_inside:
            kept.append(part)
    parts = _TOKEN.findall("".join(kept))
    return "".join(part if part.startswith("<") else _clean_words(part) for part in parts)


def _clean_words(words: str) -> str:
    return unicodedata.normalize("NFC", words.translate(_JUNK))


def linked_articles(body_html: str) -> list[int]:
    """The document ids of the articles that a body links to, each once, in order."""
    return list(dict.fromkeys(int(number) for number in re.findall(r'data-article="([0-9]{1,9})"', body_html)))


@dataclass(frozen=True)
class Rendered:
    """A body as readers see it.

    `page`: the finished HTML. `text`: its text nodes, without those in `.cite`. `contents`: one dict for each section,
    with `id`, `title` and `subs` (its h3: `id`, `title`), and with `text` and `page`: where the words that follow the
    heading start and end in those two, in code points. Words before the first h2 are a section without id and title.
    `cited`: keys in the order of first citation, which numbers them. `problems`: sentences for the editor.
    """

    page: str
    contents: list[dict]
    text: str
    cited: list[str]
    problems: list[str]


def render(body_html: str, *, reference_keys: Sequence[str], article_links: Mapping[int, str | None]) -> Rendered:
    """The page of a body. `article_links` maps document ids to paths, or to None for an article not yet written.

    Never raises for what an editor wrote: what is wrong with it is in `problems`.
    """
    walk = _Walk(reference_keys, article_links)
    walk.body(_tree(sanitise(body_html)))
    return walk.rendered()


def _tree(html: str) -> etree._Element:
    """Sanitised HTML as a tree. It is well-formed, so that no parser needs to guess, save for two habits of HTML."""
    xml = html.replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    return etree.fromstring(f"<body>{xml}</body>", etree.XMLParser(resolve_entities=False, no_network=True))


_Node = str | etree._Element


def _nodes(element: etree._Element) -> Iterator[_Node]:
    """The words and elements directly in an element, in order."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail


def _flat(nodes: Iterable[_Node]) -> Iterator[_Node]:
    """Those nodes, with an inline element that holds blocks replaced by its content."""
    for node in nodes:
        if not isinstance(node, str) and node.tag in INLINE and any(child.tag not in INLINE for child in node.iter()):
            yield from _flat(_nodes(node))
        else:
            yield node


def _paragraphs(nodes: Iterable[_Node]) -> Iterator[list[_Node] | etree._Element]:
    """Blocks as elements; paragraphs, and words that stand loose between blocks, as lists of nodes. None is blank."""
    loose: list[_Node] = []
    for node in _flat(nodes):
        if isinstance(node, str) or node.tag in INLINE:
            loose.append(node)
            continue
        pieces = [loose, list(_nodes(node)) if node.tag == "p" else node]
        yield from (piece for piece in pieces if not _is_blank(piece))
        loose = []
    if not _is_blank(loose):
        yield loose


def _is_blank(nodes: Iterable[_Node] | etree._Element) -> bool:
    if isinstance(nodes, etree._Element):
        return not _plain([nodes]) and nodes.tag != "cite" and next(nodes.iter("cite"), None) is None
    return all(not node.strip() if isinstance(node, str) else _is_blank(node) for node in nodes)


def _plain(nodes: Iterable[_Node]) -> str:
    """The words in those nodes, on one line."""

    def pieces(nodes: Iterable[_Node]) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, str):
                yield node
            else:
                gap = " " if node.tag == "br" or node.tag not in INLINE else ""
                yield from (gap, *pieces(_nodes(node)), gap)

    return " ".join("".join(pieces(nodes)).split())


class _Prose:
    """The HTML and the text of one section, written side by side.

    White space waits until words follow it, and so do opening tags: an element without words is never written, and
    no line starts or ends with a space. Blocks stand on lines of their own, in the HTML as in the text.
    """

    def __init__(self) -> None:
        self.html: list[str] = []
        self.text: list[str] = []
        self.gap = ""
        self.opening: list[str] = []

    def space(self) -> None:
        self.gap = self.gap or self._gap(" ")

    def line_break(self) -> None:
        if not self.gap.endswith("\n"):
            self.gap = self._gap("<br>\n")

    def block(self) -> None:
        """The end of one block, the start of another, or both."""
        self.gap = self._gap("\n")

    def _gap(self, gap: str) -> str:
        return gap if self.text and not self.text[-1].endswith("\n") else ""

    def open(self, tag: str) -> None:
        self.opening.append(tag)

    def close(self, name: str, *, even_if_empty: bool = False) -> None:
        if self.opening and even_if_empty:
            self._write_opening()
        if self.opening:
            self.opening.pop()
        else:
            self.html.append(f"</{name}>")

    def words(self, words: str) -> None:
        self._write_gap()
        self._write_opening()
        self.html.append(escape(words, quote=False))
        self.text.append(words)

    def beside(self, html: str) -> None:
        """HTML that is no part of the text, set close to the words before it."""
        if self.gap != " ":
            self._write_gap()
        self._write_opening()
        self.html.append(html)

    def _write_gap(self) -> None:
        if self.gap:
            self.html.append(self.gap)
            self.text.append(self.gap.removeprefix("<br>"))
            self.gap = ""

    def _write_opening(self) -> None:
        self.html += self.opening
        self.opening.clear()


@dataclass
class _Section:
    id: str = ""
    title: str = ""
    subs: list[dict] = field(default_factory=list)
    prose: _Prose = field(default_factory=_Prose)

    @property
    def place(self) -> str:
        """Where this is, for an editor."""
        return f"in “{self.title}”" if self.title else "before the first heading"


class _Walk:
    """One pass over a body, in the order in which it is read."""

    def __init__(self, reference_keys: Sequence[str], article_links: Mapping[int, str | None]) -> None:
        self.reference_keys = reference_keys
        self.article_links = article_links
        self.sections = [_Section()]
        self.citations: dict[str, int] = {}  # how often each reference was cited so far
        self.waiting: list[str] = []  # citations that stand together and are not printed yet
        self.ids: set[str] = set()
        self.tables = 0
        self.nested = 0  # in how many list items, cells and quotations this is
        self.is_in_link = False
        self.problems: list[str] = []

    @property
    def section(self) -> _Section:
        return self.sections[-1]

    @property
    def prose(self) -> _Prose:
        return self.section.prose

    def problem(self, sentence: str) -> None:
        if sentence not in self.problems:
            self.problems.append(sentence)

    def body(self, root: etree._Element) -> None:
        self.flow(_nodes(root))
        for key in self.reference_keys:
            if key not in self.citations:
                self.problem(f"The reference “{key}” is never cited.")

    def rendered(self) -> Rendered:
        page = text = ""
        contents = []
        for section in self.sections:
            if not (section.title or section.prose.html):
                continue
            gap = "\n\n" if contents else ""
            page += gap + (
                f'<h2 id="{section.id}">{escape(section.title, quote=False)}</h2>\n' if section.title else ""
            )
            text += gap + (f"{section.title}\n" if section.title else "")
            starts = len(text), len(page)
            text += "".join(section.prose.text)
            page += "".join(section.prose.html)
            contents.append(
                {
                    "id": section.id,
                    "title": section.title,
                    "subs": section.subs,
                    "text": [starts[0], len(text)],
                    "page": [starts[1], len(page)],
                }
            )
        return Rendered(page=page, contents=contents, text=text, cited=list(self.citations), problems=self.problems)

    # Blocks

    def flow(self, nodes: Iterable[_Node], *, may_be_bare: bool = False) -> None:
        """Blocks one after the other. A single paragraph in a list item or a cell needs no p around it."""
        pieces = list(_paragraphs(nodes))
        is_bare = may_be_bare and sum(isinstance(piece, list) for piece in pieces) == 1
        for piece in pieces:
            if isinstance(piece, list):
                self.line(piece, "" if is_bare else "p")
            else:
                self.block(piece)

    def block(self, element: etree._Element) -> None:
        match element.tag:
            case "h2" | "h3" if self.nested:
                self.problem(f"The heading “{_plain([element])}” is inside a list, table or quotation.")
                self.line(_nodes(element), "p")
            case "h2":
                self.start_section(element)
            case "h3":
                self.heading(element)
            case "ul" | "ol":
                self.list(element)
            case "blockquote":
                self.inside("blockquote", "<blockquote>", _nodes(element))
            case "table":
                self.table(element)
            case _:  # an item without its list
                self.flow(_nodes(element))

    def line(self, nodes: Iterable[_Node], name: str, tag: str = "") -> None:
        """One block that holds words, not blocks."""
        self.prose.block()
        if name:
            self.prose.open(tag or f"<{name}>")
        self.inline(nodes)
        self.print_citations()
        if name:
            self.prose.close(name)
        self.prose.block()

    def inside(self, name: str, tag: str, nodes: Iterable[_Node], **flow: bool) -> None:
        """A block that holds blocks. A cell is written even if it is empty."""
        self.prose.block()
        self.prose.open(tag)
        self.nested += 1
        self.flow(nodes, **flow)
        self.nested -= 1
        self.prose.close(name, even_if_empty=name in {"td", "th"})
        self.prose.block()

    def start_section(self, heading: etree._Element) -> None:
        title = _plain([heading])
        if next(heading.iter("cite"), None) is not None:
            self.problem(f"The heading “{title}” has a citation, which is not shown: move it into the text.")
        if title:
            self.sections.append(_Section(self.new_id(title), title))

    def heading(self, heading: etree._Element) -> None:
        title = _plain([heading])
        if not self.section.title:
            self.problem(f"The heading “{title}” skips a level: it stands before any main heading.")
        self.section.subs.append({"id": self.new_id(title), "title": title})
        self.line(_nodes(heading), "h3", f'<h3 id="{self.section.subs[-1]["id"]}">')

    def new_id(self, title: str) -> str:
        slug = slugify(title) or "section"
        if RESERVED_ID.fullmatch(slug):
            slug += "-section"
        numbered = (f"{slug}-{number}" for number in range(2, len(self.ids) + 3))
        found = next(candidate for candidate in (slug, *numbered) if candidate not in self.ids)
        self.ids.add(found)
        return found

    def list(self, element: etree._Element) -> None:
        self.prose.open(f"<{element.tag}>")
        for node in _nodes(element):
            if isinstance(node, str) or node.tag != "li":
                self.inside("li", "<li>", [node], may_be_bare=True)
            else:
                self.inside("li", "<li>", _nodes(node), may_be_bare=True)
        self.prose.close(element.tag)

    def table(self, table: etree._Element) -> None:
        self.tables += 1
        caption = [node for child in table.findall("caption") for node in (*_nodes(child), " ")]
        label = _plain(caption)
        if not label:
            self.problem(f"A table {self.section.place} has no caption.")
        self.prose.block()
        label = escape(label or f"Table {self.tables}")
        self.prose.open(f'<div class="tbl" tabindex="0" role="region" aria-label="{label}">')
        self.prose.open("<table>")
        self.line(caption, "caption")
        head, rows = _head_and_rows(table)
        self.rows("thead", head, scope="col")
        self.rows("tbody", rows, scope="row")
        self.prose.close("table")
        self.prose.close("div")

    def rows(self, name: str, rows: Iterable[etree._Element], *, scope: str) -> None:
        self.prose.open(f"<{name}>")
        for row in rows:
            self.prose.open("<tr>")
            for cell in row:
                defaults = {"scope": scope} if cell.tag == "th" else {}
                attributes = "".join(f' {key}="{value}"' for key, value in {**defaults, **cell.attrib}.items())
                self.inside(cell.tag, f"<{cell.tag}{attributes}>", _nodes(cell), may_be_bare=True)
            self.prose.close("tr")
        self.prose.close(name)

    # Words

    def inline(self, nodes: Iterable[_Node]) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.words(node)
            elif node.tag == "cite":
                self.cite(node.get("data-ref", ""))
            else:
                self.print_citations()
                self.inline_element(node)

    def inline_element(self, element: etree._Element) -> None:
        match element.tag:
            case "br":
                self.prose.line_break()
            case "a":
                self.link(element)
            case "strong" | "em" | "sub" | "sup":
                self.wrapped(element.tag, f"<{element.tag}>", element)
            case _:  # a block where only words can be
                self.prose.space()
                self.inline(_nodes(element))
                self.prose.space()

    def wrapped(self, name: str, tag: str, element: etree._Element, after: str = "") -> None:
        self.prose.open(tag)
        self.inline(_nodes(element))
        self.print_citations()
        if after and not self.prose.opening:
            self.prose.beside(after)
        self.prose.close(name)

    def words(self, words: str) -> None:
        words = _SPACES.sub(" ", _LOOSE_NBSP.sub(" ", words))
        if words.startswith(" "):
            self.prose.space()
        if stripped := words.strip(" "):
            self.print_citations()
            self.prose.words(stripped)
            if words.endswith(" "):
                self.prose.space()

    def link(self, element: etree._Element) -> None:
        href = element.get("href", "").strip()
        if "data-article" in element.attrib:
            self.article_link(int(element.get("data-article")), element)
        elif href:
            outside = ' rel="noopener"' if re.match(r"https?:|//", href, re.IGNORECASE) else ""
            self.anchor(f'<a href="{escape(href)}"{outside}>', element)
        else:
            self.inline(_nodes(element))

    def article_link(self, document_id: int, element: etree._Element) -> None:
        path = self.article_links.get(document_id)
        if path:
            self.anchor(f'<a href="{escape(path)}">', element)
        elif document_id in self.article_links:
            # No part of the text (as all of .cite): the text stays as it is when that article is written.
            self.wrapped("span", '<span class="planned">', element, '<sup class="cite"> (not yet written)</sup>')
        else:
            title = _plain([element])
            self.problem(f"“{title}” {self.section.place} links to article {document_id}, which does not exist.")
            self.inline(_nodes(element))

    def anchor(self, tag: str, element: etree._Element) -> None:
        """A link. Citations in it are links too, so they wait until it is closed."""
        self.is_in_link = True
        self.wrapped("a", tag, element)
        self.is_in_link = False
        self.print_citations()

    def cite(self, key: str) -> None:
        if key not in self.reference_keys:
            self.problem(f"“{key}” is cited {self.section.place} but is not among the references.")
        elif key not in self.waiting:
            self.waiting.append(key)

    def print_citations(self) -> None:
        if not self.waiting or self.is_in_link:
            return
        for key in self.waiting:
            self.citations[key] = self.citations.get(key, 0) + 1
        numbers = {key: number for number, key in enumerate(self.citations, 1)}
        links = [_citation(key, numbers[key], self.citations[key]) for key in sorted(self.waiting, key=numbers.get)]
        self.prose.beside(f'<sup class="cite">{",".join(links)}</sup>')
        self.waiting.clear()


def _citation(key: str, number: int, nth: int) -> str:
    return (
        f'<a href="#ref-{number}" id="c{number}-{nth}" data-ref="{escape(key)}" aria-label="Reference {number}">'
        f"{number}</a>"
    )


def _head_and_rows(table: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """The header rows of a table and the others. An editor's table has no thead: its first row is one if all th."""
    head = table.xpath("./thead/tr")
    rows = [row for row in table.xpath("./tr|./tbody/tr") if len(row)]
    if not head and rows and all(cell.tag == "th" for cell in rows[0]):
        head = [rows.pop(0)]
    return head, rows
