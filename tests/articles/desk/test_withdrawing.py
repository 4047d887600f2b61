"""The page on which a publisher alone withdraws, reached from the article; set times; and amending a change note."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from lxml import html

from accounts.models import User
from articles import actions
from articles.desk import calendars
from articles.models import Amendment, Status, Version
from core.errors import NotAllowed


def withdraw_page(version):
    return reverse("admin:articles_version_withdraw", args=[version.pk])


def press(client, version, name, **data):
    return client.post(reverse("admin:articles_version_move", args=[version.pk, name]), data)


@pytest.fixture
def tomorrow():
    return timezone.localtime() + timedelta(days=1)


# --- Three taps ---


def test_a_publisher_finds_it_on_the_article(as_petra, article, version):
    assert f'href="{withdraw_page(version)}"' in as_petra.get(article.get_absolute_url()).content.decode()


def test_nobody_else_does(client, as_ada, as_rita, as_grace, article, version):
    for reader in (client, as_ada, as_rita, as_grace):
        assert withdraw_page(version) not in reader.get(article.get_absolute_url()).content.decode()


def test_one_tap_gives_the_reason_and_one_confirms(as_petra, version, grace, read):
    read(grace, version)
    page = html.fromstring(as_petra.get(withdraw_page(version)).content)
    assert "1 member who opened this version will be mailed." in " ".join(page.text_content().split())
    assert len(page.xpath("//input[@name='preset'][@type='radio']")) == 4
    assert page.xpath("//input[@name='preset'][@checked]") == []
    assert press(as_petra, version, "withdraw", preset="unsafe").status_code == 302
    assert version.transitions.get(to_status="withdrawn").comment.startswith("It may not be safe to use")


def test_words_of_ones_own_follow_the_reason(as_petra, version):
    press(as_petra, version, "withdraw", preset="outdated", comment="See the new guidance.")
    assert version.transitions.get(to_status="withdrawn").comment == "It is out of date. See the new guidance."


def test_without_a_reason_what_was_typed_stays(as_petra, version, make_article):
    make_article(2, "Lamps")
    page = press(as_petra, version, "withdraw", replacement="2")
    assert page.status_code == 422
    assert "Choose a reason, or write one: readers see it." in page.content.decode()
    assert html.fromstring(page.content).xpath("//input[@name='replacement']/@value") == ["2"]


def test_what_is_withdrawn_already_has_nothing_to_withdraw(as_petra, version, petra):
    actions.withdraw(version, by=petra, comment="Wrong")
    assert as_petra.get(withdraw_page(version)).status_code == 302
    assert press(as_petra, version, "withdraw", preset="unsafe").status_code == 409


def test_only_publishers_open_the_page(as_ada, as_rita, at_desk, mallory, as_grace, version, settings):
    for client in (as_ada, as_rita, at_desk(mallory)):
        assert client.get(withdraw_page(version)).status_code == 403
    assert as_grace.get(withdraw_page(version)).status_code == 302  # to where staff sign in
    settings.STAFF_SECOND_FACTOR = True
    root = Client()
    root.force_login(User.objects.create_superuser("root@example.org", display_name="Root"))
    assert "/admin/login/" in root.get(withdraw_page(version))["Location"]
    assert press(root, version, "withdraw", preset="unsafe").status_code == 302
    assert Version.objects.get(pk=version.pk).is_live


# --- What is scheduled ---


@pytest.fixture
def waiting(version, make_article, petra, tomorrow):
    second = make_article.revise(version.article, to="approved")
    return actions.schedule(second, by=petra, publish_at=tomorrow, is_full_check=False)


@pytest.mark.parametrize(
    ("asked", "words"),
    [({}, "Version 2 is no longer set to go live on"), ({"keeps_schedule": "on"}, "Version 2 still goes live on")],
)
def test_the_page_asks_and_says_what_becomes_of_it(as_petra, version, waiting, asked, words):
    assert "Still let version 2 go live on" in as_petra.get(withdraw_page(version)).content.decode()
    press(as_petra, version, "withdraw", preset="unsafe", **asked)
    page = as_petra.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    assert words in page
    waiting.refresh_from_db()
    assert bool(waiting.publish_at) == bool(asked)


def test_a_time_to_withdraw_is_set_shown_and_taken_back(as_petra, petra, client, version, tomorrow):
    at = f"{tomorrow:%Y-%m-%dT%H:%M}"
    press(as_petra, version, "schedule-withdrawal", withdraw_at=at, comment="It is retracted")
    page = as_petra.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    assert "set to be withdrawn on" in page
    queue = as_petra.get(reverse("admin:articles_article_queue")).content.decode()
    assert "To be withdrawn at a set time" in queue
    assert "To be withdrawn" in as_petra.get(reverse("admin:index")).content.decode()
    events = Calendar.from_ical(client.get(calendars.link(petra, is_mine=False)).content).walk("VEVENT")
    assert "Is withdrawn: Lanterns" in [str(event["summary"]) for event in events]
    press(as_petra, version, "unschedule-withdrawal")
    version.refresh_from_db()
    assert version.withdraw_at is None
    assert "To be withdrawn at a set time" not in as_petra.get(reverse("admin:articles_article_queue")).content.decode()


def test_what_failed_stands_in_the_queue_until_it_is_settled(as_petra, waiting):
    Version.objects.filter(pk=waiting.pk).update(failure="No lamp oil.")
    for address in ("admin:articles_article_queue", "admin:index"):
        assert "No lamp oil." in as_petra.get(reverse(address)).content.decode()
    press(as_petra, waiting, "unschedule")
    for address in ("admin:articles_article_queue", "admin:index"):
        assert "No lamp oil." not in as_petra.get(reverse(address)).content.decode()


# --- A change note is put right ---


@pytest.fixture
def second(version, make_article):
    return make_article.revise(version.article, change_note="Oil is doubeld")


def test_a_publisher_amends_it_and_both_stay_on_record(as_petra, petra, second):
    press(as_petra, second, "amend", change_note="Oil is doubled")
    second.refresh_from_db()
    assert (second.change_note, second.printed_change_note) == ("Oil is doubeld", "Oil is doubled")
    row = second.amendments.get()
    assert (row.before, row.after, row.made_by) == ("Oil is doubeld", "Oil is doubled", petra)
    page = as_petra.get(reverse("admin:articles_version_change", args=[second.pk])).content.decode()
    assert "“Oil is doubeld” became “Oil is doubled”" in page
    audit = as_petra.get(reverse("admin:articles_article_audit", args=[second.article_id])).content.decode()
    assert "Amended the change note" in audit


def test_sent_twice_it_is_amended_once(as_petra, second):
    answers = [press(as_petra, second, "amend", change_note="Oil is doubled").status_code for _ in range(2)]
    assert answers == [302, 409]
    assert Amendment.objects.count() == 1


def test_an_amendment_says_something(second, petra):
    for note in (" ", "Oil is doubeld"):
        with pytest.raises(NotAllowed):
            actions.amend(second, by=petra, change_note=note)


def test_a_draft_has_no_note_to_amend(draft, petra):
    with pytest.raises(NotAllowed, match="written in the draft"):
        actions.amend(draft, by=petra, change_note="x")


@pytest.mark.parametrize("group", ["as_ada", "as_rita"])
def test_only_publishers_amend(request, group, second):
    assert press(request.getfixturevalue(group), second, "amend", change_note="Mine").status_code == 403


def test_the_database_keeps_amendments(second, petra):
    actions.amend(second, by=petra, change_note="Oil is doubled")
    for change in (lambda rows: rows.update(after="x"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="record"), transaction.atomic():
            change(Amendment.objects.all())


def test_the_database_refuses_an_amendment_without_its_row(second):
    with pytest.raises(IntegrityError, match="amended"), transaction.atomic():
        Version.objects.filter(pk=second.pk).update(amended_note="Unsaid")


def test_nothing_is_offered_that_is_not_possible(as_petra, version):
    page = as_petra.get(reverse("admin:articles_version_change", args=[version.pk])).content.decode()
    for name in ("give-up", "unschedule-withdrawal", "amend"):
        assert f"/move/{name}/" not in page
    assert version.status == Status.PUBLISHED
    assert isinstance(version.published_at, datetime)
