"""A mail server that is away for a while delays mail and loses none: what causes a mail succeeds all the same."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts import erasure
from appraisal.inbox import weekly_digest
from articles import actions as articles
from articles import events
from core.mail import queue, sender
from core.mail.models import Mail
from feedback.following import actions as following
from feedback.messages import actions as messages
from feedback.models import Issue, Subscription
from feedback.newsletter import actions as newsletter
from feedback.newsletter import recipients
from notes.models import PageView, Preference
from notes.reading import tracking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def away(smtp):
    """The mail server, which answers nobody before `come_back`."""
    smtp.go_away()
    return smtp


def subjects_after_coming_back(away):
    """What arrives by two runs of the timer, of which the first does all."""
    away.come_back()
    for _ in range(2):
        call_command("run_due", verbosity=0)
    return [(mail["To"], mail["Subject"].strip()) for mail in away.mails]


def test_a_weekly_digest_goes_once_the_server_is_back(grace, version, away):
    tracking.log(grace, version, timezone.now())
    PageView.objects.update(active_seconds=300)
    Preference.objects.create(user=grace, is_mailed_weekly=True)
    assert weekly_digest.write_weekly() == 1
    assert subjects_after_coming_back(away) == [("grace@example.org", "Your week on PatientPlus")]


def test_reviewers_hear_of_a_submitted_draft_once_the_server_is_back(make_article, rita, away):
    rita.is_staff = True
    rita.save()
    rita.groups.add(Group.objects.get(name="Reviewer"))
    make_article(55, "Hooks", to="in_review")
    assert subjects_after_coming_back(away) == [("rita@example.org", "To review: Hooks")]


def test_whoever_asks_for_the_newsletter_gets_the_link_once_the_server_is_back(away, client):
    sent = {"email": "s@example.org", "topic": ""}
    assert client.post("/newsletter/", sent, headers={"Origin": "http://testserver"}).status_code == 200
    subscription = ("s@example.org", "Please confirm: the PatientPlus newsletter")
    assert subjects_after_coming_back(away) == [subscription]


def test_an_account_is_erased_at_once_and_the_last_mail_follows(away, grace):
    erasure.erase(grace)
    assert subjects_after_coming_back(away) == [("grace@example.org", "Your account was erased")]


def test_recalls_replies_and_messages_wait_for_the_server(settings, version, grace, petra, make_article, away):
    settings.FEEDBACK_EMAIL = "editors@example.org"
    message = messages.send_message(key=uuid4(), body="Wrong.", email="r@example.org")
    messages.handle(message, by=petra, key=uuid4(), status="open", reply="We look.")
    following.follow(version.article, by=grace)
    make_article.revise(version.article)
    arrived = Counter(address for address, _ in subjects_after_coming_back(away))
    assert [arrived[f"{name}@example.org"] for name in ("editors", "grace", "r")] == [1, 1, 1]


def test_the_timer_says_that_the_server_is_away_and_counts_no_try(away, grace):
    erasure.erase(grace)
    with pytest.raises(CommandError, match=r"mails that were waiting.*Connection refused"):
        call_command("run_due", verbosity=0)
    assert [(mail.state, mail.tries) for mail in Mail.objects.all()] == [("waiting", 0)]


def test_a_sign_in_code_is_never_sent_late(away, client, grace):
    client.post(reverse("account_reset_password"), {"email": grace.email})
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert subjects_after_coming_back(away) == []
    [mail] = Mail.objects.all()
    assert (mail.state, mail.error, mail.body, mail.recipient) == ("failed", "expired", None, "")


def test_a_sign_in_link_goes_at_once_when_the_server_is_there(smtp, client, grace, settings):
    settings.BACKGROUND_WORKER = True
    client.post(reverse("account_reset_password"), {"email": grace.email})
    assert [mail["To"] for mail in smtp.mails] == ["grace@example.org"]


@pytest.fixture
def in_doubt(version, grace, petra, make_article, smtp):
    """A recall and a newsletter of which the server took in the mail, and was gone before it said so."""
    other = make_article(2000, "Candles").versions.get()
    tracking.log(grace, other, timezone.now() - timedelta(minutes=1))
    smtp.mails.clear()
    Subscription.objects.create(email="s@example.org", confirmed_at=timezone.now() - timedelta(days=1))
    today = timezone.localdate()
    smtp.hangs_up = 1
    newsletter.release(Issue.objects.create(subject="New", begins_on=today, ends_on=today), by=petra)
    smtp.mails.clear()
    with events.unannounced():
        articles.withdraw(other, by=petra, comment="A dose was wrong.")
    smtp.hangs_up = 0
    return smtp


def test_in_doubt_a_recall_goes_again_and_a_newsletter_waits_for_staff(in_doubt):
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        sender.send_all()
    assert [mail["To"] for mail in in_doubt.mails] == ["grace@example.org"] * 2
    assert [mail.kind for mail in Mail.objects.in_doubt()] == ["newsletter"]
    assert queue.send_again(Mail.objects.in_doubt()) == 1
    assert [mail["To"] for mail in in_doubt.mails][2:] == ["s@example.org"]
    assert not recipients.find_recipients()
