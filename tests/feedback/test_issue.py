"""The newsletter: written from what was published, sent to each address once, and ended by whoever wants no more."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from articles import actions as articles
from articles.models import Topic
from core.mail import headers, queue, sender
from core.mail.models import Mail
from core.mail.smtp import HandoverSMTP
from feedback.models import Delivery, Ending, Issue, Subscription
from feedback.newsletter import actions, recipients, returned
from feedback.newsletter.emails import DELIVERY

ROOT = Path(__file__).parent.parent.parent
SENT = "http://127.0.0.1:8000"


@pytest.fixture
def issue(db):
    today = timezone.localdate()
    return Issue.objects.create(subject="New and changed", begins_on=today - timedelta(days=30), ends_on=today)


def subscribe(email, topic=None):
    return Subscription.objects.create(email=email, topic=topic, confirmed_at=timezone.now() - timedelta(days=1))


@pytest.fixture
def let_go(petra, django_capture_on_commit_callbacks):
    def letting_go(issue):
        with django_capture_on_commit_callbacks(execute=True):
            return actions.release(issue, by=petra)

    return letting_go


def test_it_says_what_is_new_and_what_changed_in_one_line_each(issue, article, make_article, let_go):
    make_article(2000, "Candles & wax")
    make_article.revise(article, change_note="Three hours, not two & a half")
    subscribe("a@example.org")
    let_go(issue)
    [sent] = mail.outbox
    assert "Changed: Three hours, not two & a half" in sent.body
    assert "New: What lanterns are for." in sent.body
    assert f"{SENT}/articles/2000/candles-wax/" in sent.body
    [(page, kind)] = sent.alternatives
    assert kind == "text/html"
    assert "Three hours, not two &amp; a half" in page
    assert "<script" not in page
    assert "<link" not in page


def test_it_names_only_what_is_live_and_of_its_days(issue, article, version, make_article, petra, let_go):
    withdrawn = make_article(2000, "Candles").versions.get()
    articles.withdraw(withdrawn, by=petra, comment="Wrong.")
    assert [version.title for version in issue.versions()] == ["Lanterns"]
    Issue.objects.update(begins_on="2020-01-01", ends_on="2020-02-01")
    assert not let_go(Issue.objects.get())


def test_an_address_gets_one_mail_with_all_of_its_topics(issue, article, make_article, let_go):
    make_article(2000, "Candles", topics=["Wax"])
    make_article(3000, "Mirrors", topics=["Glass"])
    lighting, wax = (Topic.objects.get(name=name) for name in ("Lighting", "Wax"))
    for email, topic in [("a@example.org", lighting), ("A@example.org", wax), ("b@example.org", None)]:
        subscribe(email, topic)
    let_go(issue)
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert len(mail.outbox) == 2
    assert ("Candles" in bodies["a@example.org"], "Mirrors" in bodies["a@example.org"]) == (True, False)
    assert "Mirrors" in bodies["b@example.org"]


def test_nothing_is_sent_to_who_has_not_confirmed_has_left_or_asked_about_something_else(
    issue, article, make_article, let_go
):
    make_article(2000, "Candles", to="planned", topics=["Wax"])
    Subscription.objects.create(email="new@example.org")
    actions.leave(subscribe("left@example.org"))
    subscribe("wax@example.org", Topic.objects.get(name="Wax"))
    assert let_go(issue)
    assert mail.outbox == []


def test_an_issue_goes_once(issue, article, let_go):
    subscribe("a@example.org")
    assert [let_go(issue) for _ in range(3)] == [True, False, False]
    assert recipients.find_recipients() == 0
    assert len(mail.outbox) == 1


def test_one_click_ends_every_topic_of_the_address(client, issue, article, let_go):
    for topic in [None, article.topics.get()]:
        subscribe("a@example.org", topic)
    let_go(issue)
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way_out = headers["List-Unsubscribe"].strip("<>").removeprefix(SENT)
    assert client.post(way_out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert {one.ending for one in Subscription.objects.all()} == {Ending.LEFT}


# --- Mail that comes back ---


def bounce(delivery, *, status="5.1.1", action="failed", sign=None):
    stamp = headers.stamps(delivery)["Message-ID"] if sign is None else f"<delivery.{delivery.pk}.{sign}@127.0.0.1>"
    return f"""From: mailer-daemon@example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; a@example.org
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

