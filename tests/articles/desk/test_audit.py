"""Who did what to an article: one page, what was chosen of it, and CSV."""

import csv
import io

import pytest
from django.urls import reverse

from articles import actions
from articles.desk import audit, publish_effects
from tests.conftest import BODY


def page(client, article, **chosen):
    return client.get(reverse("admin:articles_article_audit", args=[article.pk]), chosen)


def test_everything_that_was_done_is_there(as_rita, article, version, rita):
    actions.check(version, by=rita, comment="Read it all")
    html = page(as_rita, article).content.decode()
    for said in [
        "Started a draft",
        "Saved words",
        "Draft to In review",
        "In review to Approved",
        "Approved to Published",
    ]:
        assert said in html
    assert "Read it all" in html


def test_the_newest_comes_first(article, version, petra):
    actions.withdraw(version, by=petra, comment="Wrong hours")
    newest = audit.events(article)[0]
    assert (newest.who, newest.what, newest.version) == ("Petra", "Published to Withdrawn", 1)


@pytest.mark.parametrize(
    ("chosen", "kinds"),
    [({"kind": "check"}, {"check"}), ({"who": "rita"}, {"move", "check"}), ({"number": "9"}, set())],
)
def test_it_can_be_narrowed(article, rita, chosen, kinds):
    chosen = {name: str(rita.pk) if value == "rita" else value for name, value in chosen.items()}
    assert {event.kind for event in audit.chosen(audit.events(article), **chosen)} == kinds


def test_what_the_admin_changed_is_there(as_ada, article, draft_of):
    draft = draft_of(article)
    as_ada.post(f"/admin/articles/version/{draft.pk}/delete/", {"post": "yes"})
    assert "Deleted the draft of version 2." in [event.details for event in audit.events(article)]


@pytest.fixture
def draft_of(make_article):
    return lambda article: make_article.revise(article, to="draft")


def test_the_csv_is_whole_and_runs_in_no_spreadsheet(as_rita, article, version, petra):
    actions.withdraw(version, by=petra, comment="=1+1")
    answer = page(as_rita, article, csv="1")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == list(audit.COLUMNS)
    assert len(rows) == 1 + len(audit.events(article))
    assert rows[1][4] == "'=1+1"
    assert len(rows[1][5]) == 64
    assert answer["Content-Disposition"] == 'attachment; filename="article-1234-audit.csv"'


def test_it_costs_the_same_for_ten_versions_as_for_one(as_rita, article, make_article, queries):
    with queries() as one:
        page(as_rita, article)
    for _ in range(9):
        make_article.revise(article)
    with queries() as ten:
        page(as_rita, article)
    assert len(ten) == len(one)


def test_only_the_desk_sees_it(at_desk, mallory, article):
    assert page(at_desk(mallory), article).status_code == 403


def test_strange_choices_show_nothing(as_rita, article):
    assert page(as_rita, article, who="x' or 1=1", number="²").status_code == 200


def test_the_publisher_is_told_what_publishing_does(as_petra, make_article):
    leaflet = make_article(9, "Your lantern", audience="patient")
    article = make_article(leaflet=leaflet)
    article.refresh_from_db()
    make_article(2, "Hooks", body='<p>See <a data-article="1234">lanterns</a>.</p>' + BODY)
    version = make_article.revise(article, to="approved", title="Lamps")
    html = as_petra.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    for said in publish_effects.of(version):
        assert said.partition(";")[0] in html
    assert [said.partition(" ")[0] for said in publish_effects.of(version)] == ["Version", "Its", "1", "Its"]
