"""Annotations of other tools: what they hold becomes notes, and what cannot is said."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.notes.annotations.foreign import HERE, at, foreign, quote, read


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = HERE


def test_a_quote_on_the_address_of_an_article_is_found_in_its_live_version(grace, version):
    (found,), refused = read(foreign())
    assert refused == []
    assert (found.place.version, found.place.section, found.body) == (version, "introduction", "A remark.")
    assert found.place.anchor.quote == "burn for 2.5 hours"
    assert found.left_out == ["Its date cannot be read: it is kept with today’s."]


def test_words_that_only_an_earlier_version_held_are_found_there(version, make_article):
    cited = '<cite data-ref="first"></cite><cite data-ref="second"></cite>'
    make_article.revise(version.article, body=f"<h2>Introduction</h2><p>They burn for 3 hours.{cited}</p>")
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


# What cannot be kept is said


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (at(quote("burn for 25 hours")), "do not stand on the page"),
        (at(quote("BURN for 2.5 hours")), "do not stand on the page"),
        (at(quote("lanterns face")), "more than once"),
        (at(quote("lanterns face", prefix="x", suffix="y")), "more than once"),
        (at(quote("hours. A lantern")), "not in one section"),
        (at(quote("hours.1 A lantern")), "do not stand"),
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


def test_a_file_with_thousands_of_vague_passages_is_read_in_seconds(version):
    vague = [
        foreign(id=f"urn:x:{number}") | at(quote("e" if number % 2 else "it never stood here"))
        for number in range(4_000)
    ]
    begun = time.process_time()
    assert len(read(vague)[1]) == 4_000
    assert time.process_time() - begun < 20


# What other tools make of a quote


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lit at dusk.1 They burn", "lit at dusk. They burn"),  # with the number of a citation
        ("face west.Green lanterns", "face west.\nGreen lanterns"),  # an item run into the next
        ("hookRed", None),  # no: a full stop stands between them
        ("burn for\u00a02.5 hours", "burn for 2.5 hours"),
        ("bu\u00adrn for 2.5 hours", "burn for 2.5 hours"),
    ],
)
def test_a_quote_is_found_as_other_tools_copy_it(version, words, found):
    candidates, _ = read(foreign(**at(quote(words))))
    assert [it.place.anchor.quote for it in candidates] == ([found] if found else [])


def test_numbers_are_never_run_together(make_article):
    cited = '<p>Cited.<cite data-ref="first"></cite><cite data-ref="second"></cite></p>'
    make_article(document_id=5, title="Doses", body=f"<h2>Doses</h2><ul><li>give 5</li><li>0 mg</li></ul>{cited}")
    source = {"source": f"{HERE}/articles/5/doses/"}
    assert read(foreign(**at(quote("give 50 mg"), **source)))[0] == []


def test_the_export_of_a_browsers_client_is_read(version):
    item = foreign() | {"text": "From there.", "tags": ["tried"], "updated": None, "uri": "x"}
    del item["bodyValue"], item["type"]
    (found,), refused = read({"export_date": "2026-11-29", "annotations": [item]})
    assert (found.body, found.tags, refused) == ("From there.", ["tried"], [])


def test_what_was_written_in_one_moment_was_never_edited(version):
    dates = {"created": "2026-11-01T11:08:29.031574Z", "modified": "2026-11-01T11:08:29.031581Z"}
    (found,), _ = read(foreign(**dates))
    assert found.created_at == found.updated_at
    (found,), _ = read(foreign(**dates | {"modified": "2026-11-01T11:09:29Z"}))
    assert found.created_at < found.updated_at
