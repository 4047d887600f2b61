"""Which words of a source the remarks of a reader explain."""

import re
from collections.abc import Iterable, Sequence

from articles.transfer.loss.words import normal, split
from articles.transfer.remarks import Kind, Remark

LONG = 6  # words in a row that can be from nowhere else
SHORT = 3  # words; a remark about fewer explains them only where it says that they stand


class Explanations:
    """Remarks that explain words, each word of theirs once."""

    def __init__(self, remarks: Iterable[Remark]) -> None:
        self.words: list[list[str]] = []
        self.places: list[str] = []
        self.kinds: list[Kind] = []
        self.first: dict[str, list[tuple[int, int]]] = {}
        for remark in remarks:
            words = list(split(normal(remark.words)))
            if words:
                for at, word in enumerate(words):
                    self.first.setdefault(word, []).append((len(self.words), at))
                self.words.append(words)
                self.places.append(_squeezed([normal(remark.place)]))
                self.kinds.append(remark.kind)
        self.squeezed = [(_squeezed(words), kind) for words, kind in zip(self.words, self.kinds, strict=True)]
        self.used: set[tuple[int, int]] = set()

    def whole(self, texts: list[str]) -> set[int]:
        """Places of words that long remarks name from their first word to their last: they are in no draft."""
        starts: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(texts) - LONG + 1):
            starts.setdefault(tuple(texts[at : at + LONG]), []).append(at)
        found: set[int] = set()
        for remark, words in enumerate(self.words):
            if len(words) < 2 * LONG or self.kinds[remark] not in {Kind.LEFT_OUT, Kind.FURNITURE}:
                continue
            for at in starts.get(tuple(words[:LONG]), []):
                if at not in found and texts[at : at + len(words)] == words:
                    found.update(range(at, at + len(words)))
                    self.used.update((remark, word) for word in range(len(words)))
                    break
        return found

    def explain(self, texts: list[str], around: tuple[str, str], *, kinds: Sequence[Kind] = tuple(Kind)) -> list[bool]:
        """For each word whether a remark of these kinds explains it, with all the words beside it that it names.

        `around` are the words before and after them in the source.
        """
        explained = [False] * len(texts)
        at = 0
        while at < len(texts):
            starts = self.first.get(texts[at], [])
            found = (self._length(texts, at, remark, word, around, kinds) for remark, word in starts)
            length, places = max(found, default=(0, []))
            self.used.update(places)
            explained[at : at + length] = [True] * length
            at += length or 1
        return [True] * len(texts) if not any(explained) and self._runs_together(texts, kinds) else explained

    def leaves_out(self, texts: list[str]) -> bool:
        """Whether remarks, one after the other, name these words as left out."""
        named = "".join(text for text, kind in self.squeezed if kind == Kind.LEFT_OUT)
        return _squeezed(texts) in named or all(self.explain(texts, ("", ""), kinds=(Kind.LEFT_OUT, Kind.FURNITURE)))

    def _runs_together(self, texts: list[str], kinds: Sequence[Kind]) -> bool:
        """Whether a remark names all of many words, with other spaces between them, as in a table of contents."""
        run = _squeezed(texts)
        return len(texts) >= LONG and any(run in text for text, kind in self.squeezed if kind in kinds)

    def _length(
        self, texts: list[str], at: int, remark: int, word: int, around: tuple[str, str], kinds: Sequence[Kind]
    ) -> tuple[int, list[tuple[int, int]]]:
        words = self.words[remark]
        length = 0
        while (
            at + length < len(texts)
            and word + length < len(words)
            and texts[at + length] == words[word + length]
            and (remark, word + length) not in self.used
        ):
            length += 1
        is_whole = length >= LONG or length == len(words) or at + length == len(texts) or word + length == len(words)
        is_dropped = Kind.LOST not in kinds  # such words the source itself points out
        is_here = is_dropped or length >= SHORT or self._is_here(self.places[remark], texts[at : at + length], around)
        if self.kinds[remark] not in kinds or not is_whole or not is_here:
            return 0, []
        return length, [(remark, word + step) for step in range(length)]

    @staticmethod
    def _is_here(place: str, run: list[str], around: tuple[str, str]) -> bool:
        """Whether a remark names these words beside one of those around them, or alone, or no place at all."""
        words = _squeezed(run)
        beside = [_squeezed([around[0], words]), _squeezed([words, around[1]])]
        return not place or place == words or any(passage in place for passage in beside if passage != words)


def _squeezed(words: list[str]) -> str:
    return re.sub(r"\W", "", "".join(words))
