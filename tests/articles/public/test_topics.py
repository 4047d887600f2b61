"""Every topic: /topics/."""


def test_topics_say_how_many_articles_they_have(client, article, make_article):
    make_article(2, "Candles", topics=["Lighting", "Wax"])
    html = " ".join(client.get("/topics/").content.decode().split())
    assert '<a href="/topics/lighting/"><b>Lighting</b><span>2 articles</span></a>' in html
    assert "<b>Wax</b><span>1 article</span>" in html


def test_a_topic_with_nothing_to_read_is_left_out(client, make_article):
    make_article(7, "Torches", to="approved", topics=["Fire"])
    assert "Fire" not in client.get("/topics/").content.decode()


def test_a_new_version_does_not_count_twice(client, article, make_article):
    make_article.revise(article)
    assert "1 article<" in client.get("/topics/").content.decode()


def test_it_can_only_be_read(client, db):
    assert client.post("/topics/").status_code == 405


def test_ten_topics_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        client.get("/topics/")
    make_article(2, "Candles", topics=[f"Topic {nth}" for nth in range(9)])
    with queries() as ten:
        client.get("/topics/")
    assert len(ten) == len(one) == 1
