"""Which checks are due, the riskiest first; who is reminded, without bulk; and the calendar."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from articles import actions
from articles.desk import calendars, reviews
from articles.models import Check, Reminder
from feedback.votes import actions as votes
from notes.reading import tracking

START = "2026-01-05T12:00Z"
LATER = "2029-02-15T12:00Z"  # 41 days after the first check of what was published at the start


@pytest.fixture
def desk(ada, rita, petra):
    for person in (ada, rita, petra):
        person.is_staff = True
        person.save()


@pytest.fixture
def overdue(make_article, desk):
    """Three articles whose checks are overdue."""
    with time_machine.travel(START, tick=False):
        return [make_article(number, f"Lamp {number}").versions.get() for number in (1, 2, 3)]


def titles():
    return [due.version.title for due in reviews.queue()]


def test_what_is_not_found_useful_comes_first(overdue):
    with time_machine.travel(LATER):
        for visitor in ("a", "b", "c"):
            votes.vote(overdue[2], is_useful=False, visitor=visitor)
            votes.vote(overdue[1], is_useful=True, visitor=visitor)
        assert titles() == ["Lamp 3", "Lamp 1", "Lamp 2"]


def test_its_reasons_are_said(overdue):
    with time_machine.travel(LATER):
        votes.vote(overdue[0], is_useful=False, visitor="a")
        votes.vote(overdue[0], is_useful=True, visitor="b")
        due = next(due for due in reviews.queue() if due.version == overdue[0])
    assert due.reasons == [
        "41 days overdue",
        "read 0 times by members in a year",
        "1 of 2 readers said it was not useful",
    ]


def test_reads_count(overdue, grace):
    with time_machine.travel(LATER):
        tracking.log(grace, overdue[2], timezone.now())
        assert titles()[0] == "Lamp 3"
        assert reviews.queue()[0].usage.reads == 1


def test_what_is_due_in_four_weeks_is_there_and_what_is_due_later_is_not(overdue):
    first = Check.objects.get(version=overdue[0]).next_check_on
    assert not reviews.queue(first - timedelta(days=31))
    found = reviews.queue(first - timedelta(days=28))
    assert found[-1].reasons[0] == "due in 28 days"


def test_a_check_takes_it_out(overdue, rita):
    with time_machine.travel(LATER):
        actions.check(overdue[0], by=rita)
        assert "Lamp 1" not in titles()


def test_the_queue_costs_the_same_for_ten_as_for_one(at_desk, rita, make_article, queries):
    def cost():
        with time_machine.travel(LATER):
            client = at_desk(rita, "Reviewer")
            with queries() as count:
                assert "days overdue" in client.get(reverse("admin:articles_article_queue")).content.decode()
        return len(count)

    with time_machine.travel(START):
        make_article(100, "Lamp")
    one = cost()
    with time_machine.travel(START):
        for number in range(9):
            make_article(number + 1, f"Lamp {number}")
    assert cost() == one


@pytest.mark.django_db(transaction=True)
def test_each_gets_one_mail_a_day_of_one_article(overdue, ada, rita):
    mail.outbox.clear()
    with time_machine.travel(LATER):
        assert reviews.remind() == 2
        assert reviews.remind() == 0
    assert {(message.to[0], message.subject) for message in mail.outbox} == {
        ("ada@example.org", "Check due: Lamp 3"),
        ("rita@example.org", "Check due: Lamp 3"),
    }
    assert "43 days overdue" in mail.outbox[0].body


def test_the_next_day_it_is_another_article_and_none_comes_twice_in_four_weeks(overdue):
    with time_machine.travel(LATER) as clock:
        sent = []
        for _ in range(5):
            sent.append(reviews.remind())
            clock.shift(timedelta(days=1))
    assert sent == [2, 2, 2, 0, 0]


def test_owner_and_second_person_are_reminded_if_they_are_chosen(overdue, petra, grace):
    actions.set_owners(overdue[0].article, owner=petra, deputy=grace)
    overdue[0].refresh_from_db()
    assert reviews.responsible(overdue[0]) == [petra]  # Grace is not at the desk


def test_the_database_promises_one_reminder_a_day(overdue, ada):
    Reminder.objects.create(article=overdue[0].article, person=ada, sent_on=date(2029, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(article=overdue[1].article, person=ada, sent_on=date(2029, 1, 1))


def events(client, link):
    answer = client.get(link)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_the_calendar_has_every_check_as_a_whole_day(client, at_desk, rita, overdue):
    at_desk(rita, "Reviewer")
    found = events(client, calendars.link(rita, is_mine=False))
    assert len(found) == 3
    assert found[-1]["summary"] == "Check due: Lamp 1"
    assert found[-1]["dtstart"].dt == date(2029, 1, 5)


def test_ones_own_calendar_has_ones_own_checks(client, at_desk, petra, overdue):
    at_desk(petra, "Publisher")
    assert events(client, calendars.link(petra, is_mine=True)) == []
    actions.set_owners(overdue[0].article, owner=petra, deputy=None)
    assert len(events(client, calendars.link(petra, is_mine=True))) == 1


def test_a_new_password_ends_the_link(client, at_desk, rita, overdue):
    at_desk(rita, "Reviewer")
    link = calendars.link(rita, is_mine=True)
    rita.set_password("another-lantern-9")
    rita.save()
    assert client.get(link).status_code == 404


def test_leaving_the_desk_ends_the_link(client, at_desk, rita, overdue):
    at_desk(rita, "Reviewer")
    link = calendars.link(rita, is_mine=True)
    rita.groups.clear()
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("token", ["x", "1:a:b"])
def test_a_forged_calendar_is_not_there(client, db, token):
    assert client.get(f"/feeds/checks/{token}/checks.ics").status_code == 404


def test_the_queue_leads_to_each_comparison_in_one_click(as_rita, article, make_article):
    version = make_article.revise(article, to="in_review")
    page = as_rita.get(reverse("admin:articles_article_queue")).content.decode()
    assert reverse("admin:articles_version_compare", args=[version.pk]) in page


def test_only_the_desk_sees_the_queue(at_desk, mallory):
    assert at_desk(mallory).get(reverse("admin:articles_article_queue")).status_code == 403
