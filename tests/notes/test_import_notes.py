"""Notes out of a file of annotations: ours to the letter, those of other tools, and whatever else someone sends."""

import json
import random
import time
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from notes import anchors, shelf
from notes.actions import imports
from notes.actions import notes as actions
from notes.exports import as_annotations
from notes.imports import annotations, document
from notes.models import Note, Tag, Upload

HERE = "http://testserver"
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


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = HERE


def exported(user) -> str:
    return "".join(as_annotations.write(shelf.one_by_one(shelf.notes(user))))


def kept(user) -> list[dict]:
    """All that a round trip has to bring back of each note."""
    return [
        {name: getattr(note, name) for name in KEPT} | {"tags": sorted(tag.name for tag in note.tags.all())}
        for note in Note.objects.owned_by(user).prefetch_related("tags").order_by("key")
    ]


def read(text, hosts=("testserver",)):
    return annotations.read(text if isinstance(text, str) else json.dumps(text), hosts=set(hosts))


@pytest.fixture
def import_file(as_grace):
    """Send a file, look at what it holds, and take it in. Gives the page that says what it holds."""

    def import_file(text):
        file = SimpleUploadedFile("notes.jsonld", text if isinstance(text, bytes) else text.encode())
        sent = as_grace.post(reverse("notes:upload"), {"file": file}, follow=True)
        if sent.redirect_chain:
            assert as_grace.post(reverse("notes:upload_look")).status_code == 302
        return sent

    return import_file


# --- There and back ---


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


# --- What other tools write ---


def foreign(version=None, **fields) -> dict:
    """An annotation of another tool's, on the live page of the article."""
    selector = {"type": "TextQuoteSelector", "exact": "burn for 2.5 hours"}
    address = "/articles/1234/lanterns/"
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example/1",
        "type": "Annotation",
        "bodyValue": "A remark.",
        "target": {"source": f"{HERE}{address}", "selector": selector},
    } | fields


def test_a_quote_on_the_address_of_an_article_is_found_in_its_live_version(grace, version):
    (found,), refused = read(foreign())
    assert refused == []
    assert (found.place.version, found.place.section, found.body) == (version, "introduction", "A remark.")
    assert found.place.anchor.quote == "burn for 2.5 hours"
    assert found.left_out == ["Its date cannot be read: it is kept with today’s."]


def test_words_that_only_an_earlier_version_held_are_found_there(version, make_article):
    make_article.revise(version.article, body=f"<h2>Introduction</h2><p>They burn for 3 hours.{CITED}</p>")
    (found,), _ = read(foreign())
    assert found.place.version == version


def test_a_date_chooses_the_version_that_was_live_then(version, make_article):
    now = timezone.now().isoformat()
    newer = make_article.revise(version.article)
    assert read(foreign(created=now))[0][0].place.version == version
    assert read(foreign(created=timezone.now().isoformat()))[0][0].place.version == newer


@pytest.mark.parametrize(
    ("fields", "body", "tags"),
    [
        ({"body": "https://example.org/paper"}, "A remark.\n\nhttps://example.org/paper", []),
        ({"bodyValue": None, "body": {"type": "TextualBody", "value": "One."}}, "One.", []),
        ({"bodyValue": None, "body": [{"value": "One."}, {"value": "Two."}]}, "One.\n\nTwo.", []),
        ({"body": {"value": "Dusk", "purpose": "tagging"}}, "A remark.", ["Dusk"]),
        ({"body": [{"value": "#Dusk, dusk", "purpose": ["tagging"]}]}, "A remark.", ["Dusk"]),
        (
            {
                "bodyValue": None,
                "body": {"format": "text/html", "value": "<p>A <b>b</b> &lt; c</p><script>alert(1)</script><p>d</p>"},
            },
            "A b < c\nd",
            [],
        ),
        ({"bodyValue": "<script>alert(1)</script>"}, "<script>alert(1)</script>", []),
    ],
)
def test_words_of_other_tools_are_kept_as_text(version, fields, body, tags):
    (found,), refused = read(foreign(**fields))
    assert refused == []
    body = body.removeprefix("A remark.\n\n") + "\n\nA remark." if body.startswith("A remark.\n\nhttps") else body
    assert (found.body, found.tags) == (body, tags)


