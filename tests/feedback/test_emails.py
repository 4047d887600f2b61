"""Every mail of this room, as a real mail server on this machine takes it in."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import actions as articles
from core.mail import sender
from feedback.discussion import actions as discussion
from feedback.following import actions as following
from feedback.messages import actions as messages
from feedback.models import Issue, Subscription
from feedback.newsletter import actions as newsletter
from notes.reading import tracking

pytestmark = pytest.mark.django_db(transaction=True)

# What a title may hold, and a header must survive.
TITLE = "Lanterns – “café” & 5 < 6"


@pytest.fixture
def everything(smtp, settings, make_article, confirm, grace, mallory, ada, petra):
    """Everything that sends a mail has happened once; gives what arrived, by subject."""
    settings.FEEDBACK_EMAIL = "editors@example.org"
    article = make_article(title=TITLE)
    version = article.versions.get()
    report = messages.send_message(key=uuid.uuid4(), body="Wrong.\nReally.", email="r@example.org", version=version)
    messages.handle(report, by=ada, key=uuid.uuid4(), status="open", reply="We have looked.")
    newsletter.ask_to_subscribe(email="s@example.org")
    newsletter.confirm(Subscription.objects.get())
    discussion.watch(article, by=confirm(grace), is_wanted=True)
    discussion.say(version, by=confirm(mallory), key=uuid.uuid4(), body="About “dusk”.")
    following.follow(article, by=grace)
    tracking.log(mallory, version, timezone.now() - timedelta(minutes=1))
    second = make_article.revise(article, title=TITLE)
    messages.handle(report, by=ada, key=uuid.uuid4(), status="open", fixed_in=second)
    today = timezone.localdate()
    newsletter.release(Issue.objects.create(subject=TITLE, begins_on=today, ends_on=today), by=petra)
    tracking.log(grace, second, timezone.now() - timedelta(seconds=1))
    articles.withdraw(second, by=petra, comment="A dose was wrong.")
    sender.send_all()
    return [(mail["To"], mail["Subject"].strip()) for mail in smtp.mails]


def test_each_arrives_with_its_subject_on_one_line(everything, smtp):
    assert sorted(everything) == sorted(
        [
            ("editors@example.org", "A reader's message"),
            ("r@example.org", f"Your message to PatientPlus about {TITLE}"),
            ("r@example.org", f"Your message to PatientPlus about {TITLE}"),
            ("s@example.org", "Please confirm: the PatientPlus newsletter"),
            ("s@example.org", "You are subscribed to the PatientPlus newsletter"),
            ("s@example.org", TITLE),
            ("grace@example.org", f"New in the discussion of {TITLE}"),
            ("grace@example.org", f"New version: {TITLE}"),
            ("grace@example.org", f"Withdrawn: {TITLE}, which you have read"),
        ]
    )


def test_words_are_as_they_were_written(everything, smtp):
    bodies = [mail.get_body(("plain",)).get_content().replace("\r\n", "\n") for mail in smtp.mails]
    for words in ["Wrong.\nReally.", "About “dusk”.", TITLE, "A dose was wrong."]:
        assert any(words in body for body in bodies), words
    assert not any("&amp;" in body or "&quot;" in body for body in bodies)


def test_what_a_machine_sends_says_so_and_no_two_mails_are_the_same(everything, smtp):
    assert all(mail["Auto-Submitted"] for mail in smtp.mails)
    assert len({mail["Message-ID"] for mail in smtp.mails}) == len(smtp.mails)


def test_a_subject_cannot_bring_headers_of_its_own(smtp, make_article, petra):
    make_article(title="Lanterns")
    today = timezone.localdate()
    Subscription.objects.create(email="s@example.org", confirmed_at=timezone.now())
    odd = Issue.objects.create(subject="Lanterns\r\nBcc: x@example.org", begins_on=today, ends_on=today)
    newsletter.release(odd, by=petra)
    assert [mail["Subject"].strip() for mail in smtp.mails] == ["Lanterns Bcc: x@example.org"]
