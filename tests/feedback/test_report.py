"""Report a problem: the words that were selected or typed, with their version."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from feedback.models import Message

HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}


def send(client, version, **fields):
    said = {"key": uuid4(), "body": "They burn longer.", "quote": "They burn for 2.5 hours."} | fields
    return client.post(f"/feedback/report/{version.pk}/", said, **HERE)


def test_a_report_holds_the_words_their_section_and_the_version(client, version):
    assert send(client, version, email="reader@example.org").url == "/feedback/sent/"
    message = Message.objects.get()
    assert (message.version, message.section, message.status) == (version, "introduction", "new")
    assert message.quote == "They burn for 2.5 hours."


def test_words_that_stand_nowhere_are_kept_as_they_were_typed(client, version):
    send(client, version, quote="Not in this article")
    assert (Message.objects.get().section, Message.objects.get().quote) == ("", "Not in this article")


def test_a_report_sent_twice_is_one_and_one_of_another_version_is_another(client, version, make_article):
    key = uuid4()
    other = make_article(2000, "Candles").versions.get()
    for about in [version, version, other]:
        assert send(client, about, key=key).status_code == 302
    assert Message.objects.count() == 2


def test_selected_words_come_with_the_address_and_stand_in_the_form(client, version):
    page = client.get(f"/feedback/report/{version.pk}/", {"quote": "They burn\n for 2.5 hours." + "x" * 600})
    assert "They burn for 2.5 hours.xxx" in page.content.decode()
    assert "x" * 500 not in page.content.decode()


def test_an_article_leads_to_its_report_with_and_without_a_script(client, as_grace, article, version):
    address = f"/feedback/report/{version.pk}/"
    for reader in ["member", "visitor"]:
        page = client.get(article.get_absolute_url()).content.decode()
        assert f'href="{address}"' in page, reader
        assert page.count(f'data-report="{address}"') == 1, reader
        client.logout()


def test_an_empty_report_says_what_to_do_and_keeps_the_words(client, version):
    answer = send(client, version, body=" ")
    assert answer.status_code == 422
    assert "Say what the problem is first." in answer.content.decode()
    assert "They burn for 2.5 hours." in answer.content.decode()


def test_reports_have_the_limits_of_messages(client, version, monkeypatch):
    monkeypatch.setattr("feedback.messages.views.MESSAGES_PER_HOUR", 1)
    assert [send(client, version).status_code for _ in range(2)] == [302, 429]
    assert send(client, version, website="x").status_code == 429


def test_a_draft_takes_no_reports(client, make_article):
    assert send(client, make_article(to="draft").versions.get()).status_code == 404


@pytest.mark.parametrize("field", ["quote", "section"])
def test_the_database_refuses_a_passage_of_nothing(db, field):
    with pytest.raises(IntegrityError, match="feedback_message_passage_of_version"), transaction.atomic():
        Message.objects.create(body="x", **{field: "words"})
