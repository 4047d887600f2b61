"""Blocks of a source that became references and fields of the draft, and what of them is in no field.

The fields of a reference stand in another order than its print, so its words are counted, not followed.
"""

import re
from collections import Counter

from articles.transfer.files import ArticleFile, FileReference
from articles.transfer.loss.words import Block, names, normal
from articles.transfer.remarks import Kind, Remark

RARE = 200  # blocks; a word in more of them does not tell which one is a reference
LIKELY = 8  # blocks with the most of its words, which are looked at more closely
LIKE = 0.6  # share of a reference that has to stand in a block
_PARTS = ("authors", "title", "source", "issued", "volume", "issue", "pages", "doi", "pmid", "url")
_COMMON = names("""
doi pmid pmcid pmc pubmed crossref google scholar available from at accessed cited https http www
org dx
""")
_COMMON |= names("""
ncbi nlm nih gov epub et al and in n nd
""")
_LABELS = names("""
document id audience topics topic synonyms also known as summary change for health patients carers
""")
_HEADINGS = names("""
references reference bibliography sources literature cited further reading and list works
""")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def atoms(text: str) -> list[str]:
    """The letters and figures of a reference, without what parts them: fields and print differ there."""
    return re.findall(r"[^\W_]+", normal(text).casefold())


def reference_atoms(reference: FileReference, parts: tuple[str, ...] = _PARTS) -> Counter[str]:
    return Counter(atoms(" ".join(str(getattr(reference, part)) for part in parts)))


def fields(article: ArticleFile) -> list[list[str]]:
    """What the lines about an article say, such as `Topics: ...`."""
    values = (str(article.document_id or ""), article.audience, article.summary, article.change_note)
    lists = (" ".join(article.topics), " ".join(article.synonyms))
    return [found for value in (*values, *lists) if (found := atoms(value))]


class Listed:
    """Listed are the blocks of a source that became references and fields of the draft, not words of its body."""

    def __init__(self, source: list[Block], article: ArticleFile) -> None:
        self.source, self.article = source, article
        self.atoms = [atoms(" ".join(word.text for word in block.words if not word.is_dropped)) for block in source]
        self.blocks: set[int] = set()
        self.printed: dict[int, int] = {}
        self.left: list[tuple[int, list[str]]] = []
        self._references()
        self._fields()
        self._headings()

    def _references(self) -> None:
        of_word: dict[str, set[int]] = {}
        for at, found in enumerate(self.atoms):
            for atom in found:
                of_word.setdefault(atom, set()).add(at)
        rest: dict[int, Counter[str]] = {}
        for number, reference in enumerate(self.article.references, start=1):
            wanted = reference_atoms(reference)
            shared: Counter[int] = Counter()
            for atom, count in wanted.items():
                for at in of_word.get(atom, ()) if len(of_word.get(atom, ())) < RARE else ():
                    shared[at] += count
            likely = [at for at, _ in shared.most_common(LIKELY)]
            printed = reference_atoms(reference, _PARTS[:-1]) or wanted  # an address may stand behind a link
            shares = {at: max(self._share(at, one, rest) for one in (printed, wanted)) for at in likely}
            best = max(likely, key=lambda at: (shares[at], -len(self.atoms[at]), at), default=None)
            if best is None or shares[best] < LIKE:
                continue
            self.blocks.add(best)
            given = rest.setdefault(best, Counter(self.atoms[best]))
            self._print(number, best)
            rest[best] = given - wanted - self._tolerated(best, reference)
            self._more(best, wanted - given)
        self.left = [(at, [atom for atom in self.atoms[at] if atom in left]) for at, left in rest.items() if left]

    def _share(self, at: int, wanted: Counter[str], rest: dict[int, Counter[str]]) -> float:
        """How much of a reference stands in a block that may not hold much else."""
        given = rest.get(at) or Counter(self.atoms[at])
        common = (given & wanted).total()
        return common / max(wanted.total(), 1) if common * 3 >= given.total() else 0.0

    def _print(self, number: int, at: int) -> None:
        """Which number is printed before it: in its block, or in a block of its own before that."""
        own, before = self.atoms[at], self.atoms[at - 1] if at else []
        if self.source[at].reference:
            self.printed[number] = self.source[at].reference
        first = own[0] if own else ""
        if number in self.printed:
            first = ""
        if len(before) == 1 and before[0].isdecimal() and len(before[0]) < 4:
            self.printed.setdefault(number, int(before[0]))
            self.blocks.add(at - 1)
        elif first.isdecimal() and len(first) < 4:
            self.printed[number] = int(first)

    def _tolerated(self, at: int, reference: FileReference) -> Counter[str]:
        """What of a reference is said otherwise in its fields: its number, given names as initials, months as words."""
        found, names = self.atoms[at], atoms(reference.authors)
        surnames, initials = {name for name in names if len(name) > 2}, {name[0] for name in names if len(name) < 5}
        initials |= {letter for name in names if len(name) < 4 for letter in name}
        months = {
            str(number): month for number, month in enumerate(_MONTHS, start=1) if month in atoms(reference.issued)
        }
        tolerated: Counter[str] = (
            Counter(found[:1]) if found and found[0].isdecimal() and len(found[0]) < 4 else Counter()
        )
        for place, atom in enumerate(found):
            beside = surnames & set(found[max(0, place - 3) : place + 4])
            is_name = atom.isalpha() and atom[0] in initials and (len(atom) < 4 or bool(beside))
            if atom in _COMMON or atom.lstrip("0") in months or is_name or atom[:3] in months.values():
                tolerated[atom] += 1
        return tolerated

    def _more(self, at: int, wanted: Counter[str]) -> None:
        """The lines after it that hold what is missing of it, such as its address."""
        for after in range(at + 1, min(at + 3, len(self.atoms))):
            found = Counter(atom for atom in self.atoms[after] if atom not in _COMMON)
            if after in self.blocks or not found or found - wanted:
                return
            self.blocks.add(after)

    def _fields(self) -> None:
        values = fields(self.article)
        for at, found in enumerate(self.atoms):
            for value in values if at not in self.blocks else ():
                size = len(value)
                for start in range(len(found) - size + 1):
                    label, middle = found[:start] + found[start + size :], found[start : start + size]
                    is_value = [atom.rstrip("s") for atom in middle] == [atom.rstrip("s") for atom in value]
                    if is_value and label and set(label) <= _LABELS:
                        self.blocks.add(at)

    def _headings(self) -> None:
        for at, found in enumerate(self.atoms[:-1]):
            if at + 1 in self.blocks and found and set(found) <= _HEADINGS:
                self.blocks.add(at)

    def remarks(self) -> list[Remark]:
        """Words of references that are in none of their fields."""
        return [
            Remark(Kind.CHANGED, "In none of the fields of its reference", " ".join(left), self._place(at, set(left)))
            for at, left in self.left
        ]

    def _place(self, at: int, left: set[str]) -> str:
        words = [word.shown for word in self.source[at].words]
        return " ".join(f"[{word}]" if set(atoms(word)) & left else word for word in words)
