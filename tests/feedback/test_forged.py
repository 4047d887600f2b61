"""Nothing that a member does here can be done by a form on another site, or by opening a link."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from feedback.discussion import actions
from feedback.discussion import tokens as discussion_tokens
from feedback.following import actions as following
from feedback.following import tokens as following_tokens
from feedback.models import Attendance, Comment, Flag, Follow, Watch


@pytest.fixture
def places(version, confirm, grace):
    """Every address at which a confirmed member changes something, and what they would send there."""
    said = actions.say(version, by=confirm(grace), key=uuid.uuid4(), body="About dusk.")
    club = actions.arrange(version, by=grace, key=uuid.uuid4(), held_at=timezone.now(), minutes=45)
    return {
        "/discussion/1234/": {"body": "Forged", "key": uuid.uuid4()},
        f"/discussion/comments/{said.pk}/edit/": {"body": "Forged"},
        f"/discussion/comments/{said.pk}/delete/": {},
        f"/discussion/comments/{said.pk}/report/": {"reason": "Forged"},
        "/discussion/1234/emails/": {"watch": "yes"},
        "/discussion/1234/journal-club/": {"held_at": "2027-01-01 10:00", "minutes": "45", "key": uuid.uuid4()},
        f"/discussion/journal-clubs/{club.pk}/attended/": {},
        "/following/articles/1234/": {"follow": "yes"},
    }


def state():
    changed = [list(model.objects.values()) for model in (Comment, Flag, Follow, Watch, Attendance)]
    return str(changed)


@pytest.mark.parametrize("token", ["", "x" * 64])
def test_without_the_token_nothing_changes(places, grace, token):
    client = Client(enforce_csrf_checks=True)
    client.force_login(grace)
    before = state()
    for address, sent in places.items():
        assert client.post(address, sent | {"csrfmiddlewaretoken": token}).status_code == 403, address
    assert state() == before


def test_opening_a_link_changes_nothing(places, grace, client, version):
    client.force_login(grace)
    actions.watch(version.article, by=grace, is_wanted=True)
    following.follow(version.article, by=grace)
    before = state()
    mailed = [
        f"/following/stop/{following_tokens.token_to_leave(version.article_id, grace.pk)}/",
        f"/discussion/stop/{discussion_tokens.token_to_leave(version.article_id, grace.pk)}/",
    ]
    for address in [*places, *mailed]:
        assert client.get(address).status_code in {200, 405}, address
    assert state() == before
