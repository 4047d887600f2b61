"""Revisions of a document at random, as an editor might make them, and as whoever wants a look-alike to win."""

import copy
import random
import re

from tests.articles.text.documents import DRUGS, UNITS, WORDS, Atom, Block, Document, Section

# Edits. Each takes the document and a source of chance, and changes the document.


def _pick(document: Document, rng: random.Random, *kinds: str) -> tuple[Block, int]:
    block = rng.choice(document.blocks(*(kinds or ("p", "ul", "ol", "table"))))
    return block, rng.randrange(len(block.atoms))


def _words_outside_tags(markup: str) -> list[re.Match]:
    return list(re.finditer(r"(?<![<\w&\"/=-])[\w.]*\w(?![^<]*>)", markup))


def _swap(atom: Atom, rng: random.Random, pattern: str, others: list[str]) -> bool:
    """Put another in place of one word of the atom that matches."""
    found = [word for word in _words_outside_tags(atom.html) if re.fullmatch(pattern, word[0])]
    if not found:
        return False
    word = rng.choice(found)
    other = rng.choice([other for other in others if other != word[0]])
    atom.html = f"{atom.html[: word.start()]}{other}{atom.html[word.end() :]}"
    return True


def replace_words(document: Document, rng: random.Random) -> None:
    block, n = _pick(document, rng)
    for _ in range(rng.randrange(1, 4)):
        _swap(block.atoms[n], rng, r".*", WORDS)


def change_dose(document: Document, rng: random.Random) -> None:
    for _ in range(20):
        block, n = _pick(document, rng)
        if _swap(block.atoms[n], rng, r"\d[\d.]*", ["3", "7.5", "15", "40", "125"]):
            return


def change_unit(document: Document, rng: random.Random) -> None:
    for _ in range(20):
        block, n = _pick(document, rng)
        if _swap(block.atoms[n], rng, "|".join(UNITS), UNITS):
            return


def change_drug(document: Document, rng: random.Random) -> None:
    for _ in range(20):
        block, n = _pick(document, rng)
        if _swap(block.atoms[n], rng, "|".join(DRUGS), DRUGS):
            return


def negate(document: Document, rng: random.Random) -> None:
    block, n = _pick(document, rng, "p", "ul", "ol")
    words = _words_outside_tags(block.atoms[n].html)
    if words:
        at = rng.choice(words).start()
        block.atoms[n].html = f"{block.atoms[n].html[:at]}not {block.atoms[n].html[at:]}"


def move_sentence(document: Document, rng: random.Random) -> None:
    block, n = _pick(document, rng, "p")
    atom = block.atoms.pop(n)
    target = rng.choice(document.blocks("p") or [block])
    target.atoms.insert(rng.randrange(len(target.atoms) + 1), atom)


def move_item(document: Document, rng: random.Random) -> None:
    if lists := document.blocks("ul", "ol"):
        block = rng.choice(lists)
        atom = block.atoms.pop(rng.randrange(len(block.atoms)))
        target = rng.choice(lists)
        target.atoms.insert(rng.randrange(len(target.atoms) + 1), atom)


def move_block(document: Document, rng: random.Random) -> None:
    """A paragraph, a list or a table goes to another section."""
    source = rng.choice([section for section in document.sections if section.blocks])
    block = source.blocks.pop(rng.randrange(len(source.blocks)))
    target = rng.choice(document.sections)
    target.blocks.insert(rng.randrange(len(target.blocks) + 1), block)


def duplicate_sentence(document: Document, rng: random.Random) -> None:
    block, n = _pick(document, rng, "p")
    target, place = _pick(document, rng, "p")
    target.atoms.insert(place, block.atoms[n].again(is_copy=True))


def delete_sentence(document: Document, rng: random.Random) -> None:
    block, n = _pick(document, rng, "p", "ul", "ol")
    del block.atoms[n]


def _plant(document: Document, rng: random.Random, *, instead: bool) -> None:
    block, n = _pick(document, rng, "p")
    target, place = _pick(document, rng, "p")
    fake = block.atoms[n].again(is_copy=False)
    is_like = _swap(fake, rng, r"\d[\d.]*", ["3", "7.5", "15"]) or _swap(fake, rng, r"[a-z]{3,}", [*DRUGS, *WORDS])
    if is_like and not (instead and block is target):
        target.atoms.insert(place, fake)
        if instead:
            del block.atoms[n]


