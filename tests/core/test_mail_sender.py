"""Sending what is due: each mail once, what a mail server refuses, what is tried again, and whose turn it is."""

import smtplib
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from core.mail import sender
from core.mail.models import Mail, Turn
from feedback.messages import actions as messages
from feedback.messages import emails
from feedback.messages.emails import REPLY
from feedback.models import Message, Reply

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def replies(db):
    """Three answers that wait, to a@, b@ and c@example.org."""
    for name in "abc":
        message = messages.send_message(key=uuid4(), body="A message.", email=f"{name}@example.org")
        Reply.objects.create(message=message, body=f"To {name}.", mail=Mail.objects.create(kind=REPLY.name))


def arrived(smtp):
    return [mail["To"][0] for mail in smtp.mails]


def mail_to(name):
    return Mail.objects.get(reply__message__email=f"{name}@example.org")


def test_each_mail_goes_once(replies, smtp):
    assert [sender.send_due(REPLY) for _ in range(2)] == [3, 0]
    assert arrived(smtp) == ["a", "b", "c"]


def test_an_address_that_is_refused_for_good_stops_no_other_and_is_not_tried_again(replies, smtp):
    smtp.refuses = {"b@example.org": 550}
    assert [sender.send_due(REPLY) for _ in range(2)] == [2, 0]
    assert (mail_to("b").state, mail_to("b").error) == ("failed", "550")


def test_an_address_that_is_refused_for_now_is_tried_again_after_pauses_that_grow(replies, smtp):
    smtp.refuses = {"b@example.org": 450}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for tries, minutes in enumerate(sender.PAUSES, 1):
            sender.send_due(REPLY)
            assert mail_to("b").tries == tries
            clock.shift(timedelta(minutes=minutes, seconds=-1))
            sender.send_due(REPLY)
            assert mail_to("b").tries == tries
            clock.shift(timedelta(seconds=1))
        sender.send_due(REPLY)
    assert (mail_to("b").state, mail_to("b").error) == ("failed", "450")


def test_a_mail_that_was_refused_for_now_goes_once_the_server_takes_it(replies, smtp):
    smtp.refuses = {"b@example.org": 450}
    sender.send_due(REPLY)
    smtp.refuses = {}
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert [sender.send_due(REPLY) for _ in range(2)] == [1, 0]
    assert arrived(smtp) == ["a", "c", "b"]


def test_a_mail_that_is_refused_after_its_last_word_counts_as_not_sent(replies, smtp):
    smtp.refuses = {"": "451 later"}
    assert sender.send_due(REPLY) == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert sender.send_due(REPLY) == 1
    assert arrived(smtp) == ["b", "c", "a"]


def test_a_server_that_ends_the_connection_after_a_mail_gets_the_next_by_another(replies, smtp):
    smtp.refuses = {"": "421 enough"}
    assert sender.send_due(REPLY) == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert sender.send_due(REPLY) == 1
    assert sorted(arrived(smtp)) == ["a", "b", "c"]


def test_a_mail_that_may_repeat_goes_again_when_the_server_is_gone_before_it_took_it(replies, smtp):
    """Better twice than never; both carry the same Message-ID."""
    smtp.hangs_up = 1
    assert sender.send_due(REPLY) == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert sender.send_due(REPLY) == 1
    assert arrived(smtp) == ["a", "b", "c", "a"]
    assert smtp.mails[0]["Message-ID"] == smtp.mails[3]["Message-ID"]


def test_what_another_sender_handed_over_meanwhile_is_cut_off_before_its_end(replies, smtp, monkeypatch):
    """As when the server took longer over it than the turn lasted."""

    def stamps(reply):
        Mail.objects.filter(reply=reply, reply__body="To b.").update(sent_at=timezone.now())
        return {}

    monkeypatch.setattr(emails.headers, "stamps", stamps)
    assert sender.send_due(REPLY) == 2
    assert arrived(smtp) == ["a", "c"]


def test_a_mail_that_cannot_be_composed_stops_no_other(replies, smtp, monkeypatch):
    monkeypatch.setattr(emails.headers, "stamps", lambda row: 1 / 0 if row.body == "To b." else {})
    assert sender.send_due(REPLY) == 2
    assert mail_to("b").error == "ZeroDivisionError"


def test_a_mail_without_its_row_is_forgotten(replies, smtp):
    Reply.objects.filter(message__email="b@example.org").delete()
    assert sender.send_due(REPLY) == 2
    assert Mail.objects.count() == 2


def test_lines_that_begin_with_a_dot_arrive_whole(replies, smtp):
    Reply.objects.all().update(body="First\n.\n..second\n")
    sender.send_due(REPLY)
    assert "First\n.\n..second\n" in smtp.mails[0].get_content().replace("\r\n", "\n")


def test_a_row_is_marked_before_the_server_has_answered(replies, smtp, monkeypatch):
    """So that whoever kills the sender while it waits for the answer makes nothing go twice."""
    seen = []
    getreply = smtplib.SMTP.getreply

    def looked(server):
        seen.append(Mail.objects.filter(sent_at__isnull=False).count())
        return getreply(server)

    monkeypatch.setattr(smtplib.SMTP, "getreply", looked)
    sender.send_due(REPLY)
    assert seen[-5:] == [2, 2, 2, 3, 3]  # of the last mail: MAIL, RCPT, DATA, its end; and QUIT


def test_while_someone_has_the_turn_nobody_else_sends(replies, smtp):
    assert Turn.take(REPLY.name)
    assert sender.send_due(REPLY) == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):  # whoever had it was killed
        assert sender.send_due(REPLY) == 3


def test_a_turn_that_was_lost_cannot_be_extended_or_given_back():
    first = Turn.take("x")
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        second = Turn.take("x")
        assert not first.extend()
        first.give_back()
        assert second.extend()
        assert Turn.take("x") is None


def test_nothing_of_a_mail_is_in_the_log(replies, smtp, caplog):
    smtp.refuses = {"b@example.org": 550}
    sender.send_due(REPLY)
    ours = [record for record in caplog.records if record.name != "mail.log"]  # the test's own mail server
    assert not any("example.org" in record.getMessage() for record in ours)
    assert Message.objects.count() == 3
