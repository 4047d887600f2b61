"""The export as W3C Web Annotations: checked against the musts of the model and the context, both the W3C's own."""

import copy
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft4Validator, FormatChecker
from pyld import jsonld
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from notes.annotations.collection import actions, listing
from notes.annotations.exports import as_annotations

W3C = Path(__file__).parent / "w3c"
OA, RDF, DC = "http://www.w3.org/ns/oa#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://purl.org/dc/terms/"
AS = "http://www.w3.org/ns/activitystreams#"

FORMATS = FormatChecker(formats=())


@FORMATS.checks("uri")
def is_uri(value) -> bool:
    """An absolute address or name, without the characters that RFC 3986 keeps out of them."""
    return not isinstance(value, str) or (bool(urlsplit(value).scheme) and not re.search(r'[\s<>"{}|\\^`]', value))


@FORMATS.checks("date-time")
def is_moment(value) -> bool:
    """A moment with its zone written as Z, as the model demands (3.3.1)."""
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value))


def schema(name: str) -> dict:
    return json.loads((W3C / "schemas" / name).read_text())


def broken(document: dict, test: str) -> list[str]:
    """The musts of a test of the W3C's that a document does not meet."""
    registry = Registry(retrieve=lambda name: Resource.from_contents(schema(name), DRAFT4))
    musts = [Path(path).name for path in json.loads((W3C / test).read_text())["assertions"]]
    assert len(musts) >= 10
    return [
        must
        for must in musts
        if not Draft4Validator(schema(must), registry=registry, format_checker=FORMATS).is_valid(document)
    ]


def context(address: str, options: dict) -> dict:
    """The W3C's context from the file beside this, and nothing from anywhere else."""
    assert address == as_annotations.CONTEXT
    document = json.loads((W3C / "anno.jsonld").read_text())
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}


def expanded(document: dict) -> list:
    return jsonld.expand(document, {"documentLoader": context})


@pytest.fixture
def export(grace, write, version, make_article):
    """Grace’s notes as a document: on a page, a section, passages with emoji and tags, and on an older version."""
    write("On the whole page.")
    write("On a section.", section="presentation")
    note = write("On a passage 😀.\n\nTwo lines.", quote="2.5 hours")
    actions.add(["Dusk", "später"], to=[note], by=grace)
    make_article.revise(version.article)
    write("On the newer one.", quote="hangs from a hook", version=version.article.versions.get(number=2))
    return json.loads("".join(as_annotations.write(listing.one_by_one(listing.in_order(listing.notes(grace))))))


def test_every_annotation_meets_the_musts_of_the_model(export):
    items = export["first"]["items"]
    assert len(items) == 4
    for item in items:
        assert broken({"@context": export["@context"]} | item, "annotationMusts.test") == []


def test_the_collection_and_its_page_meet_the_musts_of_the_model(export):
    assert broken(export, "collectionMusts.test") == []
    assert broken({"@context": export["@context"]} | export["first"], "pageMusts.test") == []
    assert export["total"] == len(export["first"]["items"])


def test_nothing_to_export_is_a_collection_too(grace):
    empty = json.loads("".join(as_annotations.write(listing.one_by_one(listing.notes(grace)))))
    assert broken(empty, "collectionMusts.test") == []
    assert (empty["total"], "first" in empty) == (0, False)


FAULTS = [
    ("annotationIdValidated", lambda item: item.pop("id")),
    ("annotationTypeValidated", lambda item: item.update(type="Remark")),
    ("targetKeyFound", lambda item: item.pop("target")),
    ("annotationCreatedValidated", lambda item: item.update(created="2026-11-25T17:00:00+01:00")),
    ("textQuoteSelectorValid", lambda item: item["target"]["selector"][0].pop("exact")),
    ("TextDataPositionSelectorValid", lambda item: item["target"]["selector"][1].update(start="12")),
    ("fragmentCssXPathSelectorValid", lambda item: item["target"]["selector"][2].pop("value")),
    ("selectorValidIfPresent", lambda item: item["target"]["selector"][0].update(type="Selector")),
]


@pytest.mark.parametrize(("must", "spoil"), FAULTS, ids=[must for must, _ in FAULTS])
def test_a_fault_is_seen(export, must, spoil):
    item = next(item for item in export["first"]["items"] if "passage" in item["body"][0]["value"])
    faulty = {"@context": export["@context"]} | copy.deepcopy(item)
    spoil(faulty)
    assert any(must in name for name in broken(faulty, "annotationMusts.test"))


def test_every_key_is_a_term_of_the_context(export):
    """Expansion drops what the context does not know: what comes back from it is all there was, or not."""

    def there_and_back(document: dict) -> dict:
        compact = jsonld.compact(expanded(document), as_annotations.CONTEXT, {"documentLoader": context})
        for item in compact["first"]["items"]:  # one value is written without a list
            item["body"] = item["body"] if isinstance(item["body"], list) else [item["body"]]
        return compact

    assert there_and_back(export) == export
    assert there_and_back(export | {"colour": "ochre"}) == export


def test_the_terms_mean_what_the_vocabulary_says(export):
    (collection,) = expanded(export)
    assert collection["@type"] == [f"{AS}OrderedCollection"]
    (page,) = collection[f"{AS}first"]
    items = page[f"{AS}items"][0]["@list"]
    item = next(item for item in items if len(item[f"{OA}hasBody"]) == 3)
    assert [motive["@id"] for motive in item[f"{OA}motivatedBy"]] == [f"{OA}commenting", f"{OA}tagging"]
    assert item[f"{DC}created"][0]["@type"] == "http://www.w3.org/2001/XMLSchema#dateTime"
    assert item[f"{OA}hasBody"][0][f"{RDF}value"][0]["@value"] == "On a passage 😀.\n\nTwo lines."
    (target,) = item[f"{OA}hasTarget"]
    quote, position, fragment = target[f"{OA}hasSelector"]
    assert quote[f"{OA}exact"][0]["@value"] == fragment[f"{OA}refinedBy"][0][f"{OA}exact"][0]["@value"] == "2.5 hours"
    assert position["@type"] == [f"{OA}TextPositionSelector"]
    assert target[f"{OA}hasSource"][0]["@id"].endswith("/versions/1/")
