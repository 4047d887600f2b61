"""What the release before the one queue held: mails that were sent, refused, given up, in doubt, or still waited."""

import os
import subprocess
import sys

import pytest

from tests.core.test_triggers import ROOT, RUN, address

__all__ = ["address"]

FILL = """
from datetime import date
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from core import triggers
call_command("migrate", "feedback", "0009", verbosity=0)
triggers.drop_all(connection)
get = MigrationLoader(connection).project_state([("feedback", "0009_settled")]).apps.get_model
now = timezone.now()
message = get("feedback", "Message").objects.create(body="Wrong.", email="r@example.org")
states = [{"sent_at": now}, {"refused_at": now}, {"tries": 8}, {"tries": 3}]
for number, state in enumerate(states):
    get("feedback", "Reply").objects.create(message=message, body=f"{number}", **state)
today = timezone.localdate()
issue = get("feedback", "Issue").objects.create(subject="New", begins_on=today, ends_on=today)
for number, state in enumerate([{"sent_at": now}, {"in_doubt_at": now}, {}]):
    subscription = get("feedback", "Subscription").objects.create(email=f"s{number}@example.org")
    get("feedback", "Delivery").objects.create(issue=issue, subscription=subscription, **state)
user = get("accounts", "User").objects.create(email="ada@example.org")
article = get("articles", "Article").objects.create(document_id=1, slug="lanterns", audience="professional")
version = get("articles", "Version").objects.create(article=article, number=1, title="Lanterns", author=user)
told = get("feedback", "Announcement").objects.create(kind="change", version=version, made_at=now)
get("feedback", "Notice").objects.create(announcement=told, user=user)
comment = get("feedback", "Comment").objects.create(version=version, user=user, body="Dusk.")
get("feedback", "CommentNotice").objects.create(comment=comment, user=user, sent_at=now)
get("feedback", "Turn").objects.create(kind="feedback.Reply", holder="x")
triggers.create_all(connection)
call_command("migrate", verbosity=0)
"""
SHOW = """
from core.mail.models import Mail
from feedback.models import CommentNotice, Delivery, Notice, Reply
for model in (Reply, Delivery, Notice, CommentNotice):
    print(model.__name__, *(f"{it.mail.kind}:{it.mail.state}:{it.mail.error}" for it in model.objects.order_by("pk")))
print(Mail.objects.create(kind="later").pk, Mail.objects.get(reply__body="3").tries)
"""


@pytest.fixture
def shown(address, tmp_path):
    own = {"DATABASE_URL": address, "DATA_DIR": str(tmp_path), "SECRET_KEY": "only-for-tests"}
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "patientplus.settings", **own}
    command = [sys.executable, "-c", RUN + FILL + SHOW]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_mail_is_queued_in_the_state_that_it_was_in(shown):
    assert shown == [
        "Reply reply:sent: reply:failed:refused reply:failed:given up reply:waiting:",
        "Delivery newsletter:sent: newsletter:in doubt: newsletter:waiting:",
        "Notice notice:waiting:",
        "CommentNotice comment:sent:",
        "10 3",
    ]
