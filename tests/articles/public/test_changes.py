"""What changed when: /articles/<document id>/<slug>/changes/."""

import pytest

from articles import actions

ADDRESS = "/articles/1234/lanterns/changes/"


def test_every_version_with_its_date_weight_and_reason(client, article, make_article, ada, rita, petra):
    draft = make_article.revise(article, to="draft", change_note="Burning time corrected")
    draft = actions.write(draft, by=ada, significance="clinical")
    actions.publish(actions.approve(actions.submit(draft, by=ada), by=rita), by=petra)
    html = client.get(ADDRESS).content.decode()
    assert html.index("Version 2") < html.index("Version 1")
    assert "Clinical change" in html
    assert "Burning time corrected" in html
    assert "First version" in html
    assert 'href="/articles/1234/lanterns/changes/1..2/"' in html


def test_what_is_in_the_making_is_not_told(client, article, make_article):
    make_article.revise(article, to="approved", change_note="Secret so far")
    html = client.get(ADDRESS).content.decode()
    assert "Version 2" not in html
    assert "Secret so far" not in html


def test_a_planned_article_has_no_history(client, make_article):
    make_article(7, "Torches", to="draft")
    assert client.get("/articles/7/torches/changes/").status_code == 404


def test_a_withdrawn_article_keeps_its_history(client, version, petra):
    actions.withdraw(version, by=petra, comment="It was wrong.")
    html = client.get(ADDRESS).content.decode()
    assert "Withdrawn" in html
    assert "It was wrong." in html


def test_another_slug_leads_to_the_right_one(client, article):
    assert client.get("/articles/1234/x/changes/").url == ADDRESS


@pytest.mark.parametrize("method", ["post", "delete", "trace"])
def test_it_can_only_be_read(client, article, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_ten_versions_cost_the_queries_of_one(client, article, make_article, queries):
    with queries() as one:
        client.get(ADDRESS)
    for _ in range(9):
        make_article.revise(article)
    with queries() as ten:
        assert client.get(ADDRESS).content.decode().count("See what changed") == 9
    assert len(ten) == len(one) <= 4
