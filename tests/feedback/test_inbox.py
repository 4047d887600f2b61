"""The inbox: status, owner, passage, version, answers by email, and "fixed in version n" told to the reader."""

from io import StringIO
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from feedback.messages import actions as messages
from feedback.models import Message, MessageStatus, Reply

INBOX = "/admin/feedback/message/"


@pytest.fixture
def report(version):
    return messages.send_message(
        key=uuid4(), body="They burn longer.", quote="burn for 2.5 hours", email="reader@example.org", version=version
    )


def handle(as_boss, report, **fields):
    said = {"status": report.status, "owner": "", "fixed_in": "", "reply": "", "reply_key": uuid4()}
    none = {"replies-TOTAL_FORMS": 0, "replies-INITIAL_FORMS": 0}
    return as_boss.post(f"{INBOX}{report.pk}/change/", said | none | fields)


def test_a_report_shows_its_words_their_section_and_their_version(as_boss, report):
    page = as_boss.get(f"{INBOX}{report.pk}/change/").content.decode()
    assert "burn for 2.5 hours" in page
    assert '/articles/1234/lanterns/versions/1/#introduction">Introduction</a>' in page
    assert "reader@example.org" in page


def test_what_a_reader_wrote_cannot_be_changed_added_or_deleted(as_boss, report):
    handle(as_boss, report, body="Other words", email="other@example.org", status="open")
    report.refresh_from_db()
    assert (report.body, report.email, report.status) == ("They burn longer.", "reader@example.org", "open")
    assert as_boss.get(f"{INBOX}add/").status_code == 403
    assert as_boss.post(f"{INBOX}{report.pk}/delete/", {"post": "yes"}).status_code == 403


def test_bulk_actions_take_put_in_hand_and_close(as_boss, ada, report):
    for action, status in [("take", "open"), ("close", "closed"), ("put_in_hand", "open")]:
        as_boss.post(INBOX, {"action": action, "_selected_action": [report.pk]})
        report.refresh_from_db()
        assert (report.status, report.owner) == (status, ada)


@pytest.mark.django_db(transaction=True)
def test_an_answer_goes_by_email_once_though_its_form_is_sent_twice(as_boss, report, smtp):
    for key in [uuid4()] * 2:
        assert handle(as_boss, report, reply="We have looked.", reply_key=key).status_code == 302
    [sent] = smtp.to("reader@example.org")
    assert "We have looked." in sent.get_content()
    assert "They burn longer." in sent.get_content()
    assert sent["Message-ID"].startswith("<reply.")
    assert Reply.objects.get().mail.sent_at
    assert Message.objects.get().status == MessageStatus.OPEN


@pytest.mark.django_db(transaction=True)
def test_the_reader_is_told_once_the_version_that_puts_it_right_is_published(
    as_boss, report, article, make_article, petra, smtp
):
    draft = make_article.revise(article, to="approved", change_note="Three hours")
    handle(as_boss, report, fixed_in=draft.pk, status="open")
    assert (Message.objects.get().status, smtp.mails) == (MessageStatus.OPEN, [])
    make_article.publish(draft)
    assert Message.objects.get().status == MessageStatus.FIXED
    [sent] = smtp.mails
    assert "Version 2 of Lanterns" in sent.get_content()
    assert "/articles/1234/lanterns/versions/2/" in sent.get_content()
    assert "Three hours" in sent.get_content()


@pytest.mark.django_db(transaction=True)
def test_a_version_that_is_out_already_is_told_at_once_and_only_once(as_boss, report, article, make_article, smtp):
    second = make_article.revise(article)
    handle(as_boss, report, fixed_in=second.pk)
    report.refresh_from_db()
    handle(as_boss, report, fixed_in=second.pk)
    messages.settle_fixes()
    assert len(smtp.mails) == 1


def test_what_the_hook_did_not_do_the_timer_does(report, article, make_article, ada):
    second = make_article.revise(article)
    Message.objects.update(status=MessageStatus.OPEN, fixed_in=second)
    call_command("run_due", stdout=(out := StringIO()))
    assert "1 messages that a version puts right" in out.getvalue()
    assert len(mail.outbox) == 1


def test_a_version_of_another_article_or_an_earlier_one_cannot_be_chosen(as_boss, report, version, make_article):
    for wrong in [version, make_article(2000, "Candles").versions.get()]:
        assert handle(as_boss, report, fixed_in=wrong.pk).status_code == 200
    assert Message.objects.get().fixed_in is None


def test_without_an_address_there_is_nobody_to_answer(as_boss, version, ada):
    silent = messages.send_message(key=uuid4(), body="Wrong.", version=version)
    handle(as_boss, silent, reply="Thank you.")
    assert not Reply.objects.exists()


def test_a_message_about_the_site_has_no_version_to_be_fixed_in(as_boss, db):
    message = messages.send_message(key=uuid4(), body="More lamps.", email="reader@example.org")
    assert "More lamps." in as_boss.get(f"{INBOX}{message.pk}/change/").content.decode()
    assert handle(as_boss, message, status="closed").status_code == 302
    assert Message.objects.get().status == MessageStatus.CLOSED


def test_a_mail_server_that_is_away_loses_no_answer(as_boss, report, ada, smtp, settings):
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    messages.handle(report, by=ada, key=uuid4(), status="open", reply="We have looked.")
    with pytest.raises(Exception, match="mails that were waiting"):
        call_command("run_due", stdout=StringIO())
    settings.EMAIL_PORT = there
    call_command("run_due", stdout=StringIO())
    assert len(smtp.mails) == 1


def test_an_author_reads_and_answers_and_a_reader_does_not(client, ada, grace, report, settings):
    from django.contrib.auth.models import Group

    settings.STAFF_SECOND_FACTOR = False
    ada.is_staff = True
    ada.save()
    ada.groups.add(Group.objects.get(name="Author"))
    for person, status in [(ada, 200), (grace, 302)]:
        client.force_login(person)
        assert client.get(INBOX).status_code == status


def test_the_inbox_costs_the_same_for_many(as_boss, report, version, queries):
    with queries() as one:
        as_boss.get(INBOX)
    for number in range(8):
        messages.send_message(key=uuid4(), body=f"Message {number}", version=version)
    with queries() as many:
        as_boss.get(INBOX)
    assert len(many) == len(one)


@pytest.mark.parametrize("fields", [{"status": "fixed"}, {"status": "odd"}])
def test_the_database_refuses_what_is_fixed_nowhere(report, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(**fields)
