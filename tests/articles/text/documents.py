"""Articles in atoms, the real one and made-up ones, that know where in their text each atom stands.

A document is sections of blocks of atoms: sentences, list items and cells. An atom keeps its name when it is moved or
changed; a copy and a look-alike have names of their own, and say which atom they are like. So where a passage ought to
be is known without looking for its words, which is what the code under test does.
"""

import copy
import html
import random
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import lxml.html

from articles import actions
from articles import text as body
from articles.text.formats import in_present_format
from articles.transfer import markdown

_SENTENCE = re.compile(r"(?<=[.>])\s+(?=[A-Z])")
_NAMES = count(1)


@cache
def _text(markup: str) -> str:
    return " ".join(
        lxml.html.fragment_fromstring(in_present_format(markup), create_parent="div").text_content().split()
    )


@dataclass
class Atom:
    """A sentence, an item or a cell as HTML. `like` is the atom that it was made from, `is_copy` says to the letter."""

    html: str
    name: int = field(default_factory=lambda: next(_NAMES))
    like: int = 0
    is_copy: bool = False

    @property
    def text(self) -> str:
        return _text(self.html)

    def again(self, *, is_copy: bool) -> "Atom":
        return Atom(self.html, like=self.name, is_copy=is_copy)


@dataclass
class Block:
    """A paragraph (p), a list (ul), steps (ol), a small heading (h3) or a table of rows of so many columns."""

    kind: str
    atoms: list[Atom]
    columns: int = 1
    caption: str = ""

    @property
    def html(self) -> str:
        if self.kind in {"ul", "ol"}:
            items = "".join(f"<li>{atom.html}</li>" for atom in self.atoms)
            return f"<{self.kind}>{items}</{self.kind}>"
        if self.kind == "table":
            rows = [self.atoms[n : n + self.columns] for n in range(0, len(self.atoms), self.columns)]
            head, *others = ("".join(f"<{tag}>{atom.html}</{tag}>" for atom in row) for tag, row in _tagged(rows))
            caption = f"<caption>{self.caption}</caption>"
            return f"<table>{caption}<tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in others)}</table>"
        return f"<{self.kind}>{' '.join(atom.html for atom in self.atoms)}</{self.kind}>"


def _tagged(rows):
    return [("th" if n == 0 else "td", row) for n, row in enumerate(rows)]


@dataclass
class Section:
    title: str
    blocks: list[Block]


@dataclass
class Placed:
    """An atom and where it stands in the canonical text (code points).

    `under`: the main and the small heading over it, and which step it is; `follows`: the names of the steps before it.
    """

    atom: Atom
    start: int
    end: int
    under: tuple[str, str, int] = ("", "", 0)
    follows: frozenset[int] = frozenset()


class Document:
    """An article in atoms, and its rendering."""

    def __init__(self, sections: list[Section]) -> None:
        self.sections = sections

    def __deepcopy__(self, memo) -> "Document":
        return Document(copy.deepcopy(self.sections, memo))

    @property
    def html(self) -> str:
        """Its body, as an editor would have written it."""
        return "".join(
            (f"<h2>{html.escape(section.title)}</h2>" if section.title else "")
            + "".join(block.html for block in section.blocks if block.atoms)
            for section in self.sections
        )

    def render(self) -> tuple[body.Rendered, list[Placed]]:
        """The rendered page, and every atom's place in its text."""
        markup = self.html
        keys = re.findall(r'data-ref="([^"]*)"', markup)
        links = dict.fromkeys(body.linked_articles(markup))
        rendered = body.render(markup, reference_keys=list(dict.fromkeys(keys)), article_links=links)
        return rendered, list(self._placed(rendered))

    def _placed(self, rendered: body.Rendered):
        parts = iter(rendered.contents)
        text = re.sub(r"\s", " ", rendered.text)
        for section in self.sections:
            if not any(block.atoms for block in section.blocks):
                if section.title:
                    next(parts)
                continue
            at, heading = next(parts)["text"][0], ""
            for block in section.blocks:
                for n, atom in enumerate(block.atoms):
                    start = text.index(atom.text, at)
                    at = start + len(atom.text)
                    is_step, is_heading = block.kind == "ol", block.kind == "h3"
                    under = section.title, "" if is_heading else heading, n + 1 if is_step else 0
                    before = frozenset(other.name for other in block.atoms[:n]) if is_step else frozenset()
                    yield Placed(atom, start, at, under, before)
                    heading = atom.text if is_heading else heading

    # What can be edited

    def blocks(self, *kinds: str) -> list[Block]:
        return [block for section in self.sections for block in section.blocks if block.kind in kinds and block.atoms]


def first_article() -> Document:
    """The article that comes with the site, with its citations, links, lists and tables."""
    return copy.deepcopy(_first_article())