@pytest.mark.parametrize("wrap", [lambda item: [item], lambda item: {"type": "AnnotationPage", "items": item}])
def test_a_list_and_a_page_are_read_as_well(version, wrap):
    assert len(read(wrap(foreign()))[0]) == 1


def test_an_annotation_without_a_name_is_taken_in_once(version):
    annotation = {key: value for key, value in foreign().items() if key != "id"}
    assert read(annotation)[0][0].key == read(annotation)[0][0].key


def test_the_fragment_of_an_address_names_a_section(version):
    (found,), _ = read(foreign(target=f"{HERE}/articles/1234/lanterns/#presentation"))
    assert (found.place.section, found.place.anchor) == ("presentation", None)


# --- What cannot be kept is said ---


def at(selector=None, **target):
    selectors = {"selector": selector} if selector else {}
    return {"target": {"source": f"{HERE}/articles/1234/lanterns/"} | selectors | target}


def quote(exact, **more):
    return {"type": "TextQuoteSelector", "exact": exact} | more


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (at(quote("burn for 25 hours")), "do not stand on the page"),
        (at(quote("BURN for 2.5 hours")), "do not stand on the page"),
        (at(quote("lanterns face")), "more than once"),
        (at(quote("lanterns face", prefix="x", suffix="y")), "more than once"),
        (at(quote("hours. A lantern")), "do not stand"),
        (at(quote("e")), "more than once"),
        (at(quote(" ")), "do not stand on the page"),
        (at({"type": "TextPositionSelector", "start": 0, "end": 5}), "without the words"),
        (at({"type": "XPathSelector", "value": "/html"}), "without the words"),
        (at({"type": "FragmentSelector", "value": "nowhere"}), "section that it is about"),
        (at({"type": "FragmentSelector", "value": 7}), "without the words"),
        (at(source="https://elsewhere.example/articles/1234/lanterns/"), "not an article of this site"),
        (at(source=f"{HERE}/topics/lighting/"), "not an article of this site"),
        (at(source=f"{HERE}/articles/99/x/"), "not on this site"),
        (at(source=f"{HERE}/articles/{'9' * 40}/x/"), "not on this site"),
        (at(source=f"{HERE}/articles/1234/lanterns/versions/9/"), "not on this site"),
        (at(source="http://["), "not an article of this site"),
        (at(source={"id": 7}), "not an article of this site"),
        ({"target": []}, "several places, or none"),
        ({"target": [f"{HERE}/articles/1234/lanterns/"] * 2}, "several places, or none"),
        ({"bodyValue": " "}, "no words of yours"),
        ({"bodyValue": "\x00\x07"}, "no words of yours"),
        ({"bodyValue": 7}, "no words of yours"),
        ({"bodyValue": "x" * 10_001}, "10,001 characters"),
        ({"bodyValue": None, "body": {"format": "text/html", "value": "<br" * 50_000}}, "too long"),
        ({"bodyValue": "\ud800"}, "half a character"),
        (at(quote("\udfff")), "half a character"),
        ({"type": "Remark"}, "not an annotation"),
        ({"type": [7, {}]}, "not an annotation"),
    ],
)
def test_what_cannot_be_a_note_is_refused_with_a_reason(version, fields, why):
    found, (refusal,) = read(foreign(**fields))
    assert found == []
    assert why in refusal.why
    assert refusal.number == 1


@pytest.mark.parametrize(
    "item", [None, 7, "words", [], [[]], {}, {"type": "Annotation", "target": {"selector": [[{}]]}}]
)
def test_what_is_no_annotation_is_refused_too(version, item):
    found, refused = read([item, foreign()])
    assert (len(found), len(refused)) == (1, 1)


