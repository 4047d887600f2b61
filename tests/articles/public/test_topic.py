"""One topic: /topics/<slug>/."""


def test_its_articles_in_order(client, article, make_article):
    make_article(2, "Candles")
    make_article(3, "Needles", topics=["Sewing"])
    html = client.get("/topics/lighting/").content.decode()
    assert html.index("Candles</b>") < html.index("Lanterns</b>")
    assert "2 articles" in html
    assert "Needles" not in html


def test_a_topic_with_nothing_to_read_says_so(client, make_article):
    make_article(7, "Torches", to="approved", topics=["Fire"])
    html = client.get("/topics/fire/").content.decode()
    assert "has been published yet" in html
    assert "Torches" not in html


def test_an_unknown_topic_is_not_found(client, db):
    assert client.get("/topics/nothing/").status_code == 404


def test_it_can_only_be_read(client, article):
    assert client.post("/topics/lighting/").status_code == 405


def test_ten_articles_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        client.get("/topics/lighting/")
    for number in range(9):
        make_article(number + 1, f"Lamp {number}")
    with queries() as ten:
        client.get("/topics/lighting/")
    assert len(ten) == len(one) <= 3