def plant_lookalike(document: Document, rng: random.Random) -> None:
    """A sentence that differs from another in a word, a number or a negation, anywhere."""
    _plant(document, rng, instead=False)


def swap_for_lookalike(document: Document, rng: random.Random) -> None:
    """The sentence goes, and one that is like it stands elsewhere."""
    _plant(document, rng, instead=True)


def reorder_sections(document: Document, rng: random.Random) -> None:
    a, b = rng.sample(range(len(document.sections)), 2)
    sections = document.sections
    sections[a], sections[b] = sections[b], sections[a]


def rename_section(document: Document, rng: random.Random) -> None:
    section = rng.choice(document.sections)
    section.title = f"{section.title} {rng.choice(WORDS)}".strip()


def rename_heading(document: Document, rng: random.Random) -> None:
    """A small heading says something else, or goes."""
    if headings := document.blocks("h3"):
        block = rng.choice(headings)
        block.atoms = rng.choice([[], [Atom(f"Not {block.atoms[0].html.lower()}")]])


def split_section(document: Document, rng: random.Random) -> None:
    """From somewhere on, the rest of a section stands under a new heading."""
    number = rng.randrange(len(document.sections))
    section = document.sections[number]
    at = rng.randrange(len(section.blocks) + 1)
    rest = Section(rng.choice(["Other people", "Treatment", "Never"]), section.blocks[at:])
    del section.blocks[at:]
    document.sections.insert(number + 1, rest)


def reorder_steps(document: Document, rng: random.Random) -> None:
    if lists := document.blocks("ol"):
        block = rng.choice(lists)
        block.atoms = rng.choice([block.atoms[::-1], rng.sample(block.atoms, len(block.atoms))])


def unorder_steps(document: Document, rng: random.Random) -> None:
    """Steps become points, or points steps."""
    if lists := document.blocks("ol", "ul"):
        block = rng.choice(lists)
        block.kind = "ul" if block.kind == "ol" else "ol"


def lower_what_is_raised(document: Document, rng: random.Random) -> None:
    """A power or an index comes to stand on the line, as when a text is pasted from elsewhere."""
    raised = [atom for block in document.blocks("p", "ul", "ol", "table") for atom in block.atoms if "<su" in atom.html]
    if raised:
        atom = rng.choice(raised)
        atom.html = re.sub(r"</?su[bp]>", "", atom.html)


def raise_the_other_way(document: Document, rng: random.Random) -> None:
    for _ in range(20):
        block, n = _pick(document, rng)
        markup = block.atoms[n].html
        if found := [word for word in _words_outside_tags(markup) if re.fullmatch(r"\d\d+", word[0])]:
            at = rng.choice(found).end() - 1
            block.atoms[n].html = f"{markup[:at]}<sup>{markup[at]}</sup>{markup[at + 1 :]}"
            return


def move_row(document: Document, rng: random.Random) -> None:
    if tables := document.blocks("table"):
        table = rng.choice(tables)
        rows = [table.atoms[n : n + table.columns] for n in range(0, len(table.atoms), table.columns)]
        row = rows.pop(rng.randrange(1, len(rows)))
        rows.insert(rng.randrange(1, len(rows) + 1), row)
        table.atoms = [atom for row in rows for atom in row]


def delete_row(document: Document, rng: random.Random) -> None:
    if tables := [table for table in document.blocks("table") if len(table.atoms) > 3 * table.columns]:
        table = rng.choice(tables)
        n = table.columns * rng.randrange(1, len(table.atoms) // table.columns)
        del table.atoms[n : n + table.columns]


def insert_sentence(document: Document, rng: random.Random) -> None:
    target, place = _pick(document, rng, "p")
    target.atoms.insert(place, Atom(f"A new {rng.choice(WORDS)} is kept near the {rng.choice(WORDS)}."))


EDITS = [
    replace_words,
    replace_words,
    change_dose,
    change_unit,
    change_drug,
    negate,
    move_sentence,
    move_block,
    move_item,
    duplicate_sentence,
    delete_sentence,
    plant_lookalike,
    swap_for_lookalike,
    reorder_sections,
    rename_section,
    rename_heading,
    split_section,
    reorder_steps,
    unorder_steps,
    lower_what_is_raised,
    raise_the_other_way,
    move_row,
    delete_row,
    insert_sentence,
]


def revise(document: Document, rng: random.Random, edits: int) -> Document:
    """The next version of a document, after so many random edits."""
    new = copy.deepcopy(document)
    for _ in range(edits):
        rng.choice(EDITS)(new, rng)
    return new
