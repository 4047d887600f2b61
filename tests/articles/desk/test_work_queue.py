"""The front page of the desk: what waits for this person, and for nobody who may not do it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles import actions
from articles.desk.work_queue import SHOWN, queues


def at(client):
    return client.get("/admin/").content.decode()


def headings(person):
    return {queue.heading: [item.title for item in queue.items] for queue in queues(person)}


@pytest.fixture
def desk(at_desk, ada, rita, petra):
    """Each as they sit at the desk."""
    return {"ada": at_desk(ada, "Author"), "rita": at_desk(rita, "Reviewer"), "petra": at_desk(petra, "Publisher")}


def test_a_draft_waits_for_whoever_writes_it(desk, make_article, ada, rita, petra):
    make_article(to="draft")
    assert headings(ada) == {"Your drafts": ["Lanterns (version 1)"]}
    assert headings(rita) == headings(petra) == {}
    assert "Nothing waits for you." in at(desk["rita"])


def test_a_draft_that_came_back_says_what_was_asked(desk, make_article, ada, rita):
    version = make_article(to="in_review").versions.get()
    actions.request_changes(version, by=rita, comment="How much oil?")
    assert "Sent back by Rita: How much oil?" in at(desk["ada"])


def test_what_is_in_review_waits_for_reviewers_but_not_for_its_writers(at_desk, make_article, ada, rita, petra):
    make_article(to="in_review")
    for person in (ada, rita, petra):
        at_desk(person, "Author", "Reviewer")
    assert headings(ada) == {}
    assert headings(rita) == headings(petra) == {"For you to review": ["Lanterns (version 1)"]}


def test_what_is_approved_waits_for_a_publisher_with_its_time(desk, make_article, petra, rita):
    version = make_article(to="approved").versions.get()
    assert headings(rita) == {}
    assert headings(petra) == {"Approved, to be published": ["Lanterns (version 1)"]}
    assert "Approved by Rita" in at(desk["petra"])
    actions.schedule(version, by=petra, publish_at=timezone.now() + timedelta(days=1))
    assert "Goes live on" in at(desk["petra"])


def test_a_check_waits_for_those_who_are_reminded_of_it_once_it_is_due(desk, article, ada, rita, petra):
    article.owner = petra
    article.save()
    assert headings(rita) == headings(petra) == {}
    with time_machine.travel(timezone.now() + timedelta(days=4 * 365)):
        due = {"Due to be checked": ["Lanterns (version 1)"]}
        assert (headings(ada), headings(rita), headings(petra)) == ({}, due, due)


def test_a_long_pile_leads_to_the_rest_at_the_same_cost(desk, make_article, ada, queries):
    make_article(1, to="draft")
    at(desk["ada"])
    with queries() as one:
        at(desk["ada"])
    for number in range(2, SHOWN + 3):
        make_article(number, to="draft")
    with queries() as many:
        page = at(desk["ada"])
    assert len(one) == len(many)
    assert page.count("(version 1)</a>") == SHOWN
    assert "?status__exact=draft" in page
