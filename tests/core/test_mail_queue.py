"""What lies in the queue: nobody's words in clear, nothing longer than needed, and all of it seen by staff."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import data_export, erasure
from core.mail import encryption, kinds, queue, sender
from core.mail.kinds import Kind
from core.mail.models import Mail

CANARY = "/accounts/password/reset/key/CANARY/"
TEST = kinds.register(Kind("test", expires_in=timedelta(hours=1)))


def message(to="grace@example.org", body=CANARY):
    return EmailMessage("Your code CANARY", body, to=[to])


def everything_in_the_table() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select * from core_mail")
        return str([[bytes(it) if isinstance(it, memoryview) else it for it in row] for row in cursor.fetchall()])


def test_no_word_of_a_waiting_mail_can_be_read_in_the_table(db):
    queue.put(TEST, message())
    assert "grace@example.org" in everything_in_the_table()
    assert "CANARY" not in everything_in_the_table()
    assert CANARY in encryption.decrypt(Mail.objects.get().body).body


@pytest.mark.django_db(transaction=True)
def test_neither_text_nor_address_is_left_once_a_mail_was_sent(smtp):
    queue.put(TEST, message())
    assert len(smtp.mails) == 1
    [mail] = Mail.objects.all()
    assert (mail.state, mail.body, mail.recipient) == ("sent", None, "")


@pytest.mark.django_db(transaction=True)
def test_a_reset_link_is_in_the_mail_and_not_in_the_table(client, grace, smtp):
    smtp.go_away()
    client.post(reverse("account_reset_password"), {"email": grace.email})
    [mail] = Mail.objects.all()
    link = next(line for line in encryption.decrypt(mail.body).body.splitlines() if "/reset/key/" in line)
    assert link.strip()[-20:] not in everything_in_the_table()


def test_a_message_comes_out_as_it_went_in(settings):
    before = EmailMultiAlternatives("Café – 5 < 6", "Words", "us@x.org", ["a@x.org"], reply_to=["b@x.org"])
    before.extra_headers = {"List-Id": "<x>"}
    before.attach_alternative("<p>Words</p>", "text/html")
    after = encryption.decrypt(encryption.encrypt(before))
    for name in ("subject", "body", "from_email", "to", "reply_to", "extra_headers", "alternatives"):
        assert getattr(after, name) == getattr(before, name), name


def test_a_message_under_an_older_secret_key_is_read_while_that_is_a_fallback(settings):
    body = encryption.encrypt(message())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert encryption.decrypt(body).body == CANARY
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(encryption.Unreadable):
        encryption.decrypt(body)


@pytest.mark.parametrize("odd", [{"cc": ["c@x.org"]}, {"attachments": [("a.txt", "x", "text/plain")]}])
def test_copies_and_attachments_are_refused_rather_than_lost(odd):
    with pytest.raises(ValueError, match="no attachments and no copies"):
        encryption.encrypt(EmailMessage("x", "y", to=["a@x.org"], **odd))


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_sends_no_mail(mailoutbox):
    with transaction.atomic():
        queue.put(TEST, message())
        transaction.set_rollback(True)
    assert (Mail.objects.count(), mailoutbox) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_much_waits_for_the_timer_where_no_worker_runs(monkeypatch, mailoutbox):
    monkeypatch.setattr(queue, "SOON", 1)
    queue.put(TEST, message("a@x.org"), message("b@x.org"))
    assert mailoutbox == []
    assert sender.send_all() == len(django_mail.outbox) == 2


def test_what_is_too_late_is_given_up_and_wiped_and_in_the_end_forgotten(db):
    queue.put(TEST, message())
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert sender.send_due(TEST) == 0
        assert [sender.expire(), sender.expire()] == [1, 0]
        [mail] = Mail.objects.all()
        assert (mail.error, mail.body, mail.recipient) == ("expired", None, "")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        sender.expire()
    assert not Mail.objects.exists()


def test_what_a_killed_sender_left_is_wiped(db):
    """Killed after the dot, before the server's answer."""
    queue.put(TEST, message())
    Mail.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    sender.expire()
    assert Mail.objects.get().body is None


def test_a_members_file_names_what_waits_for_them_and_erasing_ends_it(grace):
    queue.put(TEST, message("GRACE@example.org"), message("b@x.org"))
    assert [row["kind"] for row in data_export.everything(grace)["mail"]] == ["test"]
    erasure.erase(grace)
    assert sorted(Mail.objects.values_list("kind", "recipient")) == [
        ("account", "grace@example.org"),
        ("test", "b@x.org"),
    ]


@pytest.fixture
def failed(db, monkeypatch):
    with monkeypatch.context() as no_worker:
        no_worker.setattr(queue, "SOON", -1)
        queue.put(TEST, message())
    Mail.objects.update(failed_at=timezone.now(), error="550", tries=1)
    return Mail.objects.get()


def test_staff_see_what_failed_and_why_and_no_word_of_it(admin_client, failed, settings):
    settings.STAFF_SECOND_FACTOR = False
    page = admin_client.get("/admin/core/mail/?state=failed").text
    for text in ["test", "failed", "example.org", "550"]:
        assert text in page
    assert "grace@" not in page
    assert "CANARY" not in page + admin_client.get(f"/admin/core/mail/{failed.pk}/change/").text
    assert "550" not in admin_client.get("/admin/core/mail/?state=waiting").text


@pytest.mark.django_db(transaction=True)
def test_staff_send_a_failed_mail_again(admin_client, failed, settings, mailoutbox):
    settings.STAFF_SECOND_FACTOR = False
    admin_client.post("/admin/core/mail/", {"action": "send_again", "_selected_action": [failed.pk]})
    assert [mail.body for mail in mailoutbox] == [CANARY]
    admin_client.post("/admin/core/mail/", {"action": "send_again", "_selected_action": [failed.pk]})
    assert len(mailoutbox) == 1


def test_staff_change_add_and_delete_nothing_by_hand(admin_client, failed, settings):
    settings.STAFF_SECOND_FACTOR = False
    for address in ["add/", f"{failed.pk}/delete/"]:
        assert admin_client.get(f"/admin/core/mail/{address}").status_code == 403
    admin_client.post(f"/admin/core/mail/{failed.pk}/change/", {"error": "x"})
    assert Mail.objects.get().error == "550"
