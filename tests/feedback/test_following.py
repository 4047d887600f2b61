"""Following an article, by one's own word or by having a note on it: told once of each version, off with one click."""

import uuid

import pytest
from django.core import mail

from feedback.following import actions
from feedback.models import Announcement, Follow, Notice
from notes.annotations import actions as notes

pytestmark = pytest.mark.django_db(transaction=True)


def note(user, article):
    notes.write(by=user, version=article.versions.published().get(), key=uuid.uuid4(), body="Ask about dusk.")


def told():
    return sorted(message.to[0] for message in mail.outbox)


def test_whoever_follows_or_has_noted_an_article_is_told_of_a_new_version_and_nobody_else(
    article, make_article, grace, mallory, ada
):
    actions.follow(article, by=grace)
    note(ada, article)
    make_article.revise(article, change_note="Three hours")
    assert told() == ["ada@example.org", "grace@example.org"]
    assert "Three hours" in mail.outbox[0].body
    assert "/articles/1234/lanterns/versions/2/" in mail.outbox[0].body


def test_someone_with_a_note_who_said_no_is_not_told(article, make_article, grace):
    note(grace, article)
    assert actions.is_following(article, by=grace)
    actions.unfollow(article, by=grace)
    make_article.revise(article)
    assert told() == []
    assert not actions.is_following(article, by=grace)


def test_a_version_is_told_once_however_often_the_timer_looks(article, make_article, grace):
    actions.follow(article, by=grace)
    make_article.revise(article)
    for _ in range(3):
        actions.find_all()
    assert len(told()) == Notice.objects.count() == Announcement.objects.count() == 1


def test_someone_who_follows_later_is_not_told_of_what_was_before(article, make_article, grace):
    make_article.revise(article)
    Announcement.objects.all().delete()  # as if nothing had been told
    actions.follow(article, by=grace)
    assert actions.find_all() == 0


def test_the_first_version_is_news_to_nobody(make_article, grace):
    make_article()
    assert not Announcement.objects.exists()


def test_one_click_in_the_mail_client_ends_it_without_signing_in(client, article, make_article, grace):
    actions.follow(article, by=grace)
    make_article.revise(article)
    headers = mail.outbox[0].extra_headers
    way_out = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(way_out).status_code == 200
    assert actions.is_following(article, by=grace)
    assert client.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not actions.is_following(article, by=grace)


def test_a_forged_link_is_not_there(client, db):
    assert client.post("/following/stop/WzEsMV0:abc:def/").status_code == 404


def test_a_member_follows_and_stops_with_one_button_each(as_grace, grace, article):
    address = f"/following/articles/{article.document_id}/"
    assert address in as_grace.get(article.get_absolute_url()).content.decode()
    assert "<h1>Follow Lanterns</h1>" in as_grace.get(address).content.decode()
    as_grace.post(address, {"follow": "yes"})
    assert "<h1>You follow Lanterns</h1>" in as_grace.get(address).content.decode()
    assert "Lanterns" in as_grace.get("/following/").content.decode()
    as_grace.post(address, {"follow": "no"})
    assert Follow.objects.get().ended_at
    as_grace.post(address, {"follow": "yes"})
    assert actions.is_following(article, by=grace)


def test_what_someone_follows_is_not_shown_to_others(client, as_grace, grace, mallory, article):
    actions.follow(article, by=grace)
    client.force_login(mallory)
    assert "Stop following" not in client.get("/following/").content.decode()
    client.logout()
    assert client.get("/following/").status_code == 302


def test_what_one_has_notes_on_is_listed_until_one_says_no(as_grace, grace, article):
    note(grace, article)
    assert "Articles you have notes on" in as_grace.get("/following/").content.decode()
    as_grace.post(f"/following/articles/{article.document_id}/", {"follow": "no"})
    assert "Articles you have notes on" not in as_grace.get("/following/").content.decode()


def test_a_planned_article_cannot_be_followed(as_grace, make_article):
    make_article(2000, "Candles", to="planned")
    assert as_grace.get("/following/articles/2000/").status_code == 404
