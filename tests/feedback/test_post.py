"""Mails that must go once: what a mail server refuses, what is tried again, and whose turn it is."""

import smtplib
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from feedback import emails, post
from feedback.messages import actions as messages
from feedback.models import Message, Reply, Turn
from feedback.models.post import MOST_TRIES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def replies(db):
    """Three answers that wait, to a@, b@ and c@example.org."""
    for name in "abc":
        message = messages.send_message(key=uuid4(), body="A message.", email=f"{name}@example.org")
        Reply.objects.create(message=message, body=f"To {name}.")


def arrived(smtp):
    return [mail["To"][0] for mail in smtp.mails]


def test_each_waiting_mail_goes_once(replies, smtp):
    assert [post.send_waiting(Reply) for _ in range(2)] == [3, 0]
    assert arrived(smtp) == ["a", "b", "c"]


def test_an_address_that_is_refused_for_good_stops_no_other_and_is_not_tried_again(replies, smtp):
    smtp.refuses = {"b@example.org": 550}
    assert [post.send_waiting(Reply) for _ in range(2)] == [2, 0]
    assert Reply.objects.get(message__email="b@example.org").refused_at


def test_an_address_that_is_refused_for_now_is_tried_again_but_not_for_ever(replies, smtp):
    smtp.refuses = {"b@example.org": 450}
    for _ in range(MOST_TRIES + 3):
        post.send_waiting(Reply)
    assert Reply.objects.get(sent_at=None).tries == MOST_TRIES
    Reply.objects.update(tries=0)
    smtp.refuses = {}
    assert post.send_waiting(Reply) == 1


def test_a_mail_that_is_refused_after_its_last_word_counts_as_not_sent(replies, smtp):
    smtp.refuses = {"": "451 later"}
    assert [post.send_waiting(Reply) for _ in range(2)] == [2, 1]
    assert arrived(smtp) == ["b", "c", "a"]


def test_a_server_that_ends_the_connection_after_a_mail_gets_the_next_by_another(replies, smtp):
    smtp.refuses = {"": "421 enough"}
    assert post.send_waiting(Reply) == 2
    assert post.send_waiting(Reply) == 1
    assert sorted(arrived(smtp)) == ["a", "b", "c"]


def test_an_answer_goes_again_when_the_server_is_gone_before_it_took_it(replies, smtp):
    """Better twice than never; both carry the same Message-ID."""
    smtp.hangs_up = 1
    assert [post.send_waiting(Reply) for _ in range(2)] == [2, 1]
    assert arrived(smtp) == ["a", "b", "c", "a"]
    assert smtp.mails[0]["Message-ID"] == smtp.mails[3]["Message-ID"]


def test_what_another_sender_handed_over_meanwhile_is_cut_off_before_its_end(replies, smtp, monkeypatch):
    """As when the server took longer over it than the turn lasted."""

    def taken(reply):
        Reply.objects.filter(pk=reply.pk, message__email="b@example.org").update(sent_at=timezone.now())
        return emails.reply(reply)

    monkeypatch.setattr(Reply, "mail", taken)
    assert post.send_waiting(Reply) == 2
    assert arrived(smtp) == ["a", "c"]


def test_lines_that_begin_with_a_dot_arrive_whole(replies, smtp):
    Reply.objects.all().update(body="First\n.\n..second\n")
    post.send_waiting(Reply)
    assert "First\n.\n..second\n" in smtp.mails[0].get_content().replace("\r\n", "\n")


def test_a_row_is_marked_before_the_server_has_answered(replies, smtp, monkeypatch):
    """So that whoever kills the sender while it waits for the answer makes nothing go twice."""
    seen = []
    getreply = smtplib.SMTP.getreply

    def looked(server):
        seen.append(Reply.objects.filter(sent_at__isnull=False).count())
        return getreply(server)

    monkeypatch.setattr(smtplib.SMTP, "getreply", looked)
    post.send_waiting(Reply)
    assert seen[-5:] == [2, 2, 2, 3, 3]  # of the last mail: MAIL, RCPT, DATA, its end; and QUIT


def test_while_someone_has_the_turn_nobody_else_sends(replies, smtp):
    assert Turn.take("feedback.Reply")
    assert post.send_waiting(Reply) == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):  # whoever had it was killed
        assert post.send_waiting(Reply) == 3


def test_a_turn_that_was_lost_cannot_be_kept_or_given_back():
    first = Turn.take("x")
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        second = Turn.take("x")
        assert not first.keep()
        first.give_back()
        assert second.keep()
        assert Turn.take("x") is None


def test_nothing_of_a_mail_is_in_the_log(replies, smtp, caplog):
    smtp.refuses = {"b@example.org": 550}
    post.send_waiting(Reply)
    ours = [record for record in caplog.records if record.name != "mail.log"]  # the test's own mail server
    assert not any("example.org" in record.getMessage() for record in ours)
    assert Message.objects.count() == 3
