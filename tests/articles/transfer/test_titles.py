"""Titles and printed references are plain text: raised characters in them keep their meaning."""

import pytest

from articles.transfer import formats

REFERENCE = "WriterA AB. Above 10<sup>9</sup>/L. J Tests. 2001;1:2-3."
HTML = f"<h1>Above 10<sup>9</sup>/L</h1><h2>A</h2><p>B [1].</p><h2>References</h2><ol><li>{REFERENCE}</li></ol>"
TITLE = "Above 10<sup>9</sup>/L<xref ref-type='fn' rid='n'>*</xref>"
JATS = (
    f"<article><front><article-meta><title-group><article-title>{TITLE}</article-title></title-group></article-meta>"
    "</front><body><p>B.</p></body><back><ref-list><ref><mixed-citation>"
    f"{REFERENCE}</mixed-citation></ref></ref-list></back></article>"
)


@pytest.mark.parametrize(("name", "content"), [("a.html", HTML), ("a.xml", JATS)])
def test_a_power_in_a_title_stays_one(name, content):
    article = formats.read(content.encode(), name=name).article
    assert article.title == "Above 10⁹/L"
    assert article.references[0].title == "Above 10⁹/L"


def test_a_formula_in_a_title_of_a_journal_keeps_its_power():
    math = "<mml:math><mml:msup><mml:mn>10</mml:mn><mml:mn>9</mml:mn></mml:msup></mml:math>"
    content = (
        '<article xmlns:mml="http://www.w3.org/1998/Math/MathML"><front><article-meta><title-group>'
        f"<article-title>Above <inline-formula>{math}</inline-formula>/L</article-title></title-group>"
        "</article-meta></front><body><p>B.</p></body></article>"
    )
    assert formats.read(content.encode(), name="a.xml").article.title == "Above 10⁹/L"
