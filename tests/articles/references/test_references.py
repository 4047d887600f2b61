from dataclasses import dataclass

import pytest

from articles.references.printed import links, plain, vancouver


@dataclass
class Source:
    authors: str = ""
    title: str = ""
    source: str = ""
    issued: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""


PAPER = Source("Author A, Author B", "On lanterns", "Journal", "2013 Feb", "266", "2", "407-30")


def test_a_paper_is_printed_in_vancouver_style():
    assert vancouver(PAPER) == "Author A, Author B. On lanterns. <i>Journal</i>. 2013 Feb;266(2):407-30."


def test_plain_text_has_the_same_words():
    assert plain(PAPER) == "Author A, Author B. On lanterns. Journal. 2013 Feb;266(2):407-30."


def test_guidance_without_authors_begins_with_its_title():
    guidance = Source(title="Lanterns", source="Guidance", issued="May 2014")
    assert vancouver(guidance) == "Lanterns. <i>Guidance</i>. May 2014."


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({"issued": "2014", "volume": "3"}, "2014;3."),
        ({"issued": "2014", "issue": "3"}, "2014;(3)."),
        ({"issued": "2014", "pages": "1-2"}, "2014:1-2."),
        ({"volume": "3", "pages": "1-2"}, "3:1-2."),
        ({"pages": "1-2"}, "1-2."),
        ({}, ""),
    ],
)
def test_what_is_missing_leaves_no_punctuation(fields, printed):
    assert plain(Source(**fields)) == printed


def test_no_full_stop_is_doubled():
    source = Source("Author A, et al.", "Why lanterns?", "J. Lantern.", "2014.")
    assert vancouver(source) == "Author A, et al. Why lanterns? <i>J. Lantern.</i> 2014."


def test_everything_is_escaped():
    printed = vancouver(Source("<b>", "a & b", "<script>", "<", "<", "<", "<"))
    assert printed == "&lt;b&gt;. a &amp; b. <i>&lt;script&gt;</i>. &lt;;&lt;(&lt;):&lt;."


def test_a_reference_leads_to_its_doi_pubmed_and_site():
    source = Source(doi="10.1000/a<b>", pmid="123", url="https://www.example.org/a?b=c")
    assert links(source) == [
        ("DOI", "https://doi.org/10.1000/a%3Cb%3E"),
        ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("example.org", "https://www.example.org/a?b=c"),
    ]


@pytest.mark.parametrize(
    "doi", ["doi:10.1000/1", "DOI: 10.1000/1", "https://doi.org/10.1000/1", "http://dx.doi.org/10.1000/1"]
)
def test_a_doi_is_understood_however_it_was_pasted(doi):
    assert links(Source(doi=doi)) == [("DOI", "https://doi.org/10.1000/1")]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://a.org", "//a.org", "https://", "https://[", "https://a b", "a"]
)
def test_only_addresses_of_the_web_are_links(url):
    assert links(Source(url=url, doi="nonsense", pmid="12a")) == []
