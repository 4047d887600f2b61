"""A version for good: /articles/<document id>/<slug>/versions/<n>/."""

import pytest

from articles import actions
from tests.conftest import BODY


@pytest.fixture
def second(article, make_article):
    """The second version, now live."""
    return make_article.revise(article, body=BODY.replace("2.5 hours", "5 hours"), change_note="Burning time")


def test_an_earlier_version_keeps_its_words_and_says_that_it_is_not_current(client, version, second):
    html = client.get(version.get_absolute_url()).content.decode()
    assert "They burn for 2.5 hours." in html
    assert "It is no longer current." in html
    assert 'href="/articles/1234/lanterns/changes/1..2/"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_the_live_version_has_no_banner(client, second):
    html = client.get(second.get_absolute_url()).content.decode()
    assert "no longer current" not in html
    assert "noindex" not in html


def test_a_withdrawn_version_says_why(client, version, petra):
    actions.withdraw(version, by=petra, comment="It was wrong.")
    html = client.get(version.get_absolute_url()).content.decode()
    assert "Do not use this version. It was withdrawn on" in " ".join(html.split())
    assert "It was wrong." in html


@pytest.mark.parametrize("to", ["draft", "in_review", "approved"])
def test_a_version_in_the_making_is_not_found(client, article, make_article, to):
    made = make_article.revise(article, to=to)
    assert client.get(made.get_absolute_url()).status_code == 404


def test_another_slug_leads_to_the_right_one(client, version):
    response = client.get("/articles/1234/lamps/versions/1/")
    assert (response.status_code, response.url) == (301, version.get_absolute_url())


def test_it_can_only_be_read(client, version):
    assert client.post(version.get_absolute_url()).status_code == 405


def test_its_queries_do_not_grow_with_the_versions(client, version, second, make_article, queries):
    with queries() as few:
        client.get(version.get_absolute_url())
    for _ in range(3):
        make_article.revise(version.article)
    with queries() as many:
        client.get(version.get_absolute_url())
    assert len(many) == len(few) <= 8
