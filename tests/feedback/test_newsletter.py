import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Topic
from feedback.models import Subscription

HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
ADDRESS = "reader@example.org"


@pytest.fixture
def ask(client, db, django_capture_on_commit_callbacks):
    """Ask for the newsletter; gives the path of the link in the mail."""

    def asking(email=ADDRESS, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/newsletter/", {"email": email, **fields}, **HERE)
        return link(mail.outbox[-1].body)

    return asking


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    def posting(path, **headers):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, **headers)

    return posting


def link(body):
    return re.search(r"http://127.0.0.1:8000(\S+)", body)[1]


def test_nothing_is_sent_until_the_address_is_confirmed(ask):
    ask()
    assert Subscription.objects.count() == 1
    assert not Subscription.objects.active().exists()


def test_opening_the_link_is_not_enough_since_mail_filters_open_links_too(client, ask):
    assert "Yes, subscribe" in client.get(ask()).content.decode()
    assert not Subscription.objects.active().exists()


def test_the_button_behind_the_link_confirms_and_the_welcome_has_the_way_out(ask, post):
    assert post(ask(), **HERE).url == "/newsletter/confirmed/"
    assert Subscription.objects.active().get().email == ADDRESS
    welcome = mail.outbox[-1]
    assert welcome.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link(welcome.body) in welcome.extra_headers["List-Unsubscribe"]


def test_one_click_of_the_mail_client_ends_it_without_cookie_or_origin(client, ask, post):
    post(ask(), **HERE)
    client.cookies.clear()
    way_out = link(mail.outbox[-1].body)
    assert client.get(way_out).status_code == 200
    assert Subscription.objects.active().exists()
    assert client.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.active().exists()


def test_someone_who_left_can_come_back(ask, post, client):
    post(ask(), **HERE)
    client.post(link(mail.outbox[-1].body))
    post(ask(), **HERE)
    assert Subscription.objects.active().count() == 1


def test_a_link_from_before_they_left_does_not_bring_them_back(client, ask, post):
    first = ask()
    post(first, **HERE)
    post(link(mail.outbox[-1].body))
    assert client.get(first).status_code == post(first, **HERE).status_code == 404
    assert not Subscription.objects.active().exists()


def test_a_double_click_sends_one_mail(ask, post):
    path = ask()
    ask(ADDRESS.upper())
    assert len(mail.outbox) == 1
    for _ in range(2):
        post(path, **HERE)
    assert len(mail.outbox) == 2


def test_asking_again_a_while_later_sends_another_mail(ask):
    ask()
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        ask()
    assert len(mail.outbox) == 2


def test_nobody_is_flooded_with_mails_that_someone_else_asks_for(ask):
    topics = [Topic.objects.create(name=f"Lighting {n}", slug=f"lighting-{n}") for n in range(7)]
    with time_machine.travel(datetime(2026, 11, 17, 9, tzinfo=UTC)):
        for topic in topics:
            ask(topic=topic.pk)
    assert len(mail.outbox) == 5


def test_a_list_of_what_goes_with_a_topic_names_no_address(db):
    assert ADDRESS not in str(Subscription.objects.create(email=ADDRESS))


def test_asking_again_in_capitals_is_the_same_subscription_and_tells_nothing(client, ask):
    ask()
    ask(ADDRESS.upper())
    assert Subscription.objects.count() == 1


def test_a_topic_is_a_subscription_of_its_own(ask):
    topic = Topic.objects.create(name="Lighting", slug="lighting")
    ask()
    ask(topic=topic.pk)
    assert set(Subscription.objects.values_list("topic", flat=True)) == {None, topic.pk}


def test_an_old_link_says_how_to_get_a_new_one(client, ask):
    path = ask()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        response = client.get(path)
    assert response.status_code == 404
    assert "Ask for a new one" in response.content.decode()


@pytest.mark.parametrize("page", ["confirm", "unsubscribe"])
def test_a_forged_link_is_refused(client, db, page):
    assert client.get(f"/newsletter/{page}/1:abc:def/").status_code == 404
    assert client.post(f"/newsletter/{page}/1:abc:def/", **HERE).status_code == 404


def test_a_confirm_token_does_not_unsubscribe(client, ask):
    assert client.get(ask().replace("/confirm/", "/unsubscribe/")).status_code == 404


def test_a_bad_address_stays_typed(client, db):
    response = client.post("/newsletter/", {"email": "nowhere"}, **HERE)
    assert response.status_code == 422
    assert 'value="nowhere"' in response.content.decode()


@pytest.mark.parametrize("with_topic", [True, False])
def test_the_database_refuses_the_same_address_twice(db, with_topic):
    topic = Topic.objects.create(name="Lighting", slug="lighting") if with_topic else None
    Subscription.objects.create(email=ADDRESS, topic=topic)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(email=ADDRESS.upper(), topic=topic)
