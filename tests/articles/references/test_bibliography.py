"""References for reference managers: nothing of a source is lost, and nothing in it breaks the file."""

import json
import re

import pytest

from articles.models import Reference
from articles.references import bibliography
from articles.references.bibliography import (
    Item,
    Name,
    bibtex,
    csl,
    date_parts,
    name_of,
    of_reference,
    ris,
    whole_pages,
)

ARTICLE = Reference(
    key="first2014",
    authors="Author AB, de Writer T, et al",
    title="On lanterns & 100% of hooks",
    source="Journal of Light",
    issued="2014 May 28",
    volume="20",
    issue="3",
    pages="407-30",
    doi="https://doi.org/10.1000/182",
    pmid="123",
)
REPORT = Reference(key="second", authors="Lighting Council", title="Guidance", source="Council", issued="2015 May")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Author AB", Name("Author", "A. B.")),
        ("de Writer T", Name("de Writer", "T.")),
        ("Lighting Council", Name("Lighting Council")),
        ("NHS England", Name("NHS England")),
        ("WHO", Name("WHO")),
        ("Cancer Research UK", Name("Cancer Research UK")),
        ("Working Group A", Name("Working Group A")),
        ("Müller Ü", Name("Müller", "Ü.")),
    ],
)
def test_people_are_told_from_organisations(printed, name):
    assert name_of(printed) == name


def test_an_organisation_with_commas_in_its_name_is_one_author():
    reference = Reference(key="one", authors="Author A, Department of Tests, Lamps and Hooks, Writer B", title="A test")
    assert [str(it) for it in of_reference(reference).authors] == [
        *("Author, A.", "Department of Tests, Lamps and Hooks", "Writer, B.")
    ]


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("2014 May 28", [2014, 5, 28]),
        ("2015 May", [2015, 5]),
        ("2014", [2014]),
        ("2014 Spring", [2014]),
        ("2012 Feb 29", [2012, 2, 29]),
        ("2013 Feb 29", [2013, 2]),
        ("2013 May 0", [2013, 5]),
        ("soon", []),
    ],
)
def test_dates_are_read_as_far_as_they_go(printed, parts):
    assert date_parts(printed) == parts


@pytest.mark.parametrize(
    ("printed", "pages"),
    [
        ("407-30", "407-430"),
        ("507-8", "507-508"),
        ("95-101", "95-101"),
        ("e12", "e12"),
        ("101-10", "101-110"),
        ("", ""),
    ],
)
def test_shortened_pages_become_whole(printed, pages):
    assert whole_pages(printed) == pages


def test_ris_holds_every_field_on_a_line_of_its_own():
    lines = ris([of_reference(ARTICLE), of_reference(REPORT)]).split("\r\n")
    assert lines[:2] == ["TY  - JOUR", "ID  - first2014"]
    assert {"AU  - Author, A. B.", "AU  - de Writer, T.", "SP  - 407", "EP  - 430", "DA  - 2014/05/28/"} <= set(lines)
    assert {"DO  - 10.1000/182", "AN  - 123", "VL  - 20", "IS  - 3", "JO  - Journal of Light"} <= set(lines)
    assert "TY  - RPRT" in lines
    assert lines.count("ER  - ") == 2
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines if line)


def test_bibtex_escapes_what_tex_would_read():
    written = bibtex([of_reference(ARTICLE), of_reference(REPORT)])
    assert r"title = {{On lanterns \& 100\% of hooks}}" in written
    assert "author = {Author, A. B. and de Writer, T.}" in written
    assert "pages = {407--430}" in written
    assert "author = {{Lighting Council}}" in written
    assert written.count("{") == written.count("}")


def test_csl_says_the_same_in_json():
    first, second = json.loads(csl([of_reference(ARTICLE), of_reference(REPORT)]))
    assert first["issued"] == {"date-parts": [[2014, 5, 28]]}
    assert first["author"][0] == {"family": "Author", "given": "A. B."}
    assert first["DOI"] == "10.1000/182"
    assert first["page"] == "407-430"
    assert second["type"] == "report"
    assert second["author"] == [{"literal": "Lighting Council"}]


def test_a_title_with_line_breaks_and_markup_stays_one_value():
    item = Item(key="x", kind="report", title="One\r\nER  - \r\n<b>{Two}\\")
    assert "TI  - One ER - <b>{Two}\\\r\n" in ris([item])
    assert r"\{Two\}\textbackslash{}" in bibtex([item])


@pytest.mark.parametrize("ending", bibliography.FORMATS)
def test_the_references_of_an_article_are_downloaded_in_their_order(client, article, ending):
    response = client.get(f"{article.get_absolute_url()}references.{ending}")
    words = response.content.decode()
    assert response.status_code == 200
    assert f'filename="lanterns-references.{ending}"' in response["Content-Disposition"]
    assert words.index("On lanterns") < words.index("Second report")


@pytest.mark.parametrize("ending", bibliography.FORMATS)
def test_an_article_can_be_cited_by_its_version(client, article, ending):
    words = client.get(f"{article.get_absolute_url()}citation.{ending}").content.decode()
    assert "Lanterns" in words
    assert "http://testserver/articles/1234/lanterns/versions/1/" in words
    assert "Ada" in words


@pytest.mark.parametrize("what", ["references", "citation"])
def test_other_addresses_lead_there_or_nowhere(client, article, make_article, what):
    make_article(77, "Planned", to="planned")
    moved = client.get(f"/articles/1234/old-name/{what}.ris")
    assert (moved.status_code, moved["Location"]) == (301, f"/articles/1234/lanterns/{what}.ris")
    assert client.get(f"/articles/1234/lanterns/{what}.exe").status_code == 404
    assert client.get(f"/articles/77/planned/{what}.ris").status_code == 404


def test_the_page_leads_to_both(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    assert "/articles/1234/lanterns/references.ris" in page
    assert "/articles/1234/lanterns/citation.bib" in page
    assert "Available from: " in page
