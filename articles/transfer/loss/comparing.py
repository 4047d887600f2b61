"""Source and draft compared in order: passages of the source that the draft has not, and that no remark explains."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.transfer.files import ArticleFile
from articles.transfer.loss import draft
from articles.transfer.loss.aligning import aligned
from articles.transfer.loss.explaining import Explanations
from articles.transfer.loss.listed import Listed
from articles.transfer.loss.words import CITATION, RAISED, Block, Role, Word, numbers_of
from articles.transfer.remarks import Kind, Remark

AROUND = 6  # words before and after a passage, by which it is found
FAR = 60  # words among which these are looked for, since menus do not count
MOVED = 6  # words in a row that are taken for the same passage elsewhere
LONGEST = 60  # words of a passage that are shown

_KINDS = {Role.TEXT: Kind.LOST, Role.ASIDE: Kind.LOST, Role.COMMENT: Kind.LEFT_OUT, Role.FURNITURE: Kind.FURNITURE}
_WHY = {Kind.LOST: "", Kind.LEFT_OUT: "A comment on the file", Kind.FURNITURE: "No part of the article"}

_Place = tuple[int, int]  # a block, and a word in it


@dataclass(frozen=True)
class _Run:
    """A run is words of the source, one after the other, that nothing in the draft stands for."""

    start: int
    end: int
    gap: slice  # of the draft: what stands where they should


class Comparison:
    """Compares the blocks of a file, but for its references, with those of its draft."""

    def __init__(
        self, source: list[Block], found: list[Block], remarks: Iterable[Remark], printed: dict[int, int]
    ) -> None:
        """`printed` is the number that the source prints before the reference of a number, where it is another."""
        self.kept = [(word, at) for at, block in enumerate(source) for word in block.words if not word.is_dropped]
        self.words = [word.text for word, _ in self.kept]
        self.roles = [block.role for block in source]
        self.source = source
        self.draft = [_printed(word.text, printed) for block in found for word in block.words]
        self.explanations = Explanations(remarks)
        self.explained: set[int] = set()  # words that a remark names as a whole passage
        self.pairs: dict[int, int] = {}
        self.taken: set[int] = set()  # words of the draft that stand for words of the source
        self.lost: list[tuple[int, Remark]] = []

    def remarks(self) -> list[Remark]:
        """What is to be said, the gravest first."""
        self._align()
        moved = list(self._move())
        self._judge(self._runs())
        self._dropped()
        self._false_citations()
        return [remark for _, remark in sorted(self.lost, key=lambda found: -found[0])] + moved

    # --- What stands for what ---

    def _align(self) -> None:
        self.explained = self.explanations.whole(self.words)
        texts = [word if self._is_text(i) else "" for i, word in enumerate(self.words)]
        pairs = list(aligned(texts, self.draft))
        matched = Counter(self.kept[i][1] for i, _ in pairs)
        whole = Counter(at for _, at in self.kept)
        for i, j in pairs:
            at = self.kept[i][1]
            if matched[at] * 3 >= whole[at]:  # else the words of one block stand by chance in another
                self.pairs[i] = j
                self.taken.add(j)

    def _move(self) -> Iterator[Remark]:
        """Find blocks, and long parts of them, that stand elsewhere in the draft."""
        places = defaultdict(list)
        for j, word in enumerate(self.draft):
            if j not in self.taken:
                places[word].append(j)
        for run in list(self._runs()):
            role = self.roles[self.kept[run.start][1]]
            i = run.start
            while i < run.end:
                length, j = self._longest(i, run.end, places)
                is_whole = length and self._is_block(i, i + length)
                if length >= MOVED or (is_whole and role is not Role.TEXT):
                    self.pairs |= zip(range(i, i + length), range(j, j + length), strict=True)
                    self.taken |= set(range(j, j + length))
                    if role is Role.TEXT:
                        why = "Stands elsewhere in the draft than in the source"
                        yield Remark(Kind.CHANGED, why, *self._shown(i, i + length))
                    i += length
                else:
                    i += 1

    def _longest(self, start: int, end: int, places: dict[str, list[int]]) -> _Place:
        """The most words from `start` on that stand together in the draft and are not taken, and where."""
        best = (0, 0)
        for j in places.get(self.words[start], [])[:200]:
            length = 0
            while (
                start + length < end
                and j + length < len(self.draft)
                and j + length not in self.taken
                and self.draft[j + length] == self.words[start + length]
            ):
                length += 1
            best = max(best, (length, j))
        return best

    def _is_block(self, start: int, end: int) -> bool:
        at = self.kept[start][1]
        return (start == 0 or self.kept[start - 1][1] != at) and (end == len(self.kept) or self.kept[end][1] != at)

    def _runs(self) -> Iterator[_Run]:
        """Words that stand for nothing, in the order of the source, those of different blocks apart."""
        i, size = 0, len(self.kept)
        known = sorted(self.pairs)
        while i < size:
            if i in self.pairs or i in self.explained:
                i += 1
                continue
            end = i
            while (
                end < size
                and end not in self.pairs
                and end not in self.explained
                and self.kept[end][1] == self.kept[i][1]
            ):
                end += 1
            yield _Run(i, end, self._gap(i, end, known))
            i = end

    def _gap(self, start: int, end: int, known: list[int]) -> slice:
        """What stands in the draft between the words that come before and after."""
        before, after = bisect_left(known, start), bisect_right(known, end - 1)
        first = self.pairs[known[before - 1]] + 1 if before else 0
        last = self.pairs[known[after]] if after < len(known) else len(self.draft)
        return slice(first, last) if first <= last else slice(first, first)

    # --- What is lost ---

    def _judge(self, runs: Iterable[_Run]) -> None:
        """Say what of these runs nothing explains, runs side by side as one passage."""
        left: dict[Kind, list[int]] = defaultdict(list)
        for run in runs:
            cited = self._cited(run)
            indices = [i for i in range(run.start, run.end) if i not in cited and not self._is_label(i, run)]
            formula = self._formula(indices, run)
            indices = [i for i in indices if i not in formula]
            explained = self.explanations.explain([self.words[i] for i in indices], self._around(run.start, run.end))
            kind = _KINDS[self.roles[self.kept[run.start][1]]]
            left[kind] += [i for i, is_explained in zip(indices, explained, strict=True) if not is_explained]
        for kind, indices in left.items():
            for start, end in _together(indices):
                words, place = self._shown(start, end)
                weight = sum(self.kept[i][0].weight for i in range(start, min(end, start + LONGEST)))
                self.lost.append((weight + 100 * (weight > 1), Remark(kind, _WHY[kind], words, place)))

    def _cited(self, run: _Run) -> set[int]:
        """Words of the run that are the marks of citations which stand there in the draft."""
        cites = [j for j in range(run.gap.start, run.gap.stop) if self.draft[j][0] == CITATION and j not in self.taken]
        numbers = Counter(int(self.draft[j][1:]) for j in cites)
        there = numbers.keys() | {int(self.draft[self.pairs[i]][1:]) for i in self._marks_after(run)}
        found = {i for i in range(run.start, run.end) if set(self.kept[i][0].cites) & there}
        printed = numbers.copy()
        marks = {i: numbers_of(self.words[i]) for i in range(run.start, run.end) if i not in found}
        for i, mark in marks.items():
            if mark and not Counter(mark) - printed:
                printed -= Counter(mark)
                found.add(i)
        for i in range(run.start, run.end):
            ended = re.fullmatch(r"(.*[^^])((?:\^[\d,-])+)", self.words[i])  # a year, say, with a mark of citation
            mark = numbers_of(ended[2]) if ended and ended[1] in self.draft[run.gap] else []
            if mark and not Counter(mark) - printed:
                printed -= Counter(mark)
                found.add(i)
        if found:
            self.taken.update(cites)
        return found

    def _is_label(self, i: int, run: _Run) -> bool:
        """Whether it is the mark of a note by itself, such as `a`, which stands raised in the draft."""
        raised = "".join(RAISED + sign for sign in self.words[i])
        return len(raised) <= 4 and self._is_block(i, i + 1) and raised in self.draft[run.gap]

    def _marks_after(self, run: _Run) -> Iterator[int]:
        """The citations right after a run that stand in the draft: its last words may be their names."""
        i = run.end
        while i in self.pairs and self.kept[i][0].text[0] == CITATION:
            yield i
            i += 1

    def _formula(self, indices: list[int], run: _Run) -> set[int]:
        """Words of a formula that stand there in the draft with other spaces and brackets."""
        parts = [i for i in indices if self.kept[i][0].is_formula]
        if not parts:
            return set()
        there = self.draft[max(0, run.gap.start - 3) : run.gap.stop + 3]
        written = re.sub(r"[()\[\]\s]", "", "".join(there))
        formula = re.sub(r"[()\[\]\s]", "", "".join(self.words[i] for i in parts))
        return set(parts) if formula in written else set()

    def _dropped(self) -> None:
        """Words that the source strikes, hides or deletes: they may not be in the draft, and somebody has to say so."""
        known = sorted(self.pairs)
        i = 0
        for block in self.source:
            run: list[Word] = []
            for word in [*block.words, Word("")]:
                if word.is_dropped:
                    run.append(word)
                    continue
                if run:
                    self._drop([part.text for part in run], i, block.role, known)
                run = []
                i += bool(word.text)

    def _drop(self, texts: list[str], i: int, role: Role, known: list[int]) -> None:
        at = bisect_left(known, i)
        first = self.pairs[known[at - 1]] + 1 if at else 0
        last = self.pairs[known[at]] if at < len(known) else len(self.draft)
        shown = " ".join(Word(text).shown for text in texts)
        before, after = self._neighbours(i, i)
        place = f"… {before} [{shown}] {after} …"
        if _contains([word for j, word in enumerate(self.draft[first:last], first) if j not in self.taken], texts):
            why = "Struck out or hidden in the source, but in the draft"
            self.lost.append((1000, Remark(Kind.LOST, why, shown, place)))
        elif not self.explanations.leaves_out(texts):
            kind = Kind.LEFT_OUT if role in {Role.TEXT, Role.ASIDE} else Kind.FURNITURE
            self.lost.append((0, Remark(kind, "Struck out, hidden or deleted in the source", shown, place)))

    def _false_citations(self) -> None:
        at = {j: i for i, j in self.pairs.items()}
        known = sorted(at)
        for j, word in enumerate(self.draft):
            if word[0] != CITATION or j in self.taken:
                continue
            before = bisect_left(known, j)
            i = at[known[before - 1]] + 1 if before else 0
            words = " ".join(self._neighbours(i, i))
            number = f"[{word[1:]}]"
            why = "A citation that the source has not there"
            self.lost.append((500, Remark(Kind.CHANGED, why, number, f"… {words} {number} …")))

    # --- Passages ---

    def _neighbours(self, start: int, end: int) -> tuple[str, str]:
        before = [self.kept[i][0].shown for i in range(start - 1, max(-1, start - FAR), -1) if self._is_text(i)]
        after = [self.kept[i][0].shown for i in range(end, min(len(self.kept), end + FAR)) if self._is_text(i)]
        return " ".join(before[:AROUND][::-1]), " ".join(after[:AROUND])

    def _is_text(self, i: int) -> bool:
        return i not in self.explained and _KINDS[self.roles[self.kept[i][1]]] is Kind.LOST

    def _around(self, start: int, end: int) -> tuple[str, str]:
        return "".join(self.words[max(0, start - 1) : start]), "".join(self.words[end : end + 1])

    def _shown(self, start: int, end: int) -> tuple[str, str]:
        """The words of a passage, and the passage with its neighbours."""
        before, after = self._neighbours(start, end)
        words = [word.shown for word, _ in self.kept[start:end]]
        short = (
            words
            if len(words) <= LONGEST
            else [*words[: LONGEST - 10], f"… {len(words) - LONGEST} words …", *words[-10:]]
        )
        return " ".join(words), f"… {before} [{' '.join(short)}] {after} …".replace("…  ", "… ")


def _printed(text: str, printed: dict[int, int]) -> str:
    """The word of a draft; a citation under the number that the source prints for its reference."""
    if text[0] != CITATION:
        return text
    return f"{CITATION}{printed.get(int(text[1:]), int(text[1:]))}"


def _together(indices: list[int]) -> Iterator[_Place]:
    """Ranges of the indices that follow one another."""
    at = 0
    while at < len(indices):
        end = at + 1
        while end < len(indices) and indices[end] == indices[end - 1] + 1:
            end += 1
        yield indices[at], indices[end - 1] + 1
        at = end


def _contains(words: list[str], run: list[str]) -> bool:
    return any(words[at : at + len(run)] == run for at in range(len(words) - len(run) + 1))


def compare(
    source: list[Block], article: ArticleFile, remarks: list[Remark], *, has_numbers: bool, has_bullets: bool
) -> list[Remark]:
    """What of the source is not in the draft, and not explained by remarks, the gravest first."""
    listed = Listed(source, article)
    rest = [block for at, block in enumerate(source) if at not in listed.blocks]
    found = draft.blocks(article, has_numbers=has_numbers, has_bullets=has_bullets)
    return [*Comparison(rest, found, remarks, listed.printed).remarks(), *listed.remarks()]