@cache
def _first_article() -> Document:
    path = Path(actions.__file__).parent.parent / "content" / "liver-metastases.md"
    root = lxml.html.fragment_fromstring(markdown.read(path).body_html, create_parent="div")
    sections = [Section("", [])]
    for element in root:
        if element.tag == "h2":
            sections.append(Section(element.text_content(), []))
        else:
            sections[-1].blocks.append(_block(element))
    return Document([section for section in sections if section.title or section.blocks])


def _block(element) -> Block:
    match element.tag:
        case "ul" | "ol":
            return Block(element.tag, [Atom(_inner(item)) for item in element])
        case "table":
            rows = list(element.iter("tr"))
            caption = element.find("caption")
            atoms = [Atom(_inner(cell)) for row in rows for cell in row]
            return Block("table", atoms, len(rows[0]), _inner(caption) if caption is not None else "")
        case "h3":
            return Block("h3", [Atom(_inner(element))])
        case _:
            return Block("p", _sentences(_inner(element)))


def _inner(element) -> str:
    whole = lxml.html.tostring(element, encoding="unicode", with_tail=False)
    return re.sub(r"^<[^>]*>|</[^>]*>$", "", whole).replace("<p>", "").replace("</p>", "").strip()


def _sentences(inner: str) -> list[Atom]:
    parts = _SENTENCE.split(inner)
    is_whole = all(part.count("<") == 2 * part.count("</") for part in parts)
    return [Atom(part) for part in (parts if is_whole else [inner])]


DRUGS = ["examplol", "testarol", "samplopril", "mockastatin", "fabricin", "notionine", "pretendazole", "sketchamide"]
UNITS = ["mg", "micrograms", "units", "ml"]
OFTEN = ["once daily", "twice daily", "every 8 hours", "at night"]
WHOM = ["adults", "children", "older people", "people with renal impairment"]
WORDS = ["review", "consider", "monitor", "urgently", "lantern", "harbour", "evening", "lighter", "outcome", "visit"]
TEMPLATES = [
    "In {whom}, start {drug} {n} {unit} {often}.",
    "Do not give {drug} to {whom} with a level above {n} mmol/L.",
    "Give {drug} {n} {unit} {often} for {m} days.",
    "If there is no response after {m} weeks, change to {drug} {n} {unit} {often}.",
    "{Whom} may need {n} {unit} of {drug} {often}, or less.",
    "Refer {whom} urgently.",
    "Check the {word} and the {word2} before each dose of {drug}.",
    "Stop {drug} if the {word} is not better within {m} weeks.",
    "A lantern is lit at dusk, and the {word} is told.",
    "Do not start {drug} while platelets are below {m} × 10<sup>9</sup>/L.",
    "The dose of {drug} is {n} {unit}/m<sup>2</sup> {often} in {whom}.",
]
ITEMS = ["{drug} {n} {unit}", "the {word}", "{word} and {word2}", "not {drug}", "{whom}", "a level below {n} mmol/L"]
ITEMS += ["above 10<sup>{m}</sup>/L", "CO<sub>2</sub> and the {word}"]


def made_up(rng: random.Random) -> Document:
    """A neutral article full of sentences that differ in a dose, a drug, a unit or a negation only."""

    def say(template: str) -> Atom:
        whom = rng.choice(WHOM)
        words = {"drug": rng.choice(DRUGS), "n": rng.choice([2.5, 5, 10, 20, 100, 250]), "m": rng.randrange(2, 15)}
        words |= {"unit": rng.choice(UNITS), "often": rng.choice(OFTEN), "whom": whom, "Whom": whom.capitalize()}
        return Atom(template.format(**words, word=rng.choice(WORDS), word2=rng.choice(WORDS)))

    def paragraph() -> Block:
        return Block("p", [say(rng.choice(TEMPLATES)) for _ in range(rng.randrange(2, 7))])

    def steps() -> Block:
        return Block("ol", [say(rng.choice([*TEMPLATES, *ITEMS])) for _ in range(rng.randrange(3, 6))])

    def items() -> Block:
        return Block("ul", [say(rng.choice(ITEMS)) for _ in range(rng.randrange(3, 7))])

    def table() -> Block:
        head = [Atom("Drug"), Atom("Whom"), Atom("Dose")]
        cells = [say(cell) for _ in range(rng.randrange(3, 7)) for cell in ("{drug}", "{whom}", "{n} {unit}")]
        return Block("table", head + cells, 3, "Doses")

    titles = ["Introduction", "Before treatment", "Treatment", "Monitoring", "Children", "When to stop"]
    sections = []
    for title in titles:
        blocks = [paragraph(), paragraph(), rng.choice([items, steps, table, paragraph])()]
        if rng.random() < 0.3:
            blocks.insert(rng.randrange(1, 3), Block("h3", [Atom(rng.choice(["Adults", "Children", "At night"]))]))
        if blocks[-1].kind in {"ul", "ol"} and blocks[1].kind == "p":
            blocks[1].atoms.append(Atom(rng.choice(["Use:", "Do not use:", "Ask about:"])))
        sections.append(Section(title, [*blocks, paragraph()]))
    return Document(sections)
