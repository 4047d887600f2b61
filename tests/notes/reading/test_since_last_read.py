"""A member is told, on the first visit to a new version and never by guess, what changed since they last read."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from notes.reading import tracking
from tests.conftest import BODY

LONGER = BODY.replace("2.5 hours", "25 hours")


@pytest.fixture
def revised(make_article, article):
    """A second version in which lanterns burn for longer."""
    return make_article.revise(article, body=LONGER, change_note="Lanterns burn for longer.")


@pytest.fixture
def read_first(grace, version):
    """Grace read version 1 a week ago."""
    tracking.log(grace, version, timezone.now() - timedelta(days=7))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_what_changed_is_said_with_the_editors_reason_and_the_sections(as_grace, read_first, revised):
    page = as_grace.get(revised.article.get_absolute_url())
    said = words(page)
    assert "Changed since you last read this" in said
    assert "Lanterns burn for longer." in said
    assert said.count("Changed since version 1") == 1
    assert b"/changes/1..2/" in page.content


def test_it_is_said_on_reloads_of_that_visit_and_not_on_the_next(as_grace, read_first, revised, time_machine):
    address = revised.article.get_absolute_url()
    as_grace.get(address)
    assert "Changed since you last read this" in words(as_grace.get(address))
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert "Changed since you last read this" not in words(as_grace.get(address))


def test_someone_who_never_read_it_is_told_nothing(as_mallory, grace, read_first, revised):
    assert "Changed since" not in words(as_mallory.get(revised.article.get_absolute_url()))


def test_nobody_who_is_not_signed_in_is_told(client, read_first, revised):
    assert "Changed since" not in words(client.get(revised.article.get_absolute_url()))


def test_home_and_notes_name_the_article_until_it_is_read(as_grace, read_first, revised):
    for address in ("/", "/notes/"):
        said = words(as_grace.get(address))
        assert "Changed since you read it" in said
        assert "Lanterns burn for longer." in said
    as_grace.get(revised.article.get_absolute_url())
    for address in ("/", "/notes/"):
        assert "Changed since you read it" not in words(as_grace.get(address))


def test_other_peoples_reading_does_not_count(as_mallory, grace, read_first, revised):
    assert "Changed since" not in words(as_mallory.get("/"))


def test_a_withdrawn_version_is_not_worth_reading_again(as_grace, read_first, revised, petra):
    from articles import actions

    actions.withdraw(revised, by=petra, comment="Wrong.")
    assert "Changed since you read it" not in words(as_grace.get("/"))
