"""References from a DOI, a PMID or a pasted line. The answers are made by hand in the shape that the sites document."""

import io
import json
from urllib.error import HTTPError, URLError

import pytest
from django.urls import reverse

from articles.models import SourceCheck, SourceStatus
from articles.references import lookup
from articles.references.lookup import client, printed_line

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
    assert printed_line.take_apart(line) == fields


@pytest.mark.parametrize(
    "line", ["A" * 5000, "a. " * 600, "Author A, " * 200, "((((", "2014;;;((:::", "\0", "10.1000/"]
)
def test_no_line_is_too_strange_or_takes_long(line):
    from time import process_time

    started = process_time()
    lookup.look_up(line)
    assert process_time() - started < 1


SPELLINGS = [
    *(
        "DOI: 10.1000/lamp.2014.",
        "https://dx.doi.org/10.1000/lamp.2014",
        "HTTP://DX.DOI.ORG/10.1000/lamp.2014",
        "(10.1000/lamp.2014)",
    ),
    *(
        "<https://doi.org/10.1000/lamp.2014>",
        "doi.org/10.1000%2Flamp.2014",
        "info:doi/10.1000/lamp.2014",
        "[doi:10.1000/lamp.2014]",
    ),
    *(
        "https://publisher.example/doi/full/10.1000/lamp.2014",
        "10.1000/lamp.2014?utm_source=mail",
        "urn:doi:10.1000/lamp.2014,",
    ),
]


@pytest.mark.parametrize("asked", SPELLINGS)
def test_a_doi_is_known_in_any_common_spelling(answers, asked):
    addresses = answers(CROSSREF)
    assert lookup.look_up(asked).fields["doi"] == "10.1000/lamp.2014"
    assert addresses == ["https://api.crossref.org/works/10.1000/lamp.2014"]


def test_a_doi_with_brackets_and_signs_of_its_own_keeps_them(answers):
    doi = "10.1002/(SICI)1097(19960515)77:10<1993::AID-X>3.0.CO;2-#"
    addresses = answers(CROSSREF)
    assert lookup.look_up(f"doi:{doi}.").fields["doi"] == doi
    assert addresses[0].endswith("%3C1993%3A%3AAID-X%3E3.0.CO%3B2-%23")


PMC = {
    "result": {
        "uids": ["345"],
        "345": {
            **PUBMED["result"]["12345"],
            "uid": "345",
            "articleids": [{"idtype": "pmid", "value": "12345"}, {"idtype": "doi", "value": "10.1000/lamp.2014"}],
        },
        "12345": PUBMED["result"]["12345"],
    }
}


@pytest.mark.parametrize(
    "asked",
    [
        "PMC345",
        "pmcid: PMC345",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC345/",
        "www.ncbi.nlm.nih.gov/pmc/articles/PMC345",
    ],
)
def test_a_pmc_id_fills_the_row_with_its_pmid(answers, asked):
    asked_of = answers(PMC)
    fields = lookup.look_up(asked).fields
    assert [("db=pmc&id=345" in asked_of[0]), ("db=pubmed&id=12345" in asked_of[1])] == [True, True]
    assert (fields["title"], fields["pmid"], fields["doi"]) == ("On lanterns", "12345", "10.1000/lamp.2014")


def crossref(**work):
    return {"message": {"title": ["Test"], **work}}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Above 10<sup>9</sup>/L, p &lt; 0.05", "Above 10⁹/L, p < 0.05"),
        ("If x < y and a > b in CO<sub>2</sub>", "If x < y and a > b in CO₂"),
        ("<jats:italic>E. coli</jats:italic> and HbA<sub>1c</sub>", "E. coli and HbA1c"),
        ("Of &lt;i&gt;E. coli&lt;/i&gt; &amp;amp; others", "Of E. coli & others"),
        ("At <mml:math><mml:msup><mml:mn>10</mml:mn><mml:mn>9</mml:mn></mml:msup></mml:math>/L", "At 10⁹/L"),
        ("If <math><mi>p</mi><mo>&lt;</mo><mn>0.05</mn></math>", "If p < 0.05"),
        ("Of <mml:math><mml:mi>x&nbsp;</mml:mi><mml:mn>2</mml:mn></mml:math>", "Of x 2"),
        (
            "<mml:math><mml:mfrac><mml:mn>140</mml:mn><mml:mi>age</mml:mi></mml:mfrac></mml:math> in use",
            "140/age in use",
        ),
    ],
)
def test_markup_in_titles_keeps_its_meaning(answers, title, expected):
    answers(crossref(title=[title]))
    assert lookup.look_up("10.1000/x").fields["title"] == expected


def test_groups_article_numbers_and_subtitles_are_kept(answers):
    people = [{"name": "The Test Group"}, {"family": "Writer", "given": "Ann", "suffix": "Jr"}]
    answers(
        crossref(author=people, subtitle=["a trial"], **{"article-number": "e1234", "container-title": ["J Tests"]})
    )
    fields = lookup.look_up("10.1000/x").fields
    assert (fields["authors"], fields["title"], fields["pages"]) == (
        "The Test Group, Writer A Jr",
        "Test: a trial",
        "e1234",
    )


