"""What the desk is told of readers' notes before a version is published: counts, and none below five."""

import pytest
from django.test import Client

from articles.models import Version
from notes.models import Placement
from notes.templatetags.notes import publish_effects
from tests.conftest import BODY

GONE = BODY.replace("They burn for 2.5 hours.", "").replace("red or green", "red or blue")


@pytest.fixture
def approved(article, make_article) -> Version:
    """The next version, without one sentence and with a word changed in another."""
    return make_article.revise(article, body=GONE, to="approved")


@pytest.fixture
def noted(write):
    """So many notes that stay, change and go."""

    def noted(stay, change, go):
        for count, quote in [(stay, "Lanterns are lit at dusk"), (change, "red or green"), (go, "burn for 2.5 hours")]:
            for _ in range(count):
                write("Nobody knows this.", quote=quote)

    return noted


def said(version) -> dict[str, str]:
    return {words.split(",")[0]: count for words, count in publish_effects(version).get("effects", [])}


def test_notes_are_counted_by_what_would_become_of_them(noted, approved):
    noted(7, 6, 5)
    assert said(approved) == {"stay in place": "7", "ask their writer": "6", "no longer be found": "5"}
    assert not Placement.objects.exists()


def test_counts_below_five_are_hidden_and_cannot_be_reckoned(noted, approved):
    noted(9, 4, 0)
    assert said(approved) == {"stay in place": "9", "ask their writer": "fewer than five"}


def test_nothing_is_said_of_a_draft_or_without_notes(noted, article, make_article, approved):
    assert said(approved) == {}
    noted(5, 0, 0)
    assert publish_effects(article.versions.get(number=1)) == {}


def test_the_publisher_is_told_and_never_what_notes_say(noted, approved, petra, client: Client):
    noted(5, 1, 5)
    petra.is_staff = petra.is_superuser = True
    petra.save()
    client.force_login(petra)
    text = client.get(f"/admin/articles/version/{approved.pk}/change/").content.decode()
    assert "<strong>5</strong> would stay in place." in text
    assert "<strong>Fewer than five</strong> would ask their writer" in text
    assert "Nobody knows this." not in text
