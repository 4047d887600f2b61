"""The A to Z: /articles/."""

import pytest

from articles.public import browse


def test_titles_stand_under_their_letters(client, article, make_article):
    make_article(2, "Äther lamps")
    make_article(3, "5 kinds of wick")
    html = client.get("/articles/").content.decode()
    assert (
        html.index('id="letter-a"')
        < html.index("Äther lamps")
        < html.index('id="letter-l"')
        < html.index("5 kinds of wick")
    )
    assert 'id="letter-b"' not in html


def test_other_names_say_where_to_look(client, make_article):
    make_article(synonyms=["portable lights"])
    html = " ".join(client.get("/articles/").content.decode().split())
    assert 'Portable lights: see <a href="/articles/1234/lanterns/">Lanterns</a>' in html


@pytest.mark.parametrize(
    ("audience", "shown", "hidden"),
    [("professional", "Lanterns", "Your lantern"), ("patient", "Your lantern", "Lanterns")],
)
def test_one_audience_alone(client, article, make_article, audience, shown, hidden):
    make_article(2, "Your lantern", audience="patient")
    html = client.get("/articles/", {"audience": audience}).content.decode()
    assert f"{shown}</b>" in html
    assert f"{hidden}</b>" not in html


def test_an_unknown_audience_is_everyone(client, article):
    assert "Lanterns</b>" in client.get("/articles/", {"audience": "<x>"}).content.decode()


def test_what_cannot_be_read_is_not_listed(client, make_article):
    make_article(7, "Torches", to="approved")
    assert "Torches" not in client.get("/articles/").content.decode()


def test_every_letter_is_on_the_strip_once(article, make_article):
    make_article(2, "5 kinds of wick")
    assert [str(letter) for letter in browse.letters()] == [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0–9"]


def test_it_can_only_be_read(client, db):
    assert client.post("/articles/").status_code == 405


def test_ten_articles_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        client.get("/articles/")
    for number in range(9):
        make_article(number + 1, f"Lamp {number}")
    with queries() as ten:
        client.get("/articles/")
    assert len(ten) == len(one) == 2


def test_a_letter_is_a_page(client, article, make_article):
    make_article(2, "Äther lamps", synonyms=["portable fire"])
    make_article(3, "5 kinds of wick")
    assert "Lanterns</b>" not in (html := client.get("/articles/a/").content.decode())
    assert "Äther lamps</b>" in html
    assert 'href="/articles/l/"' in html
    assert "Portable fire: see" in client.get("/articles/p/").content.decode()
    assert "5 kinds of wick</b>" in client.get("/articles/0-9/").content.decode()


def test_a_letter_without_articles_says_so(client, article):
    assert "No article starts with Q" in client.get("/articles/q/").content.decode()


@pytest.mark.parametrize("address", ["/articles/aa/", "/articles/A/", "/articles/é/"])
def test_other_signs_are_no_letters(client, db, address):
    assert client.get(address).status_code == 404


def test_of_many_articles_one_letter_is_shown(client, article, make_article, monkeypatch):
    monkeypatch.setattr(browse, "FEW", 1)
    make_article(2, "Candles")
    html = client.get("/articles/").content.decode()
    assert "Candles</b>" in html
    assert "Lanterns</b>" not in html


def test_letters_keep_the_audience(client, article):
    html = client.get("/articles/", {"audience": "professional"}).content.decode()
    assert 'href="/articles/l/?audience=professional"' in html
