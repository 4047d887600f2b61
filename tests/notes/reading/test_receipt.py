"""What an article page says of the visit, and that the visit it names is the one that is logged."""

import re

import pytest

from notes.models import PageView
from notes.reading import actions


@pytest.fixture
def address(article):
    return article.get_absolute_url()


def receipt(response):
    """The words of the receipt, or nothing when the page has none."""
    found = re.search(r'id="logged".*?</section>', response.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def test_reading_an_article_is_logged_and_said(as_grace, grace, version, address, time_machine):
    time_machine.move_to("2026-11-17T09:42:10+00:00", tick=False)
    words = receipt(as_grace.get(address))
    assert "Logged in your diary – Tuesday 17 November 2026, 09:42." in words
    assert "Remove from diary" in words
    assert PageView.objects.get().version == version


def test_a_reload_says_when_the_visit_began_and_how_long_it_was(as_grace, grace, version, address, time_machine):
    time_machine.move_to("2026-11-17T09:42:00+00:00", tick=False)
    as_grace.get(address)
    PageView.objects.update(active_seconds=400)
    time_machine.move_to("2026-11-17T10:02:00+00:00", tick=False)
    assert "09:42, 6 minutes so far." in receipt(as_grace.get(address))
    assert PageView.objects.count() == 1


def test_an_old_version_is_logged_as_itself(as_grace, make_article, article, version):
    make_article.revise(article)
    as_grace.get(version.get_absolute_url())
    assert PageView.objects.get().version == version


def test_nothing_is_said_or_logged_for_others(client, address):
    response = client.get(address)
    assert receipt(response) == ""
    assert b"js/reading.js" not in response.content
    assert not PageView.objects.exists()
    assert "Set-Cookie" not in response.headers


def test_while_paused_the_page_says_so_and_resumes_in_place(as_grace, grace, address):
    actions.pause(by=grace)
    response = as_grace.get(address)
    assert "Logging is paused. This page is not logged." in receipt(response)
    assert b"data-reading" not in response.content
    assert not PageView.objects.exists()
    assert as_grace.post("/activity/resume/", {"next": address}).headers["Location"] == address


def test_the_receipt_removes_the_visit_that_it_names(as_grace, address):
    page = as_grace.get(address).content.decode()
    fields = dict(re.findall(r'type="hidden" name="(version|at)" value="([^"]+)"', page[page.index('id="logged"') :]))
    as_grace.post("/activity/visits/remove/", fields)
    assert not PageView.objects.exists()


def test_a_heartbeat_names_its_visit_as_the_page_does(as_grace, address, time_machine):
    time_machine.move_to("2026-11-17T09:42:00.123456+00:00", tick=False)
    page = as_grace.get(address).content.decode()
    [at] = re.findall(r'data-at="([^"]+)"', page)
    [version] = re.findall(r'data-reading="/activity/heartbeat/" data-version="(\d+)"', page)
    time_machine.move_to("2026-11-17T09:43:30+00:00", tick=False)
    as_grace.post("/activity/heartbeat/", {"version": version, "at": at, "seconds": "45"})
    assert PageView.objects.get().active_seconds == 45


def test_the_home_page_lets_a_member_pick_up_where_they_left_off(as_grace, client, make_article):
    for number in range(1, 7):
        as_grace.get(make_article(number, f"Article {number}").get_absolute_url())
    as_grace.get("/articles/2/article-2/")
    page = as_grace.get("/").content.decode()
    part = page[page.index("Pick up where you left off") : page.index("Write a reflection")]
    assert re.findall(r"<b>(.+?)</b>", part) == ["Article 2", "Article 6", "Article 5", "Article 4"]


def test_the_home_page_of_others_says_what_an_account_is_for_and_has_no_diary(client, as_mallory, db):
    page = as_mallory.get("/").content.decode()
    assert "Pages you read while signed in will appear" in page
    assert "Keep what you look up" not in page
    as_mallory.logout()
    page = client.get("/").content.decode()
    assert "Keep what you look up" in page
    assert "Your diary" not in page
