"""The first article says every fact of its sheet, with every citation in its place."""

import re
from pathlib import Path

import pytest
from lxml import html

from articles import actions
from articles import text as body
from articles.transfer import markdown

ARTICLE = markdown.read(Path(actions.__file__).parent.parent / "content" / "liver-metastases.md")
# Where each citation stands for the first time: the sections, and words of the statement that it supports.
CITED = [
    ("Introduction", "mahnken2013", "no cause of death is more common"),
    ("Investigations", "metcalfe2004", "along the needle tract"),
    ("Management", "nice-chemosaturation2014", "The options are"),
    ("Management", "akgul2014", "standard of care"),
    ("Management", "page2014", "standard of care"),
    ("Management", "ravaioli2014", "recurrence"),
    ("Management", "eghtesad2014", "recurrence"),
    ("Management", "nice-rfa2009", "Radiofrequency ablation is a popular choice"),
    ("Management", "mcdermott2013", "Radiofrequency ablation is a popular choice"),
    ("Management", "garrean2008", "tested in more trials"),
    ("Management", "nice-laparoscopic2005", "laparoscopic liver resection"),
    ("Management", "nice-rf-assisted2007", "radiofrequency-assisted"),
    ("Management", "nice-exvivo2009", "ex-vivo"),
    ("Management", "nice-sirt2011", "colorectal metastases that are not resectable"),
]
# What must be found in each section: one word or more for every fact.
FACTS = {
    "Introduction": "cause of death|complete surgical resection|curative|25%|lymph nodes|largest organ|systemic|portal"
    "|humoral|lungs",
    "Epidemiology": "both lobes|minority|colon and rectum|stomach|pancreas|breast|lung|eye|children|neuroblastoma"
    "|Wilms' tumour|leukaemia|other sites",
    "Presentation": "half of patients|hepatomegaly|ascites|nodular|disseminated|poor prognosis|bile ducts|jaundice"
    "|malaise|anorexia|weight loss",
    "Investigations": "anaemia|leukocytosis|bilirubin|alkaline phosphatase|transaminases|tests (LFTs) are normal"
    "|alpha-fetoprotein (AFP)|vitamin K absence (PIVKA-II)|carcinoembryonic antigen (CEA)|CA19-9|accurate|chest X-ray"
    "|abdominal ultrasound|plain abdominal X-ray|Doppler or colour flow|(CT)|(MRI)|(PET)|certain circumstances"
    "|angiography|vascular intervention|histological|seed|needle tract|Western populations|primary source|operable",
    "Differential diagnosis": "primary liver cancer|benign liver tumours",
    "Management": "site|stage|liver function|resection|thermal ablation|systemic chemotherapy"
    "|transarterial chemoembolisation|selective internal radiation therapy|transplantation|aim of cure|stage IV"
    "|hepatectomy|performance status|less clear|partial hepatectomy|live longer|carefully selected|outside the liver"
    "|survival|recurrence|freezing|ethanol|lasers|radiofrequency ablation|more trials|TACE|blood supply|microcatheters"
    "|solitary metastasis|hepatocellular carcinoma|cysts|re-implantation|SIRT|guarded",
    "Prognosis": "colorectal|better prognosis|comorbidity|nature|stage|chest infection|renal impairment",
}


@pytest.fixture(scope="module")
def rendered():
    planned = dict.fromkeys(body.linked_articles(ARTICLE.body_html))
    keys = [reference.key for reference in ARTICLE.references]
    return body.render(ARTICLE.body_html, reference_keys=keys, article_links=planned)


def test_it_is_as_long_as_a_reader_in_a_hurry_bears(rendered):
    words = re.findall(r"[\w'’-]+", rendered.text)
    assert 900 <= len(words) <= 1300


def test_the_allowlist_leaves_it_as_it_is():
    assert body.sanitise(ARTICLE.body_html) == ARTICLE.body_html


def test_nothing_in_it_needs_mending(rendered):
    assert rendered.problems == []


def test_its_fourteen_references_are_numbered_as_they_are_listed(rendered):
    assert rendered.cited == [reference.key for reference in ARTICLE.references]
    assert rendered.cited == [key for _section, key, _words in CITED]


@pytest.mark.parametrize(("section", "key", "words"), CITED, ids=[key for _section, key, _words in CITED])
def test_each_citation_stands_with_what_it_supports(rendered, section, key, words):
    part = next(part for part in rendered.contents if part["title"] == section)
    page = html.fragment_fromstring(rendered.page[slice(*part["page"])], create_parent="div")
    block = page.xpath(f'.//a[@data-ref="{key}"]/ancestor::*[self::p or self::li][1]')[0]
    assert words in block.text_content()


@pytest.mark.parametrize("section", FACTS)
def test_every_fact_is_in_its_section(rendered, section):
    part = next(part for part in rendered.contents if part["title"] == section)
    text = rendered.text[slice(*part["text"])].lower()
    assert [fact for fact in FACTS[section].split("|") if fact.lower() not in text] == []


def test_its_sections_are_in_order(rendered):
    assert [part["title"] for part in rendered.contents] == list(FACTS)
    subs = {part["title"]: [sub["title"] for sub in part["subs"]] for part in rendered.contents}
    assert subs["Management"] == ["Surgery", "Transplantation", "Other treatments"]


def test_no_number_is_in_it_that_its_sources_do_not_give(rendered):
    numbers = set(re.findall(r"\d+(?:\.\d+)?%?", rendered.text))
    assert numbers == {"25%", "19", "9", "2005", "2007", "2009", "2011"}


def test_it_names_the_articles_beside_it():
    assert [(other.document_id, other.title) for other in ARTICLE.see_also] == [
        (29156, "Malignancy of unknown origin"),
        (29157, "Carcinomatosis"),
        (29158, "Benign liver tumours"),
        (29159, "Primary liver cancer"),
    ]
    assert (ARTICLE.leaflet.document_id, ARTICLE.leaflet.title) == (29201, "Primary liver cancer")
    assert set(body.linked_articles(ARTICLE.body_html)) == {other.document_id for other in ARTICLE.see_also}
