"""What search engines should know: /sitemap.xml."""

import time_machine

from articles import actions


def test_every_live_article_and_topic_is_on_it(client, article, make_article):
    make_article(7, "Torches", to="draft", topics=["Fire"])
    xml = client.get("/sitemap.xml").content.decode()
    for address in ["/", "/articles/", "/topics/", "/topics/lighting/", "/articles/1234/lanterns/"]:
        assert f"<loc>http://testserver{address}</loc>" in xml
    assert "torches" not in xml
    assert "fire" not in xml


def test_a_withdrawn_article_is_taken_off(client, version, petra):
    actions.withdraw(version, by=petra, comment="It was wrong.")
    assert "lanterns" not in client.get("/sitemap.xml").content.decode()


def test_it_can_only_be_read(client, db):
    assert client.post("/sitemap.xml").status_code == 405


def test_ten_articles_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        client.get("/sitemap.xml")
    for number in range(9):
        make_article(number + 1, f"Lamp {number}")
    with queries() as ten:
        client.get("/sitemap.xml")
    assert len(ten) == len(one)


def test_a_page_changed_when_it_was_published_or_checked_since(client, make_article, petra):
    with time_machine.travel("2026-01-05T12:00Z"):
        approved = make_article(to="approved").versions.get()
    with time_machine.travel("2026-11-23T12:00Z"):
        actions.publish(approved, by=petra)
    assert b"<lastmod>2026-11-23</lastmod>" in client.get("/sitemap.xml").content
