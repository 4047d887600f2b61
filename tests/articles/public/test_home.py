"""The home page."""

import pytest

from articles import actions


def test_it_says_what_was_checked_last_and_what_changed(client, article, make_article):
    make_article(2, "Candles")
    make_article.revise(article, change_note="Burning time corrected")
    html = client.get("/").content.decode()
    assert html.index("Lanterns</b>") < html.index("Candles</b>")
    assert "Burning time corrected" in html
    assert "Lighting. Version 1, checked" in html


def test_a_check_without_change_brings_an_article_up(client, version, make_article, rita):
    make_article(2, "Candles")
    actions.check(version, by=rita)
    html = client.get("/").content.decode()
    assert 'href="/articles/1234/lanterns/"' in html


def test_only_letters_with_articles_are_links(client, article):
    html = " ".join(client.get("/").content.decode().split())
    assert 'href="/articles/l/" aria-label="Articles starting with L"' in html
    assert 'href="/articles/a/"' not in html


def test_one_search_box_leads_to_the_search(client, db):
    html = client.get("/").content.decode()
    assert html.count('role="search"') == 1
    assert 'action="/search/"' in html


def test_an_empty_site_says_so(client, db):
    assert "No articles have been published yet." in client.get("/").content.decode()


def test_planned_and_withdrawn_articles_are_not_on_it(client, version, petra, make_article):
    make_article(7, "Torches", to="draft")
    actions.withdraw(version, by=petra, comment="It was wrong.")
    html = client.get("/").content.decode()
    assert "Torches" not in html
    assert "Lanterns" not in html


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_it_can_only_be_read(client, db, method):
    assert getattr(client, method)("/").status_code == 405


def test_ten_articles_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        client.get("/")
    for number in range(9):
        make_article(number + 1, f"Lamp {number}")
    with queries() as ten:
        client.get("/")
    assert len(ten) == len(one) <= 4
