"""From a body to the page that readers see."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from html import escape

from django.utils.text import slugify
from lxml import etree

from articles.text import raised
from articles.text.allowlist import sanitise
from articles.text.formats import FORMAT, ON_THE_LINE
from articles.text.prose import Prose
from articles.text.tree import Node, content, has_citation, holds_raised, paragraphs, parse, plain

# Ids that the pages around a body use: h12 is a mark, n12 a note, ref-3 a reference, c3-1 its first citation.
RESERVED_ID = re.compile(
    r"(h|n)\d+|ref-\d+|c\d+-\d+|(composer|count|foot|id)[_-].+|(about|add-note|adder|bookmark|cite|composer|contents"
    r"|disclaimer|discussion|earlier-notes|feedback|glance|led|logged|main|menu|mine|my-notes|notes|q|refcard|references"
    r"|see-also|thumb-notes|title|toc|unsaved|versions)(-h)?"
)

# Kept only where it holds a number and its unit together.
_LOOSE_NBSP = re.compile(r"(?<!\d)[\u00a0\u202f]|[\u00a0\u202f](?!\S)")
_SPACES = re.compile(r"[ \t\n]+")


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
    text_format: int = FORMAT


def render(
    body_html: str,
    *,
    reference_keys: Sequence[str],
    article_links: Mapping[int, str | None],
    text_format: int = FORMAT,
) -> Rendered:
    """The page of a body. `article_links` maps document ids to paths, or to None for an article not yet written.

    `text_format` is how its text is written (articles/text/formats.py).
    Never raises for what an editor wrote: what is wrong with it is in `problems`.
    """
    walk = _Walk(reference_keys, article_links, text_format)
    walk.body(parse(sanitise(body_html)))
    return walk.rendered()


@dataclass
class _Section:
    id: str = ""
    title: str = ""
    subs: list[dict] = field(default_factory=list)
    prose: Prose = field(default_factory=Prose)

    @property
    def place(self) -> str:
        """Where this is, for an editor."""
        return f"in “{self.title}”" if self.title else "before the first heading"


class _Walk:
    """One pass over a body, in the order in which it is read."""

    def __init__(
        self, reference_keys: Sequence[str], article_links: Mapping[int, str | None], text_format: int
    ) -> None:
        self.reference_keys = reference_keys
        self.article_links = article_links
        self.text_format = text_format
        self.sections = [_Section()]
        self.citations: dict[str, int] = {}  # how often each reference was cited so far
        self.waiting: list[str] = []  # citations that stand together and are not printed yet
        self.ids: set[str] = set()
        self.tables = 0
        self.nested = 0  # in how many list items, cells and quotations this is
        self.is_in_link = False
        self.table_of: dict[int, str] = {}  # characters for those of words that are raised or lowered
        self.problems: list[str] = []

    @property
    def section(self) -> _Section:
        return self.sections[-1]

    @property
    def prose(self) -> Prose:
        return self.section.prose

    def problem(self, sentence: str) -> None:
        if sentence not in self.problems:
            self.problems.append(sentence)

    def body(self, root: etree._Element) -> None:
        self.flow(content(root))
        for key in self.reference_keys:
            if key not in self.citations:
                self.problem(f"The reference “{key}” is never cited.")

    def rendered(self) -> Rendered:
        page = text = ""
        contents: list[dict] = []
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
        return Rendered(page, contents, text, list(self.citations), self.problems, self.text_format)

    def plain(self, nodes: Iterable[Node]) -> str:
        return plain(nodes, text_format=self.text_format)

    # Blocks

    def flow(self, nodes: Iterable[Node], *, may_be_bare: bool = False) -> None:
        """Blocks one after the other. A single paragraph in a list item or a cell needs no p around it."""
        pieces = list(paragraphs(nodes))
        is_bare = may_be_bare and sum(isinstance(piece, list) for piece in pieces) == 1
        for piece in pieces:
            if isinstance(piece, list):
                self.line(piece, "" if is_bare else "p")
            else:
                self.block(piece)

    def block(self, element: etree._Element) -> None:
        match element.tag:
            case "h2" | "h3" if self.nested:
                self.problem(f"The heading “{self.plain([element])}” is inside a list, table or quotation.")
                self.line(content(element), "p")
            case "h2":
                self.start_section(element)
            case "h3":
                self.heading(element)
            case "ul" | "ol":
                self.items(element)
            case "blockquote":
                self.inside("blockquote", "<blockquote>", content(element))
            case "table":
                self.table(element)
            case _:  # an item without its list
                self.flow(content(element))

    def line(self, nodes: Iterable[Node], name: str, tag: str = "") -> None:
        """One block that holds words, not blocks."""
        self.prose.block()
        if name:
            self.prose.open(tag or f"<{name}>")
        self.inline(nodes)
        self.print_citations()
        if name:
            self.prose.close(name)
        self.prose.block()

    def inside(self, name: str, tag: str, nodes: Iterable[Node], **flow: bool) -> None:
        """A block that holds blocks. A cell is written even if it is empty."""
        self.prose.block()
        self.prose.open(tag)
        self.nested += 1
        self.flow(nodes, **flow)
        self.nested -= 1
        self.prose.close(name, even_if_empty=name in {"td", "th"})
        self.prose.block()

    def start_section(self, heading: etree._Element) -> None:
        title = self.plain([heading])
        if has_citation(heading):
            self.problem(f"The heading “{title}” has a citation, which is not shown: move it into the text.")
        if title:
            self.sections.append(_Section(self.new_id(title), title))

    def heading(self, heading: etree._Element) -> None:
        title = self.plain([heading])
        if not self.section.title:
            self.problem(f"The heading “{title}” skips a level: it stands before any main heading.")
        self.section.subs.append({"id": self.new_id(title), "title": title})
        self.line(content(heading), "h3", f'<h3 id="{self.section.subs[-1]["id"]}">')

    def new_id(self, title: str) -> str:
        slug = slugify(title) or "section"
        if RESERVED_ID.fullmatch(slug):
            slug += "-section"
        numbered = (f"{slug}-{number}" for number in range(2, len(self.ids) + 3))
        found = next(one for one in (slug, *numbered) if self.ids.isdisjoint({one, f"{one}-h"}))
        self.ids |= {found, f"{found}-h"}  # the section and its heading
        return found

    def items(self, element: etree._Element) -> None:
        start = element.get("start")
        self.prose.open(f'<{element.tag} start="{start}">' if start else f"<{element.tag}>")
        for node in content(element):
            if isinstance(node, str) or node.tag != "li":
                self.inside("li", "<li>", [node], may_be_bare=True)
            else:
                self.inside("li", "<li>", content(node), may_be_bare=True)
        self.prose.close(element.tag)

    def table(self, table: etree._Element) -> None:
        self.tables += 1
        caption = [node for child in table.findall("caption") for node in (*content(child), " ")]
        label = self.plain(caption)
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
                values = {name: cell.get(name, "") for name in ("scope", "colspan", "rowspan")}
                if cell.tag == "th":
                    values["scope"] = values["scope"] or scope
                attributes = "".join(f' {name}="{value}"' for name, value in values.items() if value)
                self.inside(cell.tag, f"<{cell.tag}{attributes}>", content(cell), may_be_bare=True)
            self.prose.close("tr")
        self.prose.close(name)

    # Words

    def inline(self, nodes: Iterable[Node]) -> None:
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
            case "sub" | "sup" if self.text_format > ON_THE_LINE:
                self.raised(element)
            case "strong" | "em" | "sub" | "sup":
                self.wrapped(element.tag, f"<{element.tag}>", element)
            case _:  # a block where only words can be
                self.prose.space()
                self.inline(content(element))
                self.prose.space()

    def wrapped(self, name: str, tag: str, element: etree._Element, after: str = "") -> None:
        self.prose.open(tag)
        self.inline(content(element))
        self.print_citations()
        if after and not self.prose.opening:
            self.prose.beside(after)
        self.prose.close(name)

    def raised(self, element: etree._Element) -> None:
        """Raised or lowered words, which the text tells from those on the line."""
        name, words = str(element.tag), "".join(map(str, element.itertext()))
        if words.strip() != words:
            element = _without_edges(element)
            if words[:1].isspace():
                self.prose.space()
        match raised.way(words, name, is_nested=holds_raised(element)):
            case raised.Way.CHARACTERS:
                self.table_of = raised.TABLES[name]
                self.inline(content(element))
                self.table_of = {}
            case raised.Way.SIGNS:
                self.print_citations()
                self.prose.open(f"<{name}>")
                self.prose.sign(raised.OPENING[name])
                self.inline(content(element))
                self.prose.sign(raised.CLOSING)
                self.prose.close(name)
            case _:
                self.wrapped(name, f"<{name}>", element)
        if words[-1:].isspace():
            self.prose.space()

    def words(self, words: str) -> None:
        words = _SPACES.sub(" ", _LOOSE_NBSP.sub(" ", words))
        if words.startswith(" "):
            self.prose.space()
        if stripped := words.strip(" "):
            self.print_citations()
            self.prose.words(stripped.translate(self.table_of))
            if words.endswith(" "):
                self.prose.space()

    def link(self, element: etree._Element) -> None:
        href = element.get("href", "").strip()
        if document_id := element.get("data-article"):
            self.article_link(int(document_id), element)
        elif href:
            outside = ' rel="noopener"' if re.match(r"https?:|//", href, re.IGNORECASE) else ""
            self.anchor(f'<a href="{escape(href)}"{outside}>', element)
        else:
            self.inline(content(element))

    def article_link(self, document_id: int, element: etree._Element) -> None:
        path = self.article_links.get(document_id)
        if path:
            self.anchor(f'<a href="{escape(path)}">', element)
        elif document_id in self.article_links:
            # No part of the text (as all of .cite): the text stays as it is when that article is written.
            self.wrapped("span", '<span class="planned">', element, '<sup class="cite"> (not yet written)</sup>')
        else:
            title = self.plain([element])
            self.problem(f"“{title}” {self.section.place} links to article {document_id}, which does not exist.")
            self.inline(content(element))

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
        links = [
            _citation(key, numbers[key], self.citations[key]) for key in sorted(self.waiting, key=numbers.__getitem__)
        ]
        self.prose.beside(f'<sup class="cite">{",".join(links)}</sup>')
        self.waiting.clear()


def _without_edges(element: etree._Element) -> etree._Element:
    """A copy without the white space at its ends."""
    bare = deepcopy(element)
    first = last = bare
    while not (first.text or "").strip() and len(first):
        first = first[0]
    first.text = (first.text or "").lstrip()
    while len(last) and not (last[-1].tail or "").strip():
        last[-1].tail = None
        last = last[-1]
    if len(last):
        last[-1].tail = (last[-1].tail or "").rstrip()
    else:
        last.text = (last.text or "").rstrip()
    return bare


def _citation(key: str, number: int, nth: int) -> str:
    return (
        f'<a href="#ref-{number}" id="c{number}-{nth}" data-ref="{escape(key)}" aria-label="Reference {number}">'
        f"{number}</a>"
    )


def _head_and_rows(table: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    """The header rows of a table and the others. An editor's table has no thead: its first row is one if all th."""
    head = table.findall("thead/tr")
    rows = [row for row in (*table.findall("tr"), *table.findall("tbody/tr")) if len(row)]
    if not head and rows and all(cell.tag == "th" for cell in rows[0]):
        head = [rows.pop(0)]
    return head, rows
