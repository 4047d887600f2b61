"""Two versions word by word: /articles/<document id>/<slug>/changes/<m>..<n>/."""

import re

import pytest

from articles import actions
from articles.desk.changes import parts
from tests.conftest import BODY, REFERENCES

ADDRESS = "/articles/1234/lanterns/changes/1..2/"


@pytest.fixture
def second(article, make_article):
    """The second version, with another figure in it."""
    return make_article.revise(article, body=BODY.replace("2.5 hours", "5 hours"), change_note="Burning time corrected")


def test_it_shows_what_went_and_what_came(client, second):
    html = client.get(ADDRESS).content.decode()
    assert "2.5 hours</del>" in html
    assert "5 hours</ins>" in html
    assert "Burning time corrected" in html


def test_title_summary_key_points_and_references_are_compared_too(client, article, make_article, ada, rita, petra):
    draft = make_article.revise(article, to="draft", title="Lamps <b>")
    actions.set_references(draft, [REFERENCES[0], REFERENCES[1] | {"title": "Third report"}], by=ada)
    draft = actions.write(draft, by=ada, summary="What lamps are for.", key_points=["Mind the hook."])
    actions.publish(actions.approve(actions.submit(draft, by=ada), by=rita), by=petra)
    html = client.get("/articles/1234/lamps-b/changes/1..2/").content.decode()
    for change in [
        "Lanterns</del>",
        "Lamps &lt;b&gt;",
        "Mind the hook.</ins>",
        "<del>Second report",
        "<ins>Third report",
    ]:
        assert change in html
    assert "On lanterns" not in html
    links = re.findall(r'<a href="#(\w+)">', html)
    assert links == ["summary", "glance", "references"]
    assert all(f'id="{place}"' in html for place in links)


def test_links_lead_to_the_sections_that_changed_and_to_no_other(client, second):
    html = client.get(ADDRESS).content.decode()
    links = html[html.index("Changed:") :].partition("</p>")[0]
    assert re.findall(r'href="#([\w-]+)">([^<]+)', links) == [("part-1", "Introduction")]
    assert re.search(r'id="part-1">\s*<h2>Introduction</h2>', html)


@pytest.mark.parametrize(
    ("old", "new", "titles"),
    [
        ("<h2>On <em>red</em> lamps</h2>", "<h2>On <em>green</em> lamps</h2>", ["On green lamps"]),
        ("<h2>Lamps</h2><p>A.</p><h2>Oil</h2>", "<h2>Lamps</h2><p>A.</p>", ["Lamps", "Oil"]),
        ("<p>Lit.</p>", "<p>Lit at dusk.</p>", ["Before the first heading"]),
    ],
)
def test_a_part_is_called_by_its_heading_as_it_is_now_or_was(old, new, titles):
    assert [part.title for part in parts(old, new)] == titles


@pytest.mark.parametrize("numbers", ["1..1", "2..2", "1..3", "0..1"])
def test_there_must_be_two_versions_to_compare(client, second, numbers):
    assert client.get(f"/articles/1234/lanterns/changes/{numbers}/").status_code == 404


@pytest.mark.parametrize("to", ["draft", "in_review", "approved"])
def test_a_version_in_the_making_cannot_be_seen_through_it(client, article, make_article, to):
    make_article.revise(article, to=to)
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize("address", ["/articles/1234/x/changes/1..2/", "/articles/1234/lanterns/changes/2..1/"])
def test_another_slug_or_order_leads_to_the_right_one(client, second, address):
    response = client.get(address)
    assert (response.status_code, response.url) == (301, ADDRESS)


@pytest.mark.parametrize("method", ["post", "delete", "trace"])
def test_it_can_only_be_read(client, second, method):
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_its_queries_do_not_grow_with_the_versions(client, second, make_article, queries):
    with queries() as few:
        client.get(ADDRESS)
    for _ in range(3):
        make_article.revise(second.article)
    with queries() as many:
        client.get(ADDRESS)
    assert len(many) == len(few) <= 6


def test_every_step_between_the_two_is_told_not_only_the_last(client, article, make_article, ada, rita, petra):
    draft = make_article.revise(article, to="draft", change_note="Burning time corrected")
    draft = actions.write(draft, by=ada, significance="clinical")
    actions.publish(actions.approve(actions.submit(draft, by=ada), by=rita), by=petra)
    make_article.revise(article, change_note="A comma")
    html = client.get("/articles/1234/lanterns/changes/1..3/").content.decode()
    for said in ["Clinical change", "Burning time corrected", "Minor change", "A comma"]:
        assert said in html


def test_a_withdrawn_version_is_called_so(client, second, petra):
    assert "was withdrawn" not in client.get(ADDRESS).content.decode()
    actions.withdraw(second, by=petra, comment="The hook was wrong")
    html = client.get(ADDRESS).content.decode()
    assert "Version 2 was withdrawn" in html
    assert "The hook was wrong" in html


@pytest.mark.parametrize("numbers", [f"1..{2**63}", f"{2**64}..2", f"1..{10**30}"])
def test_a_number_that_no_database_holds_is_not_found(client, second, numbers):
    assert client.get(f"/articles/1234/lanterns/changes/{numbers}/").status_code == 404
