"""A version that readers cannot see yet, shown by a signed link, and at the width of a phone."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from articles import actions
from articles.desk import previews
from notes.models import PageView


@pytest.mark.parametrize("to", ["draft", "in_review", "approved"])
def test_whoever_has_the_link_sees_it_as_readers_will(client, make_article, to):
    page = client.get(previews.link(make_article(to=to).versions.get()))
    assert page.status_code == 200
    assert "They burn for 2.5 hours." in page.content.decode()
    assert "Readers cannot see it yet" in page.content.decode()


def test_nobody_keeps_or_finds_it(client, draft):
    page = client.get(previews.link(draft))
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Frame-Options"] == "DENY"


def test_it_follows_the_draft(client, draft, ada):
    link = previews.link(draft)
    actions.write(draft, by=ada, summary="Written since.")
    assert "Written since." in client.get(link).content.decode()


def test_it_expires_and_says_what_to_do(client, draft):
    link = previews.link(draft)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=5)):
        page = client.get(link)
    assert page.status_code == 410
    assert "Ask whoever sent it to you for a new one" in page.content.decode()


@pytest.mark.parametrize("token", ["x", "1:a:b", "%00", "é"])
def test_a_forged_link_shows_nothing(client, draft, token):
    assert client.get(f"/preview/{token}/").status_code == 410


def test_a_link_of_another_kind_shows_nothing(client, draft, rita):
    from articles.desk import calendars

    token = calendars.link(rita, is_mine=True).split("/")[3]
    assert client.get(f"/preview/{token}/").status_code == 410


def test_once_published_it_leads_there(client, make_article, rita, petra):
    version = make_article(to="approved").versions.get()
    link = previews.link(version)
    actions.publish(version, by=petra)
    assert client.get(link).url == "/articles/1234/lanterns/versions/1/"


def test_it_is_no_page_view(as_grace, draft):
    assert as_grace.get(previews.link(draft)).status_code == 200
    assert not PageView.objects.exists()


def test_the_desk_gives_the_link_and_shows_a_phone(as_rita, draft):
    page = as_rita.get(reverse("admin:articles_version_share", args=[draft.pk]))
    assert "/preview/" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    frame = as_rita.get(reverse("admin:articles_version_preview", args=[draft.pk]))
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in frame["Content-Security-Policy"]


def test_only_the_desk_gives_links(as_grace, at_desk, mallory, draft):
    address = reverse("admin:articles_version_share", args=[draft.pk])
    assert as_grace.get(address, follow=True).status_code == 403
    assert at_desk(mallory).get(address).status_code == 403