Subject: New and changed
Message-ID: {stamp}

--b--
""".encode()


def complaint(delivery):
    stamp = headers.stamps(delivery)["Message-ID"]
    return f"""From: feedback@example.org
Content-Type: multipart/report; report-type=feedback-report; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

A complaint.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Complaints/1

--b
Content-Type: message/rfc822

From: us@example.org
Message-ID: {stamp}
Subject: New and changed

Words.
--b--
""".encode()


@pytest.fixture
def delivery(issue):
    return Delivery.objects.create(issue=issue, subscription=subscribe("a@example.org"))


@pytest.mark.parametrize(("report", "ending"), [(bounce, Ending.BOUNCED), (complaint, Ending.COMPLAINED)])
def test_an_address_that_fails_or_complains_gets_no_more(delivery, report, ending):
    assert returned.take(report(delivery)) == ending
    subscription = Subscription.objects.get()
    assert subscription.ended_at
    assert subscription.ending == ending


@pytest.mark.parametrize(
    "how", [{"status": "4.4.1", "action": "delayed"}, {"status": "2.0.0", "action": "delivered"}, {"sign": "0" * 16}]
)
def test_a_delay_a_success_and_a_forged_report_change_nothing(delivery, how):
    assert returned.take(bounce(delivery, **how)) is None
    assert Subscription.objects.active().exists()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\0", b"Content-Type: multipart/report\n\nx", bytes(range(256)) * 40]
)
def test_what_is_no_report_is_passed_over(db, content):
    assert returned.take(content) is None


def test_a_mail_server_that_refuses_an_address_for_good_ends_its_subscription(issue, article, let_go, smtp):
    for name in "ab":
        subscribe(f"{name}@example.org")
    smtp.refuses = {"a@example.org": 550}
    let_go(issue)
    assert [message["To"] for message in smtp.mails] == ["b@example.org"]
    assert Subscription.objects.get(email="a@example.org").ending == Ending.BOUNCED


def test_what_arrives_has_both_bodies_and_the_headers_of_one_click(issue, article, let_go, smtp):
    subscribe("a@example.org")
    let_go(issue)
    [arrived] = smtp.mails
    assert isinstance(arrived, EmailMessage)
    assert [part.get_content_type() for part in arrived.walk()][1:] == ["text/plain", "text/html"]
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived["List-Unsubscribe"].strip().startswith("<http://127.0.0.1:8000/newsletter/unsubscribe/")
    assert max(map(len, arrived.as_bytes().splitlines())) <= 998  # RFC 5322, 2.1.1


# --- Killed ---


def start_sender(settings):
    """Start the sender of the newsletter as a process of its own, on the database of the tests."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        who = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
        url = f"postgres://{who}{database['HOST']}:{database['PORT']}/{database['NAME']}"
    ours = {"DATABASE_URL": url, "SECRET_KEY": settings.SECRET_KEY, "DEBUG": "true", "DATA_DIR": str(settings.DATA_DIR)}
    where = {"EMAIL_URL": f"smtp://127.0.0.1:{settings.EMAIL_PORT}"}
    command = [sys.executable, "-m", "bench.sender"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | ours | where, stderr=subprocess.PIPE)  # noqa: S603