def test_books_and_chapters_say_their_publisher_and_editors(answers):
    editor = {"family": "Editor", "given": "C"}
    book = {"editor": [editor], "publisher": "Press", "publisher-location": "London", "edition-number": "2"}
    answers(crossref(type="book", **book))
    fields = lookup.look_up("10.1000/x").fields
    assert (fields["authors"], fields["title"], fields["source"]) == (
        "Editor C, editor",
        "Test. 2nd ed",
        "London: Press",
    )
    answers(crossref(type="book-chapter", **{"container-title": ["Book"]}, **book))
    assert lookup.look_up("10.1000/x").fields["source"] == "In: Editor C, editor. Book. London: Press"


NOTICE = {"DOI": "10.1000/notice", "type": "retraction", "updated": {"date-parts": [[2020, 5, 4]]}}


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ({"updated-by": [NOTICE]}, "This source was retracted on 4 May 2020 (doi:10.1000/notice), says Crossref."),
        (
            {"updated-by": [{**NOTICE, "type": "expression_of_concern"}]},
            "This source is under an expression of concern on",
        ),
        ({"updated-by": [{**NOTICE, "type": "correction"}, NOTICE]}, "This source was retracted on"),
        ({"updated-by": [{**NOTICE, "type": "erratum"}]}, "This source was corrected on"),
        ({"title": ["RETRACTED: Test"]}, "This source was retracted, says Crossref."),
        ({"update-to": [NOTICE]}, "This source is itself a notice of retraction or concern on"),
        (
            {"relation": {"is-retracted-by": [{"id": "10.1000/notice"}]}},
            "This source was retracted (doi:10.1000/notice)",
        ),
    ],
)
def test_crossref_says_what_was_published_against_a_source(answers, work, words):
    answers(crossref(**work))
    found = lookup.look_up("10.1000/x")
    assert found.note.startswith(words)
    assert found.note.endswith("From Crossref. Check it before you save.")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"pubtype": ["Journal Article", "Retracted Publication"]}, "This source was retracted, says PubMed."),
        (
            {"references": [{"reftype": "Retraction in", "pmid": "7"}]},
            "This source was retracted (pmid:7), says PubMed.",
        ),
        (
            {"references": [{"reftype": "Erratum in", "refsource": "J Tests. 2002;1:2"}]},
            "This source was corrected (J Tests. 2002;1:2)",
        ),
        (
            {"references": [{"reftype": "Expression of concern in", "pmid": "8"}]},
            "This source is under an expression of concern",
        ),
        ({"pubtype": ["Retraction of Publication"]}, "This source is itself a notice of retraction"),
        ({"references": [{"reftype": "Comment in", "pmid": "9"}]}, "From PubMed."),
    ],
)
def test_pubmed_says_what_was_published_against_a_source(answers, told, words):
    answers({"result": {"12345": {**PUBMED["result"]["12345"], **told}}})
    assert lookup.look_up("12345").note.startswith(words)


def test_pubmed_keeps_books_article_numbers_and_collective_names(answers):
    found = {
        "title": "[A test].",
        "authors": [{"name": "Test Group", "authtype": "CollectiveName"}],
        "elocationid": "pii: e77. doi: 10.1/x",
    }
    answers({"result": {"12345": found}})
    fields = lookup.look_up("12345").fields
    assert (fields["title"], fields["authors"], fields["pages"]) == ("A test", "Test Group", "e77")
    answers({"result": {"12345": {"title": "", "booktitle": "A book", "publishername": "Press"}}})
    assert lookup.look_up("12345").fields["source"] == "Press"


def test_the_desk_answers_with_the_fields(as_ada, answers):
    answers(CROSSREF)
    answer = as_ada.post(reverse("admin:articles_version_lookup"), {"asked": "10.1000/lamp.2014"}).json()
    assert answer["fields"]["key"] == "author2014"
    assert answer["note"] == "From Crossref. Check it before you save."


def test_only_who_writes_looks_things_up(as_rita):
    assert as_rita.post(reverse("admin:articles_version_lookup"), {"asked": "x"}).status_code == 403


def test_the_desk_keeps_what_was_said_of_a_source(as_ada, answers):
    answers(crossref(**{"updated-by": [NOTICE]}))
    as_ada.post(reverse("admin:articles_version_lookup"), {"asked": "10.1000/X"})
    check = SourceCheck.objects.get()
    assert (check.identifier, check.status, check.notice) == (
        "doi:10.1000/x",
        SourceStatus.RETRACTED,
        "doi:10.1000/notice",
    )


def test_what_could_not_be_asked_is_not_kept(as_ada, answers):
    answers(URLError("no network"))
    as_ada.post(reverse("admin:articles_version_lookup"), {"asked": "10.1000/x"})
    assert not SourceCheck.objects.exists()
