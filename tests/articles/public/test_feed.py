"""New and changed articles for feed readers: /feeds/articles.atom."""

from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client):
    response = client.get("/feeds/articles.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314 - our own


def test_a_change_is_an_entry_with_its_reason(client, article, make_article):
    make_article.revise(article, change_note="Burning <time> corrected")
    (entry,) = entries(client)
    assert entry.findtext(f"{ATOM}title") == "Lanterns"
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/articles/1234/lanterns/versions/2/"
    assert entry.findtext(f"{ATOM}summary") == "Minor change: Burning &lt;time&gt; corrected"


def test_the_newest_comes_first_and_drafts_do_not(client, article, make_article):
    make_article(2, "Candles")
    make_article(3, "Torches", to="draft")
    assert [entry.findtext(f"{ATOM}title") for entry in entries(client)] == ["Candles", "Lanterns"]


def test_it_can_only_be_read(client, db):
    assert client.post("/feeds/articles.atom").status_code == 405


def test_ten_articles_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        client.get("/feeds/articles.atom")
    for number in range(9):
        make_article(number + 1, f"Lamp {number}")
    with queries() as ten:
        assert len(entries(client)) == 10
    assert len(ten) == len(one)


def test_characters_that_no_feed_may_hold_do_not_break_it(client, make_article, ada):
    ada.display_name = "A\x0bda"
    ada.save()
    version = make_article().versions.get()
    version.article.topics.update(name="Light\x1bing")
    assert [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries(client)] == ["A da"]
