"""Notes that were exported come back to the letter."""

import random
import uuid
from datetime import UTC, datetime, timedelta

from articles.text import anchors
from notes.annotations import actions
from notes.annotations.collection import listing
from notes.annotations.exports import as_annotations
from notes.models import Note, Tag

CITED = '<cite data-ref="first"></cite><cite data-ref="second"></cite>'
WORDS = [
    "dusk",
    "😀",
    "👩‍⚕️",
    "2.5 h",
    "“quoted”",
    "<b>bold</b>",
    "é",
    "e\u0301",
    "=1+1",
    "\n",
    "\n\n",
    "a\tb",
    "ﬁ",
    "\\u0000",
]
KEPT = ["key", "version_id", "section", "quote", "prefix", "suffix", "start", "end", "body", "created_at", "updated_at"]


def exported(user) -> str:
    return "".join(as_annotations.write(listing.one_by_one(listing.notes(user))))


def kept(user) -> list[dict]:
    """All that a round trip has to bring back of each note."""
    return [
        {name: getattr(note, name) for name in KEPT} | {"tags": sorted(tag.name for tag in note.tags.all())}
        for note in Note.objects.owned_by(user).prefetch_related("tags").order_by("key")
    ]


def at_random(grace, versions, count):
    """Notes on pages, sections and passages, with words and tags of every kind. The same ones each time."""
    chance = random.Random(7)  # noqa: S311  # nothing secret: the same notes each time
    for number in range(count):
        version = chance.choice(versions)
        section = chance.choice([part for part in version.contents if part["id"]])
        anchor, place = None, chance.choice(["", section["id"], "passage"])
        if place == "passage":
            start, end = section["text"]
            begin = chance.randrange(start, end - 5)
            anchor, place = anchors.at(version.text, begin, chance.randrange(begin + 5, end + 1)), section["id"]
        body = " ".join(chance.choices(WORDS, k=chance.randrange(1, 9))).strip() or "x"
        note = actions.write(
            by=grace,
            version=version,
            key=uuid.UUID(int=chance.getrandbits(128), version=4),
            body=body,
            section=place,
            anchor=anchor if anchor and anchor.quote else None,
            tags=chance.sample(["Dusk", "später", "😀", "two words"], k=chance.randrange(0, 3)),
        )
        written = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number, microseconds=chance.randrange(10**6))
        saved = written + timedelta(seconds=chance.choice([0, 90]))
        Note.objects.filter(pk=note.pk).update(created_at=written, updated_at=saved)


def test_fifty_notes_exported_erased_and_imported_are_back_to_the_letter(grace, import_file, make_article):
    body = f"<h2>One</h2><p>A 😀 candle 👩‍⚕️ burns.{CITED} It ends. It ends.</p><ul><li>2.5 g.</li><li>Wick.</li></ul>"
    article = make_article(77, "Candles", body=body + "<h2>Two</h2><p>It ends. A 😀 flame.</p>")
    make_article.revise(article, body=body)
    versions = [*article.versions.all(), *make_article(78, "Wicks").versions.all()]
    at_random(grace, versions, 50)
    before, text = kept(grace), exported(grace)
    assert len(before) == 50
    assert sum(bool(note["quote"]) for note in before) > 10
    Note.objects.all().delete()
    Tag.objects.all().delete()
    import_file(text)
    assert kept(grace) == before


def test_deleted_notes_come_back_as_they_were(grace, write, import_file):
    note = write(quote="2.5 hours")
    text, before = exported(grace), kept(grace)
    actions.delete(note, by=grace)
    assert kept(grace) == []
    import_file(text)
    assert kept(grace) == before


def test_a_second_import_makes_no_doubles(grace, write, import_file):
    write(quote="2.5 hours")
    text, before = exported(grace), kept(grace)
    for _ in range(2):
        assert "1</b> that you have already" in import_file(text).content.decode()
    assert kept(grace) == before


def test_a_note_that_was_edited_since_stays_as_it_is(grace, write, import_file):
    note = write("First words.")
    text = exported(grace)
    actions.edit(note, by=grace, body="Second words.", edits=0)
    page = import_file(text).content.decode()
    assert "yours stay as they are" in page
    assert "First words." in page
    assert Note.objects.get().body == "Second words."


def test_the_moment_of_an_edit_comes_back_as_edited(grace, write, import_file):
    actions.edit(write(), by=grace, body="Second words.", edits=0)
    text = exported(grace)
    Note.objects.all().delete()
    import_file(text)
    assert Note.objects.get().edits == 1