@pytest.mark.django_db(transaction=True)
def test_a_sender_that_is_killed_twice_sends_each_of_three_hundred_exactly_one(issue, article, petra, smtp, settings):
    """Killed once while it waits for the answer to a mail that has arrived, and once in the middle of one."""
    confirmed_at = timezone.now() - timedelta(days=1)
    Subscription.objects.bulk_create(
        Subscription(email=f"reader{number}@example.org", confirmed_at=confirmed_at) for number in range(300)
    )
    Issue.objects.update(released_by=petra, released_at=timezone.now())
    recipients.find_recipients()

    def kill_at(process, *, arrived, begun):
        def look(mail_count, is_whole):
            if process.poll() is None and mail_count >= arrived and is_whole != begun:
                time.sleep(0.25)  # the sender waits for the answer
                process.send_signal(signal.SIGKILL)
                process.wait()

        smtp.look = look

    killed = 0
    for arrived, begun in [(80, False), (190, True), (1000, False)]:
        process = start_sender(settings)
        kill_at(process, arrived=arrived, begun=begun)
        _, said = process.communicate(timeout=120)
        killed += process.returncode == -signal.SIGKILL
        assert process.returncode in {0, -signal.SIGKILL}, said
        time.sleep(1.1)  # the lease of whoever was killed
    assert killed == 2
    assert Counter(message["To"] for message in smtp.mails) == {
        f"reader{number}@example.org": 1 for number in range(300)
    }
    assert Mail.objects.filter(sent_at__isnull=False).count() == 299
    assert Mail.objects.in_doubt().count() == 1  # of the first killed, which did not hear the answer


@pytest.fixture
def two_readers(issue, article, petra, monkeypatch):
    """An issue that waits for two of them, and for a worker to send it."""
    monkeypatch.setattr(queue, "SOON", -1)
    for name in "ab":
        subscribe(f"{name}@example.org")
    Issue.objects.update(released_by=petra, released_at=timezone.now())
    recipients.find_recipients()


