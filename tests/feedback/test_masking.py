"""Staff see what readers said, without what could identify a patient or colleague."""

import uuid

import pytest
from django.core import mail

from core import guard
from feedback.messages import actions as messages
from feedback.models import Message, Vote
from feedback.votes import actions as votes

TOLD = "My patient, NHS number 943 476 5919, lives at SW1A 2AA. The dose of 2.5 mg is wrong."


@pytest.fixture
def said(version, grace, django_capture_on_commit_callbacks, settings):
    """A vote with a comment, a message and a comment in the discussion, each with an identifier in it."""
    settings.FEEDBACK_EMAIL = "editors@example.org"
    votes.vote(version, is_useful=False, user=grace)
    votes.comment(version, text=TOLD, user=grace)
    with django_capture_on_commit_callbacks(execute=True):
        messages.send_message(key=uuid.uuid4(), body=TOLD)


def test_identifiers_are_named_and_doses_stay():
    assert guard.masked(TOLD) == ("My patient, [an NHS number], lives at [a postcode]. The dose of 2.5 mg is wrong.")
    assert guard.masked("Nothing here.") == "Nothing here."


@pytest.mark.parametrize("model", [Vote, Message])
def test_the_desk_shows_them_masked_in_lists_and_on_their_pages(as_boss, said, model):
    where = f"/admin/feedback/{model._meta.model_name}/"
    for address in (where, f"{where}{model.objects.get().pk}/change/"):
        page = as_boss.get(address).content.decode()
        assert "[an NHS number]" in page
        assert "943 476 5919" not in page
        assert "SW1A 2AA" not in page


def test_so_does_the_mail_to_the_editors(said):
    (mailed,) = [message for message in mail.outbox if message.to == ["editors@example.org"]]
    assert "[a postcode]" in mailed.body
    assert "SW1A" not in mailed.body
