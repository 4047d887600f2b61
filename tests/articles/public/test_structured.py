"""What pages tell machines of themselves, in schema.org's terms."""

import json

import lxml.html
import pytest
from django.utils.dateparse import parse_datetime

from articles import actions
from tests.articles.public.vocabulary import faults
from tests.conftest import REFERENCES


def told(client, address: str) -> dict:
    page = lxml.html.fromstring(client.get(address).content)
    (block,) = page.xpath("//script[@type='application/ld+json']")
    data = json.loads(block.text)
    assert faults(data) == []
    return data


def described(client, article) -> tuple[dict, dict]:
    """The page of an article, and what stands on it."""
    page, words = told(client, article.get_absolute_url())["@graph"]
    return page, words


def test_an_article_for_professionals_is_a_scholarly_one_on_a_medical_page(client, article):
    page, words = described(client, article)
    assert (page["@type"], words["@type"]) == ("MedicalWebPage", "MedicalScholarlyArticle")
    assert page["medicalAudience"]["audienceType"] == "Clinician"
    assert page["reviewedBy"]["name"] == "Rita"
    assert {"lastReviewed", "isPartOf", "url", "name"} <= page.keys()
    assert words["mainEntityOfPage"] == {"@id": page["@id"]}
    assert words["author"]["name"] == "Ada"
    assert words["version"] == "1"
    assert words["image"] == "http://testserver/static/img/share.png"
    assert {"headline", "description", "datePublished", "dateModified", "publisher"} <= words.keys()


def test_a_leaflet_is_an_article_for_patients(client, make_article):
    page, words = described(client, make_article(9, "Your lantern", audience="patient"))
    assert (page["@type"], words["@type"]) == ("MedicalWebPage", "Article")
    assert page["medicalAudience"]["audienceType"] == "Patient"


def test_a_source_is_what_it_is_by_whom_and_when(client, article):
    _, words = described(client, article)
    report, paper = words["citation"]
    assert report == {
        "@type": "Report",
        "name": "On lanterns",
        "author": [{"@type": "Person", "name": "A. Author"}, {"@type": "Person", "name": "B. Author"}],
        "publisher": {"@type": "Organization", "name": "Journal"},
        "datePublished": "2014",
    }
    assert paper == {
        "@type": "ScholarlyArticle",
        "name": "Second report",
        "isPartOf": {"@type": "Periodical", "name": "Guidance"},
        "datePublished": "2015-05",
        "sameAs": ["https://doi.org/10.1000/182"],
    }


def test_a_source_that_has_an_address_is_known_by_it_and_names_no_authors(client, make_article, ada, rita):
    draft = make_article(9, "Candles", to="draft").versions.get()
    actions.set_references(draft, [REFERENCES[0] | {"pmid": "12"}, REFERENCES[1]], by=ada)
    version = make_article.publish(actions.approve(actions.submit(draft, by=ada), by=rita))
    paper = described(client, version.article)[1]["citation"][0]
    assert paper["sameAs"] == ["https://pubmed.ncbi.nlm.nih.gov/12/"]
    assert "author" not in paper


def test_the_way_to_it_is_the_one_that_its_page_shows(client, make_article):
    page, _ = described(client, make_article(9, "Candles", topics=["Lighting", "Fire"]))
    first, second, last = page["breadcrumb"]["itemListElement"]
    assert first["item"] == {"@id": "http://testserver/topics/", "name": "Topics"}
    assert second["item"] == {"@id": "http://testserver/topics/fire/", "name": "Fire"}
    assert (last["position"], last["name"]) == (3, "Candles")


def test_an_article_without_topic_stands_under_topics(client, make_article):
    page, words = described(client, make_article(9, "Candles", topics=[]))
    assert len(page["breadcrumb"]["itemListElement"]) == 2
    assert "about" not in words


def test_who_is_no_longer_named_is_not_named_to_machines(client, article, ada, rita):
    actions.take_name_back(ada)
    actions.take_name_back(rita)
    page, words = described(client, article)
    assert "author" not in words
    assert "reviewedBy" not in page