def killed_after_the_dot(server):
    if server.is_handed_over:
        server.is_handed_over = False
        raise SystemExit
    return smtplib.SMTP.getreply(server)


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_in_the_moment_of_handing_over_sends_nothing_twice(two_readers, smtp, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(HandoverSMTP, "getreply", killed_after_the_dot)
        with pytest.raises(SystemExit):
            sender.send_due(DELIVERY)
    assert Mail.objects.in_doubt().count() == 1
    assert [sender.send_due(DELIVERY) for _ in range(2)] == [1, 0]
    assert sorted(message["To"] for message in smtp.mails) == ["a@example.org", "b@example.org"]


@pytest.mark.django_db(transaction=True)
def test_staff_decide_about_a_mail_that_the_server_did_not_answer_for(two_readers, smtp, as_boss):
    smtp.hangs_up = 1
    assert [sender.send_due(DELIVERY) for _ in range(2)] == [1, 0]
    address = f"/admin/feedback/issue/{Issue.objects.get().pk}"
    assert "1 address may or may not have it" in as_boss.get(f"{address}/change/").content.decode()
    as_boss.post(f"{address}/again/", {"seen": "2"})  # as an old page would have it
    assert Mail.objects.in_doubt().count() == 1
    as_boss.post(f"{address}/again/", shown(as_boss, f"{address}/again/", "Send again to 1 address"))
    assert sender.send_due(DELIVERY) == 1
    assert [message["To"] for message in smtp.mails].count("a@example.org") == 2
    assert "may or may not have it:" not in as_boss.get(f"{address}/change/").content.decode()


# --- At the desk ---


def shown(client, address, button):
    """What the form of a question sends that has this button."""
    page = client.get(address)
    assert button in page.content.decode()
    return {"seen": page.context["seen"]}


def typed(issue, **words):
    days = {"begins_on": issue.begins_on, "ends_on": issue.ends_on}
    return {"subject": issue.subject, "introduction": "", **days, **words, "_send": ""}


@pytest.fixture
def wanted(issue, article, make_article):
    """An issue that two addresses would get: three subscriptions, and one to a topic that it does not name."""
    make_article(2000, "Candles", to="planned", topics=["Wax"])
    lighting, wax = (Topic.objects.get(name=name) for name in ("Lighting", "Wax"))
    for email, topic in [("a@example.org", lighting), ("A@example.org", wax), ("b@example.org", None)]:
        subscribe(email, topic)
    subscribe("wax@example.org", wax)
    return f"/admin/feedback/issue/{issue.pk}"


def test_sending_saves_what_was_typed_and_asks(as_boss, issue, wanted):
    answer = as_boss.post(f"{wanted}/change/", typed(issue, introduction="Read on."), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{wanted}/release/", 302)]
    assert "Send to 2 subscribers" in page
    assert "Read on." in page
    assert "Lighting" in page
    assert Issue.objects.get().introduction == "Read on."
    assert Issue.objects.get().released_at is None


def test_as_many_get_it_as_the_question_said(as_boss, wanted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_boss.post(f"{wanted}/release/", shown(as_boss, f"{wanted}/release/", "Send to 2 subscribers"))
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("change", ["words", "readers", "nothing was shown"])
def test_an_answer_to_another_question_sends_nothing(as_boss, wanted, change, django_capture_on_commit_callbacks):
    seen = shown(as_boss, f"{wanted}/release/", "Send to 2 subscribers")
    if change == "words":
        Issue.objects.update(introduction="Other words.")
    elif change == "readers":
        subscribe("new@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_boss.post(f"{wanted}/release/", {} if change == "nothing was shown" else seen)
    assert answer.status_code == 409
    assert "Nothing was sent" in answer.content.decode()
    assert mail.outbox == []
    assert Issue.objects.get().released_at is None


def test_a_test_goes_to_the_editor_alone(as_boss, ada, wanted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        as_boss.post(f"{wanted}/release/", {"test": ""})
    assert [message.to for message in mail.outbox] == [[ada.email]]
    assert mail.outbox[0].subject == "Test: New and changed"
    assert Issue.objects.get().released_at is None


def test_an_issue_that_nobody_would_get_is_not_offered(as_boss, issue, article):
    page = as_boss.get(f"/admin/feedback/issue/{issue.pk}/release/").content.decode()
    assert "Nobody would get it" in page
    assert "Send to" not in page


def test_staff_look_at_an_issue_and_send_it(as_boss, issue, article, django_capture_on_commit_callbacks):
    subscribe("a@example.org")
    address = f"/admin/feedback/issue/{issue.pk}"
    assert "Save, then send to subscribers" in as_boss.get(f"{address}/change/").content.decode()
    page = as_boss.get(f"{address}/mail/")
    assert "Lanterns" in page.content.decode()
    assert "script-src" not in page["Content-Security-Policy"]
    assert "Lanterns" in as_boss.get(f"{address}/text/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        as_boss.post(f"{address}/release/", shown(as_boss, f"{address}/release/", "Send to 1 subscriber"))
    assert len(mail.outbox) == 1
    assert as_boss.post(f"{address}/change/", {"subject": "Other"}).status_code == 403
    assert "1 of 1 mails are out" in as_boss.get(f"{address}/change/").content.decode()


def test_an_author_reads_issues_and_lets_none_go(client, ada, issue, article, settings):
    from django.contrib.auth.models import Group

    settings.STAFF_SECOND_FACTOR = False
    ada.is_staff = True
    ada.save()
    ada.groups.add(Group.objects.get(name="Author"))
    client.force_login(ada)
    assert client.get(f"/admin/feedback/issue/{issue.pk}/change/").status_code == 200
    for move in ("release", "again"):
        assert client.post(f"/admin/feedback/issue/{issue.pk}/{move}/").status_code == 403
    assert Issue.objects.get().released_at is None


def test_the_database_refuses_days_in_the_wrong_order_and_a_second_delivery(issue):
    delivery = {"issue": issue, "subscription": subscribe("a@example.org")}
    Delivery.objects.create(**delivery)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(**delivery)
    with pytest.raises(IntegrityError, match="feedback_issue_ends"), transaction.atomic():
        Issue.objects.update(ends_on="2001-01-01")
