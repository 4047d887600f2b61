"""Where each word stands, packed: one row of a table for a word and a block of articles, alike on every database.

The database keeps these rows and hands them out; what they mean is worked out here, so that the answers cannot differ.
"""

import struct
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from django.db import connection

from articles.models.indexed import Posting
from articles.search.documents import MOST, Document

SPAN = 256  # ids of articles in a block: for so many one row is read, and rewritten when one of them changes
LOCK = 7_365_617  # any number, as long as only this lock has it
AT_ONCE = 2_000  # words or rows in one statement


class Entry(NamedTuple):
    """An entry is an article of a block that has a word: what the word counts in it, and where it stands."""

    number: int
    weight: int
    places: tuple[int, ...]


class Block:
    """The entries of one row, unpacked only as far as they are asked for.

    Its bytes: how many entries there are; their numbers, in order; what each counts; where its places end; all places.
    """

    def __init__(self, data: bytes, first: int = 0) -> None:
        self.data, self.first = data, first
        (self.size,) = struct.unpack_from("<H", data)
        self.numbers: tuple[int, ...] = struct.unpack_from(f"<{self.size}H", data, 2)
        self.weights = data[2 + 2 * self.size : 2 + 3 * self.size]

    def articles(self) -> list[int]:
        return [self.first + number for number in self.numbers]

    def places(self, article: int) -> tuple[int, ...]:
        """Where the word stands in the text of an article; nowhere if it does not have it."""
        at = bisect_left(self.numbers, article - self.first)
        if at == self.size or self.numbers[at] != article - self.first:
            return ()
        ends = 2 + 3 * self.size
        start = struct.unpack_from("<H", self.data, ends + 2 * (at - 1))[0] if at else 0
        (end,) = struct.unpack_from("<H", self.data, ends + 2 * at)
        return struct.unpack_from(f"<{end - start}H", self.data, ends + 2 * self.size + 2 * start)


def pack(entries: Iterable[Entry], *, data: bytes | None = None, gone: Collection[int] = ()) -> bytes:
    """The bytes of a block that has these entries, and those of `data` but for the numbers that are gone.

    Nothing when it has none. What stays is copied as it is: a block of a common word is long.
    """
    stored: list[tuple[int, int, bytes]] = []
    if data:
        before = Block(data)
        ends = struct.unpack_from(f"<{before.size}H", data, 2 + 3 * before.size)
        rest, start = data[2 + 5 * before.size :], 0
        for number, weight, end in zip(before.numbers, before.weights, ends, strict=True):
            if number not in gone:
                stored.append((number, weight, rest[2 * start : 2 * end]))
            start = end
    for number, weight, places in entries:
        stored.append((number, min(weight, MOST), struct.pack(f"<{len(places)}H", *places)))
    if not stored:
        return b""
    stored.sort()
    n = len(stored)
    ends = tuple(accumulate(len(places) // 2 for _, _, places in stored))
    head = [n, *(number for number, _, _ in stored), *(weight for _, weight, _ in stored), *ends]
    return struct.pack(f"<H{n}H{n}B{n}H", *head) + b"".join(places for _, _, places in stored)


class Postings:
    """All articles that have one word."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = {block.first // SPAN: block for block in blocks}
        self.weights: dict[int, int] = {}
        for block in blocks:
            self.weights.update(zip(block.articles(), block.weights, strict=True))

    def __len__(self) -> int:
        return len(self.weights)

    def places(self, article: int) -> tuple[int, ...]:
        block = self.blocks.get(article // SPAN)
        return block.places(article) if block else ()


def read(words: Collection[str]) -> dict[str, Postings]:
    """The postings of these words; a word that no article has is left out."""
    if not words:
        return {}
    blocks: defaultdict[str, list[Block]] = defaultdict(list)
    places = ", ".join(["%s"] * len(words))
    with connection.cursor() as cursor:  # not the ORM: this is what every search waits for
        cursor.execute(
            f"select word, block, data from articles_posting where word in ({places}) order by block",  # noqa: S608 - placeholders only
            [*words],
        )
        for word, block, data in cursor.fetchall():
            blocks[word].append(Block(bytes(data), block * SPAN))
    return {word: Postings(found) for word, found in blocks.items()}


def lock() -> None:
    """Let nobody else write postings until this transaction ends. On SQLite whoever writes does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])


def write(block: int, documents: Mapping[int, Document | None], old_words: Collection[str]) -> None:
    """Put these articles of one block into the postings, or take out those that are None.

    `old_words` are those that they were found by until now.
    """
    new: defaultdict[str, list[Entry]] = defaultdict(list)
    for article, document in documents.items():
        for word, found in document.words.items() if document else ():
            new[word].append(Entry(article % SPAN, found.weight, tuple(found.places)))
    gone = {article % SPAN for article in documents}
    before = _before(block, {*old_words, *new})
    packed = {word: pack(new.get(word, ()), data=before.get(word), gone=gone) for word in sorted({*before, *new})}
    rows = [Posting(word=word, block=block, data=data) for word, data in packed.items() if data]
    empty = [word for word, data in packed.items() if not data]
    for chunk in chunks(empty):
        Posting.objects.filter(block=block, word__in=chunk).delete()
    Posting.objects.bulk_create(
        rows,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["word", "block"],
        update_fields=["data"],
    )


def _before(block: int, words: Collection[str]) -> dict[str, bytes]:
    rows = (
        row
        for chunk in chunks(sorted(words))
        for row in Posting.objects.filter(block=block, word__in=chunk).values_list("word", "data")
    )
    return {word: bytes(data) for word, data in rows}


def chunks(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The words in as many as one statement can name."""
    for start in range(0, len(words), AT_ONCE):
        yield words[start : start + AT_ONCE]
