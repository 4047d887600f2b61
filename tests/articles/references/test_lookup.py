"""References from a DOI, a PMID or a pasted line. The answers are made by hand in the shape that the sites document."""

import io
import json
from urllib.error import HTTPError, URLError

import pytest
from django.urls import reverse

from articles.references import lookup
from articles.references.lookup import client, vancouver

CROSSREF = {
    "status": "ok",
    "message": {
        "DOI": "10.1000/lamp.2014",
        "title": ["On <i>lanterns</i> &amp; oil"],
        "author": [
            {"given": "Ada Mary", "family": "Author"},
            {"given": "J.-P.", "family": "de Writer"},
            {"name": "The Group"},
        ],
        "container-title": ["Journal of Lanterns"],
        "short-container-title": ["J Lantern"],
        "published": {"date-parts": [[2014, 5, 28]]},
        "volume": "26",
        "issue": "2",
        "page": "407-30",
    },
}
PUBMED = {
    "header": {"type": "esummary", "version": "0.3"},
    "result": {
        "uids": ["12345"],
        "12345": {
            "uid": "12345",
            "title": "On lanterns.",
            "authors": [{"name": "Author A", "authtype": "Author"}, {"name": "Editor E", "authtype": "Editor"}],
            "source": "J Lantern",
            "pubdate": "2014 May 28",
            "volume": "26",
            "issue": "2",
            "pages": "407-30",
            "articleids": [{"idtype": "pubmed", "value": "12345"}, {"idtype": "doi", "value": "10.1000/lamp.2014"}],
        },
    },
}


@pytest.fixture
def answers(monkeypatch):
    """What the other site answers, or the error that asking it ends in; gives the addresses that were asked."""
    asked = []

    def answers(answer):
        def urlopen(request, timeout):
            assert timeout <= 10
            asked.append(request.full_url)
            if isinstance(answer, Exception):
                raise answer
            return io.BytesIO(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        monkeypatch.setattr(client, "urlopen", urlopen)
        return asked

    return answers


@pytest.mark.parametrize("asked", ["10.1000/lamp.2014", "doi: 10.1000/lamp.2014", "https://doi.org/10.1000/lamp.2014"])
def test_a_doi_fills_the_row(answers, asked):
    addresses = answers(CROSSREF)
    found = lookup.look_up(asked)
    assert addresses == ["https://api.crossref.org/works/10.1000/lamp.2014"]
    assert found.fields == {
        "key": "author2014",
        "authors": "Author AM, de Writer JP, The Group",
        "title": "On lanterns & oil",
        "source": "J Lantern",
        "issued": "2014 May 28",
        "volume": "26",
        "issue": "2",
        "pages": "407-30",
        "doi": "10.1000/lamp.2014",
    }


@pytest.mark.parametrize("asked", ["12345", "PMID: 12345", "https://pubmed.ncbi.nlm.nih.gov/12345/"])
def test_a_pmid_fills_the_row(answers, asked):
    asked_of = answers(PUBMED)
    found = lookup.look_up(asked)
    assert asked_of[-1].endswith("esummary.fcgi?db=pubmed&id=12345&retmode=json")
    assert (found.fields["authors"], found.fields["title"]) == ("Author A", "On lanterns")
    assert (found.fields["doi"], found.fields["pmid"]) == ("10.1000/lamp.2014", "12345")


@pytest.mark.parametrize(
    "answer",
    [
        URLError("no network"),
        TimeoutError(),
        HTTPError("https://x", 503, "busy", {}, None),
        b"<html>",
        b"\xff\xfe",
        {"message": {"title": ["x"], "author": "wrong"}},
        {"message": {"title": ["x"], "published": {"date-parts": [["May", "x"]]}}},
        [],
    ],
    ids=repr,
)
def test_offline_it_says_so_and_lets_you_type(answers, answer):
    answers(answer)
    found = lookup.look_up("10.1000/lamp.2014")
    assert found.fields == {"doi": "10.1000/lamp.2014"}
    assert "cannot be reached now. Type it in" in found.note


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("10.1000/none", HTTPError("https://x", 404, "none", {}, None)),
        ("12345", {"result": {"uids": ["12345"], "12345": {"uid": "12345", "error": "cannot get document summary"}}}),
        ("12345", {"error": "API rate limit exceeded"}),
    ],
)
def test_what_nobody_knows_is_said(answers, asked, answer):
    answers(answer)
    assert "does not know it" in lookup.look_up(asked).note


def test_it_can_be_switched_off(answers, settings):
    settings.REFERENCE_LOOKUP = False
    asked = answers(CROSSREF)
    assert "cannot be reached" in lookup.look_up("10.1000/lamp.2014").note
    assert asked == []


LINES = {
    "Mahnken AH, Pereira PL, de Baere T. Interventional approaches to lamps. Radiology. 2013 Feb;266(2):407-30.": {
        "authors": "Mahnken AH, Pereira PL, de Baere T",
        "title": "Interventional approaches to lamps",
        "source": "Radiology",
        "issued": "2013 Feb",
        "volume": "266",
        "issue": "2",
        "pages": "407-30",
    },
    "3. Author A, Writer BC, et al. Is oil? A try. J Lantern. 2014 May 28;5(3 Suppl 1):e1. doi: 10.1000/x.1. PMID: 1": {
        "authors": "Author A, Writer BC, et al",
        "title": "Is oil? A try",
        "source": "J Lantern",
        "issued": "2014 May 28",
        "volume": "5",
        "issue": "3 Suppl 1",
        "pages": "e1",
        "doi": "10.1000/x.1",
        "pmid": "1",
    },
    "Lighting of rooms. Office of Lamps. 2019. Available from: https://example.org/lamps?a=1": {
        "title": "Lighting of rooms",
        "source": "Office of Lamps",
        "issued": "2019",
        "url": "https://example.org/lamps?a=1",
    },
    "O’Author AB. Lamps. J Lantern. 2020;12:1–9": {
        "authors": "O’Author AB",
        "title": "Lamps",
        "source": "J Lantern",
        "issued": "2020",
        "volume": "12",
        "pages": "1–9",
    },
    "Just some words": {"title": "Just some words"},
    "": {"title": ""},
}


@pytest.mark.parametrize(("line", "fields"), LINES.items(), ids=lambda it: str(it)[:20])
def test_a_pasted_line_is_taken_apart(line, fields):
    assert vancouver.take_apart(line) == fields


@pytest.mark.parametrize(
    "line", ["A" * 5000, "a. " * 600, "Author A, " * 200, "((((", "2014;;;((:::", "\0", "10.1000/"]
)
def test_no_line_is_too_strange_or_takes_long(line):
    from time import process_time

    started = process_time()
    lookup.look_up(line)
    assert process_time() - started < 1


def test_the_desk_answers_with_the_fields(as_ada, answers):
    answers(CROSSREF)
    answer = as_ada.post(reverse("admin:articles_version_lookup"), {"asked": "10.1000/lamp.2014"}).json()
    assert answer["fields"]["key"] == "author2014"
    assert answer["note"] == "From Crossref. Check it before you save."


def test_only_who_writes_looks_things_up(as_rita):
    assert as_rita.post(reverse("admin:articles_version_lookup"), {"asked": "x"}).status_code == 403
