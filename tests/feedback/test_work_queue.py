"""What readers said that waits for someone, on the front page of the desk."""

import uuid

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from feedback.discussion import actions as discussion
from feedback.messages import actions as messages
from feedback.models import Comment, Message, Vote
from feedback.votes import actions as votes
from feedback.work_queue import queues


@pytest.fixture
def moderator(petra):
    petra.is_staff = True
    petra.save()
    petra.groups.set(Group.objects.filter(name="Publisher"))
    return User.objects.get(pk=petra.pk)


def lines(person):
    return {queue.heading: [item.title for item in queue.items] for queue in queues(person)}


def test_a_message_waits_until_somebody_has_it(client, moderator, grace, version):
    messages.send_message(key=uuid.uuid4(), body="My name is Grace", user=grace)
    messages.send_message(key=uuid.uuid4(), body="A wrong number", version=version, user=grace)
    assert lines(moderator) == {"Messages from readers": ["About the site", "About Lanterns (version 1)"]}
    assert lines(grace) == {}
    client.force_login(moderator)
    page = client.get("/admin/").content.decode()
    assert "About the site" in page
    assert "My name is Grace" not in page
    Message.objects.update(owner=moderator)
    assert lines(moderator) == {}


def test_a_reported_comment_waits_until_it_is_hidden(moderator, grace, mallory, version, confirm):
    confirm(grace)
    comment = discussion.say(version, by=grace, key=uuid.uuid4(), body="Words")
    assert lines(moderator) == {}
    discussion.flag(comment, by=mallory, reason="Rude")
    assert lines(moderator) == {"Reported comments": ["On Lanterns (version 1)"]}
    discussion.hide(comment, by=moderator, reason="Rude")
    assert lines(moderator) == {}


def test_words_with_an_answer_wait_until_they_are_dealt_with(moderator, grace, version):
    votes.vote(version, is_useful=False, user=grace)
    assert lines(moderator) == {}
    votes.comment(version, text="Too short", user=grace)
    assert lines(moderator) == {"Comments on usefulness": ["Not useful: Lanterns (version 1)"]}
    votes.settle(Vote.objects.all())
    assert lines(moderator) == {}


def test_a_report_that_was_settled_waits_no_more(moderator, grace, mallory, version, confirm):
    confirm(grace)
    comment = discussion.say(version, by=grace, key=uuid.uuid4(), body="Words")
    discussion.flag(comment, by=mallory, reason="Rude")
    discussion.settle(Comment.objects.all())
    assert lines(moderator) == {}
