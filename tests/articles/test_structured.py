"""What the article page tells machines."""

import json

import lxml.html


def described(client, article) -> dict:
    page = lxml.html.fromstring(client.get(article.get_absolute_url()).content)
    (block,) = page.xpath("//script[@type='application/ld+json']")
    return json.loads(block.text)


def test_an_article_for_professionals_is_a_scholarly_one(client, article):
    data = described(client, article)
    assert data["@type"] == "MedicalScholarlyArticle"
    assert data["inLanguage"] == "en-GB"
    assert data["audience"]["audienceType"] == "Clinician"
    assert data["author"]["name"] == "Ada"
    assert data["reviewedBy"]["name"] == "Rita"
    assert data["version"] == "1"
    assert {"datePublished", "dateModified", "lastReviewed"} <= data.keys()
    assert [cited["name"] for cited in data["citation"]] == ["On lanterns", "Second report"]
    assert data["citation"][1]["sameAs"] == ["https://doi.org/10.1000/182"]


def test_a_leaflet_is_a_web_page_for_patients(client, make_article):
    article = make_article(9, "Your lantern", audience="patient")
    data = described(client, article)
    assert (data["@type"], data["audience"]["audienceType"]) == ("MedicalWebPage", "Patient")


def test_the_first_publication_is_told_from_the_last_change(client, article, make_article):
    first = article.versions.get().published_at
    second = make_article.revise(article).published_at
    data = described(client, article)
    assert (data["datePublished"], data["dateModified"]) == (first.isoformat(), second.isoformat())


def test_a_title_cannot_end_the_block(client, make_article):
    title = "</script><script>alert(1)</script>"
    article = make_article(9, title)
    article.refresh_from_db()
    assert described(client, article)["name"] == title


def test_machines_are_told_of_the_live_version_only(client, version, make_article):
    make_article.revise(version.article)
    assert b"ld+json" not in client.get("/articles/1234/lanterns/versions/1/").content
    assert b"ld+json" in client.get("/articles/1234/lanterns/versions/2/").content
