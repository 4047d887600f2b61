from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from feedback.models import Message

HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}


def send(client, **fields):
    return client.post("/feedback/", {"key": uuid4(), "body": "More lamps", **fields}, **HERE)


def test_a_message_reaches_the_editors(client, db, settings, django_capture_on_commit_callbacks):
    settings.FEEDBACK_EMAIL = "editors@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, email="reader@example.org").url == "/feedback/sent/"
    assert Message.objects.get().body == "More lamps"
    assert mail.outbox[0].to == ["editors@example.org"]
    assert "reader@example.org" in mail.outbox[0].body


def test_a_form_sent_twice_is_one_message(client, db):
    key = uuid4()
    assert [send(client, key=key).status_code for _ in range(3)] == [302, 302, 302]
    assert Message.objects.count() == 1


def test_other_words_in_a_form_that_was_sent_are_another_message(client, db):
    key = uuid4()
    for body in ["More lamps", "Fewer lamps", "Fewer lamps"]:
        assert send(client, key=key, body=body).status_code == 302
    assert {message.body for message in Message.objects.all()} == {"More lamps", "Fewer lamps"}
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_does_not_answer_loses_no_message(client, settings, smtp):
    settings.FEEDBACK_EMAIL = "editors@example.org"
    smtp.go_away()
    assert send(client).status_code == 302
    assert Message.objects.count() == 1


def test_a_member_is_not_locked_out_by_a_colleague_behind_the_same_address(client, grace, mallory, monkeypatch):
    monkeypatch.setattr("feedback.messages.views.MESSAGES_PER_HOUR", 1)
    for member in [grace, mallory]:
        client.force_login(member)
        assert [send(client).status_code for _ in range(2)] == [302, 429]


def test_a_connection_that_changes_its_address_within_its_network_is_counted_once(client, db, monkeypatch):
    monkeypatch.setattr("feedback.messages.views.MESSAGES_PER_HOUR", 1)
    statuses = []
    for address in ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]:
        client.defaults["REMOTE_ADDR"] = address
        statuses.append(send(client).status_code)
    assert statuses == [302, 429, 302]


def test_a_bad_address_keeps_what_was_written(client, db):
    response = send(client, email="nowhere")
    assert response.status_code == 422
    assert "More lamps" in response.content.decode()
    assert not Message.objects.exists()


def test_an_empty_message_says_what_to_do(client, db):
    assert "Write your message first." in send(client, body="  ").content.decode()


def test_a_program_that_fills_every_field_is_thanked_and_ignored(client, db):
    assert send(client, website="http://spam.example").url == "/feedback/sent/"
    assert not Message.objects.exists()


def test_too_many_messages_are_told_to_wait_and_keep_their_text(client, db, monkeypatch):
    monkeypatch.setattr("feedback.messages.views.MESSAGES_PER_HOUR", 1)
    send(client)
    response = send(client, body="One more lamp")
    assert response.status_code == 429
    assert "One more lamp" in response.content.decode()


def test_every_page_carries_its_own_key(client, db):
    keys = {client.get("/feedback/").context["form"]["key"].value() for _ in range(2)}
    assert len(keys) == 2
    assert "no-store" in client.get("/feedback/")["Cache-Control"]


def test_a_form_on_another_site_sends_nothing(client, db):
    assert (
        client.post("/feedback/", {"key": uuid4(), "body": "x"}, HTTP_ORIGIN="https://evil.example").status_code == 403
    )


@pytest.mark.parametrize("url", ["/feedback/", "/feedback/sent/", "/newsletter/", "/newsletter/confirmed/"])
def test_pages_cost_no_more_than_the_list_of_topics(client, db, url, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        response = client.get(url)
    assert response.status_code == 200
    assert not response.cookies


def test_the_database_refuses_an_empty_message(db):
    with pytest.raises(IntegrityError, match="feedback_message_body_not_empty"), transaction.atomic():
        Message.objects.create(body="")