def test_the_first_publication_is_told_from_the_last_change(client, article, make_article):
    first = article.versions.get().published_at
    second = make_article.revise(article).published_at
    _, words = described(client, article)
    assert parse_datetime(words["datePublished"]) == first.replace(microsecond=0)
    assert parse_datetime(words["dateModified"]) == second.replace(microsecond=0)


def test_the_home_page_says_what_the_site_is_called(client, db):
    site = told(client, "/")
    assert (site["@type"], site["name"], site["url"]) == ("WebSite", "PatientPlus", "http://testserver/")
    assert site["publisher"]["logo"] == "http://testserver/static/img/icon.svg"


def test_the_site_is_the_same_thing_on_every_page(client, article):
    page, words = described(client, article)
    site = told(client, "/")
    assert page["isPartOf"].items() <= site.items()
    assert words["publisher"] == site["publisher"]


def test_a_title_cannot_end_the_block(client, make_article):
    title = "</script><script>alert(1)</script>"
    article = make_article(9, title)
    article.refresh_from_db()
    assert described(client, article)[1]["headline"] == title


def test_machines_are_told_in_full_of_the_live_version_only(client, version, make_article):
    make_article.revise(version.article)
    assert b"MedicalWebPage" not in client.get("/articles/1234/lanterns/versions/1/").content
    assert b"MedicalWebPage" in client.get("/articles/1234/lanterns/versions/2/").content


VALID = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "MedicalWebPage", "@id": "https://example.org/", "lastReviewed": "2026-05-01"},
        {
            "@type": "MedicalScholarlyArticle",
            "mainEntityOfPage": {"@id": "https://example.org/"},
            "datePublished": "2026-05-01T12:00:00+01:00",
            "author": {"@type": "Person", "name": "Ada"},
            "citation": [{"@type": "ScholarlyArticle", "datePublished": "2014-05", "author": [{"@type": "Person"}]}],
            "isAccessibleForFree": True,
            "image": "https://example.org/a.png",
        },
    ],
}


def test_what_is_valid_has_no_fault():
    assert faults(VALID) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"lastReviewed": "2026-05-01"}, "lastReviewed: no property of MedicalScholarlyArticle"),
        ({"reviewedBy": {"@type": "Person", "name": "Rita"}}, "reviewedBy: no property of MedicalScholarlyArticle"),
        ({"citation": {"@type": "CreativeWork", "author": "Author AB, Writer T"}}, "citation.author is 'Author AB"),
        ({"citation": {"@type": "CreativeWork", "datePublished": "2014 May 28"}}, "datePublished is '2014 May 28'"),
        ({"@type": "MedicalArticle"}, "MedicalArticle is no type"),
        ({"checkedBy": "Rita"}, "checkedBy: no property that is known"),
        ({"publisher": {"@type": "WebSite"}}, "not Organization or Person"),
        ({"datePublished": "2026-05-01T12:00:00"}, "not Date or DateTime"),
        ({"datePublished": "2026-02-30"}, "not Date or DateTime"),
        ({"image": "/static/a.png"}, "image is '/static/a.png'"),
        ({"isAccessibleForFree": "true"}, "not Boolean"),
        ({"headline": ""}, "headline is ''"),
        ({"about": []}, "about is empty"),
        ({"about": None}, "about is None"),
        ({"mainEntityOfPage": {"@id": "https://example.org/b"}}, "b is referred to, and not described"),
        ({"@id": "https://example.org/"}, "is described twice"),
        ({"@id": "#article"}, "no absolute address"),
    ],
)
def test_a_faulty_description_is_seen(wrong, fault):
    page, words = VALID["@graph"]
    assert fault in "\n".join(faults(VALID | {"@graph": [page, words | wrong]}))


def test_a_member_of_an_enumeration_is_told_from_other_words():
    def audience(value):
        return faults({"@context": "https://schema.org", "@type": "MedicalWebPage", "medicalAudience": value})

    assert audience("https://schema.org/Clinician") == []
    assert audience("Clinician") != []
    assert audience("https://schema.org/Patient") != []
