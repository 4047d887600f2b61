"""Recall: who opened a version that was withdrawn or clinically corrected is told, exactly they, and once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from articles import actions as articles
from articles import events
from feedback.following import actions
from feedback.models import Announcement, Notice
from notes.models import PageView
from notes.reading import tracking

pytestmark = pytest.mark.django_db(transaction=True)


def correct(make_article, article, *, publisher):
    draft = make_article.revise(article, to="draft", change_note="Three hours")
    draft = articles.write(draft, by=draft.author, significance="clinical")
    draft = articles.submit(draft, by=draft.author)
    reviewer = User.objects.get(email="rita@example.org")
    return articles.publish(articles.approve(draft, by=reviewer), by=publisher)


def read(user, version):
    tracking.log(user, version, timezone.now() - timedelta(minutes=5))


def told():
    return sorted(message.to[0] for message in mail.outbox)


def test_a_readership_of_two_thousand(article, version, make_article, petra):
    """900 opened the withdrawn version, many more than once; 600 another one; 500 none; 100 of the 900 have gone."""
    people = User.objects.bulk_create(User(email=f"reader{number}@example.org") for number in range(2000))
    second = make_article.revise(article)
    now = timezone.now()
    views = [(user, second, hours) for user in people[:900] for hours in range(1, 2 + user.pk % 3)]
    views += [(user, version, 1) for user in people[900:1500]]
    PageView.objects.bulk_create(
        PageView(user=user, version=of, opened_at=now - timedelta(hours=hours), seen_at=now - timedelta(hours=hours))
        for user, of, hours in views
    )
    User.objects.filter(pk__in=[user.pk for user in people[:100]]).delete()
    articles.withdraw(second, by=petra, comment="A dose was wrong.")
    User.objects.filter(pk__in=[user.pk for user in people[100:200]]).delete()  # between the finding and the sending
    for _ in range(3):
        call_command("run_due", stdout=StringIO())
    assert told() == sorted(user.email for user in people[200:900])
    assert Notice.objects.filter(mail__sent_at__isnull=False).count() == Notice.objects.count() == 700


def test_a_clinical_correction_reaches_who_opened_what_was_wrong(article, version, make_article, grace, mallory, petra):
    read(grace, version)
    second = make_article.revise(article)
    read(mallory, second)
    correct(make_article, article, publisher=petra)
    assert told() == ["mallory@example.org"]
    assert "/changes/2..3/" in mail.outbox[0].body
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_a_follower_who_opened_it_is_told_of_the_correction_alone(article, version, make_article, grace, petra):
    read(grace, version)
    actions.follow(article, by=grace)
    correct(make_article, article, publisher=petra)
    assert told() == ["grace@example.org"]
    assert mail.outbox[0].subject == "Corrected: Lanterns, which you have read"


def test_another_change_recalls_nothing(article, version, make_article, grace):
    read(grace, version)
    make_article.revise(article)
    assert told() == []


def test_someone_who_opens_it_only_afterwards_is_not_told(version, petra, grace, monkeypatch):
    monkeypatch.setattr(events.version_released, "receivers", [])
    articles.withdraw(version, by=petra, comment="A dose was wrong.")
    tracking.log(grace, version, timezone.now())
    actions.find_all()
    assert Announcement.objects.get().found_at
    assert not Notice.objects.exists()


def test_what_the_hook_did_not_do_the_timer_does(version, petra, grace, monkeypatch):
    read(grace, version)
    monkeypatch.setattr(events.version_released, "receivers", [])
    articles.withdraw(version, by=petra, comment="A dose was wrong.")
    assert told() == []
    call_command("run_due", stdout=(out := StringIO()))
    assert "1 members to be told of a version" in out.getvalue()
    assert told() == ["grace@example.org"]


def test_a_member_sees_it_on_the_site_until_they_have_said_so(as_grace, version, article, make_article, grace, petra):
    read(grace, version)
    correct(make_article, article, publisher=petra)
    words = "corrects it in a way that may change what you do"
    for address in ["/", article.get_absolute_url(), "/following/"]:
        assert words in as_grace.get(address).content.decode(), address
    as_grace.post(f"/following/seen/{Notice.objects.get().pk}/")
    for address in ["/", article.get_absolute_url()]:
        assert words not in as_grace.get(address).content.decode(), address
    assert "You said on" in as_grace.get("/following/").content.decode()


def test_nobody_acknowledges_for_another(client, version, grace, mallory, petra):
    read(grace, version)
    articles.withdraw(version, by=petra, comment="A dose was wrong.")
    client.force_login(mallory)
    notice = Notice.objects.get()
    assert client.post(f"/following/seen/{notice.pk}/").status_code == 404
    assert client.post("/following/seen/999999/").status_code == 404
    notice.refresh_from_db()
    assert notice.acknowledged_at is None
    assert "Lanterns" not in client.get("/following/").content.decode().partition("<main")[2]


def test_staff_see_counts_and_no_names(as_boss, version, grace, mallory, petra):
    for reader in [grace, mallory]:
        read(reader, version)
    articles.withdraw(version, by=petra, comment="A dose was wrong.")
    actions.acknowledge(Notice.objects.get(user=grace).pk, by=grace)
    announcement = Announcement.objects.get()
    for address in ["", f"{announcement.pk}/change/"]:
        page = as_boss.get(f"/admin/feedback/announcement/{address}").content.decode()
        assert "Grace" not in page
        assert "grace@" not in page
    row = as_boss.get("/admin/feedback/announcement/").context["cl"].result_list[0]
    assert (row.told_count, row.mail_count, row.seen_count) == (2, 2, 1)