def test_the_same_annotation_twice_in_a_file_is_said(version):
    found, refused = read([foreign(), foreign()])
    assert len(found) == 1
    assert "in the file twice" in refused[0].why


def test_a_tag_that_is_too_long_is_said(version):
    (found,), _ = read(foreign(body={"value": "x" * 51, "purpose": "tagging"}))
    assert "too long" in found.left_out[0]
    assert found.tags == []


@pytest.mark.parametrize(
    "created", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "soon", 7, {}, "2026-13-01"]
)
def test_a_moment_that_was_never_is_said_and_replaced(version, created):
    (found,), _ = read(foreign(created=created, modified=created))
    assert found.left_out
    assert abs(found.created_at - timezone.now()) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"{", "cannot be read as JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"9" * 10_000, "cannot be read as JSON"),
        (b"7", "no annotations"),
        (b"null", "no annotations"),
        (b"[]", "no annotations"),
        (b'{"type":"AnnotationCollection","total":0}', "no annotations"),
        (b'{"first":"https://example.org/page1"}', "where its annotations are"),
        (b'{"first":{"items":[],"next":"https://example.org/page2"}}', "somewhere else"),
        (b"[" + b"{}," * 250_000 + b"{}]", "too many parts"),
        (b"[" + b"1," * 5_000 + b"1]", "5,001 annotations"),
        (b" " * (document.MAX_BYTES + 1), "Import up to"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(as_grace, text, why):
    sent = as_grace.post(reverse("notes:upload"), {"file": SimpleUploadedFile("x.json", text)})
    assert sent.status_code == 422
    assert why in sent.content.decode()
    assert not Upload.objects.exists()


def test_no_file_is_answered_in_words(as_grace):
    assert "Choose a file first." in as_grace.post(reverse("notes:upload")).content.decode()


def test_what_cannot_be_read_is_on_the_page_before_anything_is_kept(grace, import_file, version):
    page = import_file(json.dumps([foreign(), foreign(id="x", target="https://elsewhere.example/")])).content.decode()
    assert "not an article of this site" in page
    assert "<b>1</b> new note to import" in page
    assert Note.objects.get().body == "A remark."


def test_markup_in_a_file_is_text_on_the_page(grace, import_file, version):
    hostile = "<img src=x onerror=alert(1)>"
    page = import_file(json.dumps([foreign(bodyValue=hostile), {"id": hostile}])).content.decode()
    assert "<img" not in page
    assert page.count("&lt;img") == 3


def test_a_file_with_thousands_of_vague_passages_is_read_in_seconds(version):
    vague = [
        foreign(id=f"urn:x:{number}") | at(quote("e" if number % 2 else "it never stood here"))
        for number in range(4_000)
    ]
    begun = time.monotonic()
    assert len(read(vague)[1]) == 4_000
    assert time.monotonic() - begun < 20


# --- The file that waits ---


def test_looking_keeps_nothing_and_the_file_can_be_put_away(as_grace, version):
    file = SimpleUploadedFile("x.json", json.dumps(foreign()).encode())
    as_grace.post(reverse("notes:upload"), {"file": file})
    assert as_grace.get(reverse("notes:upload_look")).status_code == 200
    assert not Note.objects.exists()
    assert "is waiting" in as_grace.get(reverse("notes:upload")).content.decode()
    as_grace.post(reverse("notes:upload_forget"))
    assert not Upload.objects.exists()


def test_taking_in_twice_is_taking_in_once(as_grace, import_file, version):
    import_file(json.dumps(foreign()))
    assert as_grace.post(reverse("notes:upload_look")).url == reverse("notes:index")
    assert Note.objects.count() == 1
    assert not Upload.objects.exists()


def test_nothing_to_look_at_leads_to_the_form(as_grace):
    assert as_grace.get(reverse("notes:upload_look")).url == reverse("notes:upload")


def test_a_file_is_forgotten_after_a_day(grace):
    upload = imports.lay_out("[]", by=grace)
    assert imports.put_away_old() == 0
    Upload.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - timedelta(days=1, seconds=1))
    assert imports.put_away_old() == 1
